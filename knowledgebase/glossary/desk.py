"""What editors see: terms by the state of their translations, coverage by language, one term in all languages."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from helpdesk.lib import languages
from knowledgebase.glossary.forms import TermFactsForm, WordsForm
from knowledgebase.glossary.models import Term, TermTranslation
from knowledgebase.glossary.permissions import can_change

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a language is: how many terms have words, and how many of those ask for a look."""

    language: languages.Language
    there: int
    total: int
    stale: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in one language: `state` is source, fine, locked, stale, doubtful or missing."""

    language: languages.Language
    state: str
    row: TermTranslation | None
    form: WordsForm | None = None
    is_open: bool = False


def with_source() -> QuerySet[TermTranslation]:
    """Translations with `source_now`, the revision of the source they should be made from."""
    source = TermTranslation.objects.filter(term=OuterRef("term"), language=OuterRef("term__source_language"))
    return TermTranslation.objects.annotate(source_now=Subquery(source.values("revision")[:1]))


def in_state(state: str) -> QuerySet[TermTranslation]:
    rows = with_source().exclude(language=F("term__source_language"))
    return {
        "stale": rows.filter(source_revision__lt=F("source_now")),
        "doubtful": rows.exclude(doubt="").filter(is_locked=False),
        "locked": TermTranslation.objects.filter(is_locked=True),
    }[state]


def narrowed(asked: dict[str, str]) -> QuerySet[Term]:
    """The terms a filter asks for, with what their rows show. Two queries for a page."""
    terms = Term.objects.select_related("category").prefetch_related("translations").order_by("slug")
    code, state = asked["language"], asked["state"]
    if asked["q"]:
        words = TermTranslation.objects.filter(term=OuterRef("pk"), name__icontains=asked["q"])
        terms = terms.filter(Q(slug__icontains=asked["q"]) | Exists(words))
    if state == "missing":
        wanted = [code] if code else list(languages.INTERFACE)
        spoken = Count("translations", filter=Q(translations__language__in=wanted))
        return terms.annotate(spoken=spoken).filter(spoken__lt=len(wanted))
    if state:
        rows = in_state(state).filter(term=OuterRef("pk"))
        return terms.filter(Exists(rows.filter(language=code) if code else rows))
    return terms


def coverage() -> list[Coverage]:
    """Each interface language's share. Four queries."""
    total = Term.objects.count()

    def by_language(rows: QuerySet[TermTranslation]) -> dict[str, int]:
        return dict(rows.order_by().values_list("language").annotate(Count("pk")))

    there = by_language(TermTranslation.objects.all())
    stale, doubtful = by_language(in_state("stale")), by_language(in_state("doubtful"))
    return [
        Coverage(languages.get(code), there.get(code, 0), total, stale.get(code, 0), doubtful.get(code, 0))
        for code in languages.INTERFACE
    ]


def list_context(asked: dict[str, str], page: str | None) -> dict[str, Any]:
    pages = Paginator(narrowed(asked), PER_PAGE).get_page(page)
    rows = [(term, _name(term), cells(term)) for term in pages]
    return {"pages": pages, "rows": rows, "coverage": coverage()}


def _name(term: Term) -> TermTranslation | None:
    return next((row for row in term.translations.all() if row.language == term.source_language), None)


def cells(term: Term) -> list[Cell]:
    """The term in each interface language; no query after `prefetch_related("translations")`."""
    there = {row.language: row for row in term.translations.all()}
    source = there.get(term.source_language)
    return [
        Cell(languages.get(code), state_of(there.get(code), term, source), there.get(code))
        for code in languages.INTERFACE
    ]


def state_of(row: TermTranslation | None, term: Term, source: TermTranslation | None) -> str:
    if row is None:
        return "missing"
    if source and row.source_revision is not None and row.source_revision < source.revision:
        return "stale"
    if row.is_locked:
        return "locked"
    if row.doubt:
        return "doubtful"
    return "source" if row.language == term.source_language else "fine"


def editor_context(term: Term, user: Any, refused: dict[str, Any] | None = None) -> dict[str, Any]:
    """One term in all languages, the source first; `refused` holds forms that were sent and need mending."""
    refused = refused or {}
    order = sorted(cells(term), key=lambda cell: cell.language.code != term.source_language)
    shown = [
        Cell(
            cell.language,
            cell.state,
            cell.row,
            refused.get(cell.language.code) or words_form(term, cell.row, cell.language.code),
            can_change(user, cell.row),
        )
        for cell in order
    ]
    return {
        "term": term,
        "cells": shown,
        "source": _name(term),
        "facts": refused.get("facts") or facts_form(term),
    }


def words_form(term: Term, row: TermTranslation | None, code: str) -> WordsForm:
    """The form of one language; a kept name stands in it from the start."""
    source = _name(term)
    given: dict[str, Any] = {"name": source.name} if term.is_name_kept and source else {}
    if row:
        given = {"name": row.name, "short": row.short, "long": row.long, "synonyms": "\n".join(row.synonyms)}
    return WordsForm(initial=given, prefix=code)


def facts_form(term: Term) -> TermFactsForm:
    return TermFactsForm(
        initial={
            "source_language": term.source_language,
            "category": term.category.slug if term.category else "",
            "is_name_kept": term.is_name_kept,
            "related_terms": ", ".join(one.slug for one in term.related_terms.all()),
            "related_articles": ", ".join(one.slug for one in term.related_articles.all()),
        }
    )
