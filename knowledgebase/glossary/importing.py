"""Bringing the glossary in from files: each row whole or not at all, a bad one named and the others kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk.lib.errors import DomainError, Invalid
from knowledgebase.glossary.actions import (
    TermFacts,
    TermWords,
    change_term,
    create_term,
    lock_words,
    relate_term,
    save_words,
)
from knowledgebase.glossary.files import Row
from knowledgebase.glossary.models import Term
from knowledgebase.models import Article, Category


@dataclass(slots=True)
class Report:
    """What an import did; `problems` say where and what to mend."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)


def import_rows(rows: Sequence[Row], *, actor: User | None) -> Report:
    """Take the rows in, source languages first. The same rows again change nothing."""
    report = Report()
    terms = {term.slug: term for term in Term.objects.all()}
    for row in sorted(rows, key=lambda one: not one.is_source):
        try:
            with transaction.atomic():
                _take(row, terms, report, actor)
        except DomainError as refused:
            report.problems.append(f"{row.place}: {row.slug[:80]} ({row.language}): {_why(refused)}")
    for row in rows:
        if row.is_source and row.slug in terms:
            with transaction.atomic():
                _relate(row, terms, actor)
    return report


def dry_run(rows: Sequence[Row], *, actor: User | None) -> Report:
    """The same report, and nothing kept."""
    with transaction.atomic():
        report = import_rows(rows, actor=actor)
        transaction.set_rollback(True)
    return report


def _take(row: Row, terms: dict[str, Term], report: Report, actor: User | None) -> None:
    words = TermWords(row.name, row.short, row.long, row.synonyms)
    term = terms.get(row.slug)
    if term is None:
        facts = TermFacts(row.language, _category(row), row.is_name_kept)
        terms[row.slug] = term = create_term(row.slug, facts=facts, words=words, actor=actor)
        report.created += 1
    else:
        before = term.translations.filter(language=row.language).values_list("revision", flat=True).first()
        saved = save_words(term, row.language, words=words, actor=actor)
        if row.is_source:
            change_term(term, facts=TermFacts(row.language, _category(row), row.is_name_kept), actor=actor)
        report.created += before is None
        report.unchanged += before == saved.revision
        report.updated += before is not None and before != saved.revision
    if row.is_locked:
        lock_words(term.translations.get(language=row.language), actor=actor)


def _category(row: Row) -> Category | None:
    if not row.category:
        return None
    found = Category.objects.filter(slug=row.category).first()
    if found is None:
        raise Invalid(_("There is no %(slug)s.") % {"slug": row.category[:80]})
    return found


def _relate(row: Row, terms: dict[str, Term], actor: User | None) -> None:
    """What a term points to: the file's terms and those that point to it, and the file's articles that exist."""
    wanted = [terms[slug] for slug in row.related_terms if slug in terms]
    kept = terms[row.slug].related_terms.all()
    articles = Article.objects.filter(slug__in=row.related_articles)
    relate_term(terms[row.slug], terms=[*wanted, *kept], articles=list(articles), actor=actor)


def _why(refused: DomainError) -> str:
    given = [str(one) for many in getattr(refused, "fields", {}).values() for one in many]
    return " ".join(given) or str(refused.message)
