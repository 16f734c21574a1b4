"""Every change to the glossary. Readers see it at once; locked words change only by who may lock."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib import languages
from helpdesk.lib.clean_text import clean_text
from helpdesk.lib.errors import Conflict, Forbidden, Invalid, Missing
from knowledgebase.glossary.book import forget_glossary
from knowledgebase.glossary.models import Term, TermTranslation
from knowledgebase.glossary.permissions import can_change, can_lock
from knowledgebase.glossary.staleness import Text, doubt
from knowledgebase.models import Article, Category

MOST_SYNONYMS = 40
LONGEST_SYNONYM = 80
LOCKED = _("These words are locked. Ask a lead to change or unlock them.")


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What is true of a term in every language. `is_name_kept`: its name is never translated."""

    source_language: str = languages.DEFAULT
    category: Category | None = None
    is_name_kept: bool = False


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term in one language: the name, one sentence for a tooltip, Markdown for the page, other spellings."""

    name: str
    short: str
    long: str = ""
    synonyms: list[str] = field(default_factory=list)


@transaction.atomic
def create_term(slug: str, *, facts: TermFacts, words: TermWords, actor: User | None) -> Term:
    """A new term with its words in the source language; a taken or malformed slug refuses."""
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise _mend("slug", _("Use letters, digits and hyphens.")) from wrong
    if len(slug) > 80 or Term.objects.filter(slug=slug).exists():
        raise Conflict(_("Another term has this address already. Choose a different slug."))
    term = Term.objects.create(slug=slug, **_columns(facts))
    record("term.created", term, actor=actor, data={"slug": slug})
    save_words(term, facts.source_language, words=words, actor=actor)
    return term


@transaction.atomic
def change_term(term: Term, *, facts: TermFacts, actor: User | None) -> Term:
    """Other facts for a term; the source language must have words, and a kept name must be the same everywhere."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    if all(getattr(term, name) == value for name, value in _columns(facts).items()):
        return term
    names = dict(term.translations.values_list("language", "name"))
    if facts.source_language not in names:
        raise _mend("source_language", _("Write the term in this language first."))
    if facts.is_name_kept and len(set(names.values())) > 1:
        raise _mend("is_name_kept", _("The name differs between languages. Make it the same first."))
    for name, value in _columns(facts).items():
        setattr(term, name, value)
    term.save(update_fields=list(_columns(facts)))
    term.translations.update(updated_at=now())
    _doubt_again(term)
    record("term.changed", term, actor=actor, data={"slug": term.slug})
    forget_glossary()
    return term


def _columns(facts: TermFacts) -> dict[str, object]:
    return {
        "source_language": facts.source_language,
        "category": facts.category,
        "is_name_kept": facts.is_name_kept,
    }


@transaction.atomic
def save_words(term: Term, language: str, *, words: TermWords, actor: User | None) -> TermTranslation:
    """What a term is called and means in one language, new or mended. The same words again say that they still hold
    for the source as it is now. Locked words refuse who may not lock."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    words = _clean(words)
    row = term.translations.filter(language=language).first()
    source = term.translations.filter(language=term.source_language).first()
    if not can_change(actor, row):
        raise Forbidden(LOCKED)
    _check_name(term, language, words, source)
    made_from = source.revision if source and language != term.source_language else None
    if row is None:
        row = TermTranslation(term=term, language=language, revision=0)
    elif row.source_revision == made_from and all(getattr(row, k) == v for k, v in asdict(words).items()):
        return row
    row = _write(row, words, made_from, actor)
    _doubt_again(term)
    row.refresh_from_db(fields=["doubt"])
    return row


def _doubt_again(term: Term) -> None:
    """Ask of every translation whether it is one: the source may have become what it says, or ceased to be."""
    rows = list(term.translations.all())
    source = next((row for row in rows if row.language == term.source_language), None)
    for row in rows:
        reason = doubt(_text(row), row.language, _text(source), source.language) if source else ""
        if row.doubt != reason:
            row.doubt = reason
            row.save(update_fields=["doubt"])


def _text(row: TermTranslation) -> Text:
    return Text(row.name, row.short, row.long)


def _write(
    row: TermTranslation, words: TermWords, made_from: int | None, actor: User | None
) -> TermTranslation:
    for name, value in asdict(words).items():
        setattr(row, name, value)
    row.revision += 1
    row.source_revision = made_from
    row.updated_at = now()
    if row.pk is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=[*asdict(words), "revision", "source_revision", "updated_at"])
    data = {"slug": row.term.slug, "language": row.language, "revision": row.revision}
    record("term.words_saved", row.term, actor=actor, data=data)
    forget_glossary()
    return row


def _clean(words: TermWords) -> TermWords:
    name = clean_text(words.name, max_length=120)
    short = clean_text(words.short, max_length=300)
    if not name:
        raise _mend("name", _("Give the term a name."))
    if not short:
        raise _mend("short", _("Explain the term in one sentence."))
    if len(words.synonyms) > MOST_SYNONYMS or sum(map(len, words.synonyms)) > MOST_SYNONYMS * LONGEST_SYNONYM:
        raise _mend("synonyms", _("Keep at most 40 synonyms of 80 characters."))
    others = [clean_text(one, max_length=LONGEST_SYNONYM) for one in words.synonyms]
    synonyms = [one for one in dict.fromkeys(others) if one and one != name]
    return TermWords(name, short, clean_text(words.long, max_length=20_000, multiline=True), synonyms)


def _check_name(term: Term, language: str, words: TermWords, source: TermTranslation | None) -> None:
    if source is None and language != term.source_language:
        raise Conflict(_("Write the term in its source language first."))
    if term.is_name_kept and source and language != term.source_language and words.name != source.name:
        raise _mend("name", _("This name stays the same in every language. Other spellings can be synonyms."))


def _mend(name: str, message: object) -> Invalid:
    return Invalid(str(message), fields={name: [str(message)]})


@transaction.atomic
def lock_words(row: TermTranslation, *, actor: User | None) -> TermTranslation:
    """Agreed words: from now on only who may lock can change them."""
    return _set_lock(row, True, "term.words_locked", actor)


@transaction.atomic
def unlock_words(row: TermTranslation, *, actor: User | None) -> TermTranslation:
    """Open locked words to every writer again."""
    return _set_lock(row, False, "term.words_unlocked", actor)


def _set_lock(row: TermTranslation, locked: bool, verb: str, actor: User | None) -> TermTranslation:
    if actor is not None and not can_lock(actor):
        raise Forbidden(LOCKED)
    row = TermTranslation.objects.select_for_update(of=("self",)).select_related("term").get(pk=row.pk)
    if row.is_locked == locked:
        return row
    row.is_locked = locked
    row.save(update_fields=["is_locked"])
    record(verb, row.term, actor=actor, data={"slug": row.term.slug, "language": row.language})
    return row


@transaction.atomic
def remove_words(term: Term, language: str, *, actor: User | None) -> None:
    """Take a term's words in one language away. The source language's stay while the term does."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    row = term.translations.filter(language=language).first()
    if row is None:
        raise Missing
    if language == term.source_language:
        raise Conflict(_("Other languages are made from these words. Change the source language first."))
    if not can_change(actor, row):
        raise Forbidden(LOCKED)
    row.delete()
    record("term.words_removed", term, actor=actor, data={"slug": term.slug, "language": language})
    forget_glossary()


@transaction.atomic
def relate_term(
    term: Term, *, terms: Sequence[Term], articles: Sequence[Article], actor: User | None
) -> None:
    """Point readers of a term to these terms (and back) and articles, and to no others."""
    wanted = ({one.pk for one in terms} - {term.pk}, {one.pk for one in articles})
    there = (
        set(term.related_terms.values_list("pk", flat=True)),
        set(term.related_articles.values_list("pk", flat=True)),
    )
    if wanted == there:
        return
    term.related_terms.set(wanted[0])
    term.related_articles.set(wanted[1])
    data = {"slug": term.slug, "terms": len(wanted[0]), "articles": len(wanted[1])}
    record("term.related", term, actor=actor, data=data)
    forget_glossary()


@transaction.atomic
def remove_term(term: Term, *, actor: User | None) -> None:
    """Take a term from the glossary in every language; articles keep their words and lose the mark."""
    if actor is not None and not can_lock(actor):
        raise Forbidden(_("Ask a lead to remove a whole term."))
    record("term.removed", term, actor=actor, data={"slug": term.slug})
    term.delete()
    forget_glossary()
