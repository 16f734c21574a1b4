"""Every change to the help center. Publishing puts the words in the index inside the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from knowledgebase.caching import forget_pages
from knowledgebase.models import (
    Article,
    ArticleTranslation,
    Category,
    CategoryTranslation,
    RelatedArticle,
    Revision,
    SearchRow,
    Vote,
)
from knowledgebase.search import drop_from_index, put_in_index

_LIVE_WORDS = ("title", "summary", "body", "questions", "source_revision")


@dataclass(frozen=True, slots=True)
class Words:
    """What a translation says."""

    title: str
    summary: str = ""
    body: str = ""
    questions: list[str] = field(default_factory=list)


@transaction.atomic
def save_category(
    slug: str,
    *,
    words: Mapping[str, tuple[str, str]],
    actor: User | None,
    icon: str = "book-open",
    position: int = 0,
) -> tuple[Category, bool]:
    """A shelf with title and description by language, made or mended; also whether anything changed."""
    category, is_new = Category.objects.get_or_create(
        slug=slug, defaults={"icon": icon, "position": position}
    )
    changed = is_new
    if (category.icon, category.position) != (icon, position):
        category.icon, category.position = icon, position
        category.save(update_fields=["icon", "position"])
        changed = True
    there = {row.language: (row.title, row.description) for row in category.translations.all()}
    for language, (title, description) in words.items():
        if there.get(language) != (title, description):
            said = {"title": title, "description": description}
            CategoryTranslation.objects.update_or_create(category=category, language=language, defaults=said)
            changed = True
    if changed:
        record("category.saved", category, actor=actor, data={"slug": slug})
        forget_pages()
    return category, changed


@transaction.atomic
def create_article(
    slug: str, *, category: Category, source_language: str = "en", actor: User | None
) -> Article:
    """A new article without words; nobody sees it until a translation is published."""
    if Article.objects.filter(slug=slug).exists():
        raise Conflict(_("Another article has this address already. Choose a different slug."))
    article = Article.objects.create(slug=slug, category=category, source_language=source_language)
    record("article.created", article, actor=actor, data={"slug": slug})
    return article


@transaction.atomic
def move_article(article: Article, category: Category, *, actor: User | None) -> Article:
    """Put an article on another shelf; its address stays."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.category_id == category.pk:
        return article
    article.category = category
    article.save(update_fields=["category"])
    SearchRow.objects.filter(translation__article=article).update(category=category)
    record("article.moved", article, actor=actor, data={"to": category.slug})
    forget_pages()
    return article


@transaction.atomic
def relate_article(article: Article, targets: Sequence[Article], *, actor: User | None) -> None:
    """Point readers of `article` to `targets`, in this order, and to no other."""
    wanted = [target for target in targets if target.pk != article.pk]
    now_there = list(article.related_links.values_list("target_id", flat=True))
    if now_there == [target.pk for target in wanted]:
        return
    article.related_links.all().delete()
    links = [RelatedArticle(article=article, target=target, position=at) for at, target in enumerate(wanted)]
    RelatedArticle.objects.bulk_create(links)
    record("article.related", article, actor=actor, data={"to": [target.slug for target in wanted]})
    forget_pages()


@transaction.atomic
def save_translation(
    article: Article, language: str, *, words: Words, actor: User | None, source_revision: int | None = None
) -> ArticleTranslation:
    """Keep these words as a new revision; what readers see changes only when it is published.

    Says from which source revision the words were made: the present one unless told. The same words twice are one
    revision.
    """
    if not words.title.strip():
        raise Invalid(_("Give the article a title."), fields={"title": [_("Give the article a title.")]})
    article = Article.objects.select_for_update().get(pk=article.pk)
    source = source_revision if source_revision is not None else _source_revision(article, language)
    translation = ArticleTranslation.objects.filter(article=article, language=language).first()
    if translation is None:
        translation = ArticleTranslation.objects.create(
            article=article, language=language, source_revision=source, **asdict(words)
        )
    elif _says(translation, words, source):
        return translation
    else:
        _stage(translation, words, source)
    Revision.objects.create(
        translation=translation,
        number=translation.latest_revision,
        source_revision=source,
        author=actor,
        **asdict(words),
    )
    data = {"language": language, "revision": translation.latest_revision}
    record("translation.saved", translation, actor=actor, data=data)
    return translation


def _source_revision(article: Article, language: str) -> int | None:
    if language == article.source_language:
        return None
    source = ArticleTranslation.objects.filter(article=article, language=article.source_language)
    return source.values_list("revision", flat=True).first()


def _says(translation: ArticleTranslation, words: Words, source: int | None) -> bool:
    latest = translation.revisions.get(number=translation.latest_revision)
    same = all(getattr(latest, name) == value for name, value in asdict(words).items())
    return same and latest.source_revision == source


def _stage(translation: ArticleTranslation, words: Words, source: int | None) -> None:
    translation.latest_revision += 1
    fields = ["latest_revision"]
    if not translation.is_published:
        # Nobody reads a draft, so its own columns may run ahead; a published one keeps its words.
        translation.revision = translation.latest_revision
        translation.source_revision = source
        for name, value in asdict(words).items():
            setattr(translation, name, value)
        fields += ["revision", "source_revision", *asdict(words)]
    translation.save(update_fields=fields)


@transaction.atomic
def publish_translation(translation: ArticleTranslation, *, actor: User | None) -> ArticleTranslation:
    """Show the latest revision to readers and to the search, from this commit on."""
    locked = ArticleTranslation.objects.select_for_update(of=("self",)).select_related("article")
    translation = locked.get(pk=translation.pk)
    if translation.is_published and not translation.has_staged_edit:
        return translation
    latest = translation.revisions.get(number=translation.latest_revision)
    for name in _LIVE_WORDS:
        setattr(translation, name, getattr(latest, name))
    translation.revision = latest.number
    translation.status = ArticleTranslation.Status.PUBLISHED
    translation.updated_at = now()
    translation.published_at = translation.published_at or translation.updated_at
    translation.publish_at = None
    translation.save(
        update_fields=[*_LIVE_WORDS, "revision", "status", "updated_at", "published_at", "publish_at"]
    )
    if translation.article.status == Article.Status.LIVE:
        put_in_index(translation)
    data = {"language": translation.language, "revision": translation.revision}
    record("translation.published", translation, actor=actor, data=data)
    forget_pages()
    return translation


@transaction.atomic
def withdraw_translation(translation: ArticleTranslation, *, actor: User | None) -> ArticleTranslation:
    """Take a translation from readers and from the search; its words and revisions stay."""
    translation = ArticleTranslation.objects.select_for_update().get(pk=translation.pk)
    if not translation.is_published:
        return translation
    translation.status = ArticleTranslation.Status.DRAFT
    translation.save(update_fields=["status"])
    drop_from_index(translation)
    record("translation.withdrawn", translation, actor=actor, data={"language": translation.language})
    forget_pages()
    return translation


@transaction.atomic
def archive_article(article: Article, *, actor: User | None) -> Article:
    """Take an article in all its languages from readers; nothing is deleted."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.status == Article.Status.ARCHIVED:
        return article
    article.status = Article.Status.ARCHIVED
    article.save(update_fields=["status"])
    for translation in article.translations.all():
        drop_from_index(translation)
    record("article.archived", article, actor=actor)
    forget_pages()
    return article


@transaction.atomic
def restore_article(article: Article, *, actor: User | None) -> Article:
    """Bring an archived article back, in the languages that were published."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.status == Article.Status.LIVE:
        return article
    article.status = Article.Status.LIVE
    article.save(update_fields=["status"])
    for translation in article.translations.filter(status=ArticleTranslation.Status.PUBLISHED):
        put_in_index(translation)
    record("article.restored", article, actor=actor)
    forget_pages()
    return article


@transaction.atomic
def verify_article(article: Article, *, actor: User | None) -> Article:
    """Say that what the article states is true today; readers see the date."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    article.verified_at = now()
    article.save(update_fields=["verified_at"])
    record("article.verified", article, actor=actor)
    forget_pages()
    return article


@transaction.atomic
def vote(translation: ArticleTranslation, *, voter: str, is_helpful: bool, actor: User | None) -> Vote:
    """Keep whether the present revision helped; a second answer of the same reader replaces the first."""
    row, is_new = Vote.objects.select_for_update().get_or_create(
        translation=translation,
        revision=translation.revision,
        voter=voter,
        defaults={"is_helpful": is_helpful},
    )
    if is_new or row.is_helpful != is_helpful:
        row.is_helpful = is_helpful
        row.reason = ""
        row.save(update_fields=["is_helpful", "reason"])
        data = {"revision": translation.revision, "helpful": is_helpful}
        record("translation.voted", translation, actor=actor, data=data)
    return row


@transaction.atomic
def explain_vote(translation: ArticleTranslation, *, voter: str, reason: str, actor: User | None) -> Vote:
    """Say why the present revision did not help; it counts as a "no" even when that was not said before."""
    if reason not in Vote.Reason.values:
        raise Invalid(_("Choose one of the reasons."), fields={"reason": [_("Choose one of the reasons.")]})
    row = vote(translation, voter=voter, is_helpful=False, actor=actor)
    if row.reason != reason:
        row.reason = reason
        row.save(update_fields=["reason"])
        data = {"revision": translation.revision, "reason": reason}
        record("translation.explained", translation, actor=actor, data=data)
    return row
