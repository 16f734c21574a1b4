"""The demo's help center: its articles come in through the import everybody has, then get a little history."""

import random
from datetime import timedelta
from pathlib import Path

from django.core.management.base import CommandError

from accounts.models import User
from helpdesk.demo.past import Past
from knowledgebase.glossary.files import read_csv
from knowledgebase.glossary.importing import import_rows
from knowledgebase.importing import import_folder
from knowledgebase.models import Article, ArticleTranslation, Revision, Vote

ARTICLES = Path(__file__).parent / "articles"
GLOSSARY = Path(__file__).parent / "glossary"
PROMOTED = (
    "deposit-not-credited",
    "withdrawal-delayed",
    "verify-identity",
    "set-up-two-factor",
    "spot-phishing",
)
BUSY = {
    "deposit-not-credited": 3.0,
    "withdrawal-delayed": 2.4,
    "lost-two-factor": 1.8,
    "verification-refused": 1.6,
}


def build_shelves(past: Past, admin: User, rng: random.Random) -> None:
    """Import the articles, date them over the last three months, and let readers vote on them."""
    report = import_folder(ARTICLES, actor=admin)
    if report.problems:
        raise CommandError("The demo's articles could not be imported:\n" + "\n".join(report.problems))
    Article.objects.filter(slug__in=PROMOTED).update(is_promoted=True)
    translations = list(ArticleTranslation.objects.select_related("article"))
    for translation in translations:
        translation.published_at = past.now - timedelta(days=rng.randint(40, 95), minutes=rng.randint(0, 900))
        translation.updated_at = past.now - timedelta(days=rng.randint(1, 39), minutes=rng.randint(0, 900))
    ArticleTranslation.objects.bulk_update(translations, ["published_at", "updated_at"])
    for translation in translations:
        Revision.objects.filter(translation=translation).update(created_at=translation.published_at)
    for article in Article.objects.all():
        born = past.now - timedelta(days=rng.randint(96, 120))
        verified = past.now - timedelta(days=rng.randint(2, 30))
        Article.objects.filter(pk=article.pk).update(created_at=born, verified_at=verified)
    Vote.objects.bulk_create(
        (vote for translation in translations for vote in votes_on(translation, past, rng)), batch_size=500
    )


def build_glossary(admin: User) -> None:
    """Forty terms of an exchange in the seven interface languages, through the import everybody has."""
    rows = [row for path in sorted(GLOSSARY.glob("*.csv")) for row in read_csv(path.read_text())]
    report = import_rows(rows, actor=admin)
    if report.problems:
        raise CommandError("The demo's glossary could not be imported:\n" + "\n".join(report.problems))


def votes_on(translation: ArticleTranslation, past: Past, rng: random.Random) -> list[Vote]:
    """Readers' votes of the last month: most were helped, and some say why they were not."""
    share = rng.uniform(0.74, 0.96)
    count = round(rng.randint(5, 18) * BUSY.get(translation.article.slug, 1.0))
    votes = []
    for _ in range(count):
        is_helpful = rng.random() < share
        votes.append(
            Vote(
                translation=translation,
                revision=translation.revision,
                voter=f"v.{rng.getrandbits(96):024x}",
                is_helpful=is_helpful,
                reason="" if is_helpful or rng.random() < 0.5 else rng.choice(Vote.Reason.values),
                created_at=past.now - timedelta(minutes=rng.randint(5, 30 * 24 * 60)),
            )
        )
    return votes
