"""From a reader's words to ranked rows: read the query in each language that may answer, ask, relax, rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpdesk.lib import languages
from helpdesk.lib.stems import fold, lower
from helpdesk.lib.text import normalise, query_terms
from knowledgebase.models import SearchSize, SearchTerm
from knowledgebase.search.database import FIELDS, Candidate, Question, candidates
from knowledgebase.search.ranking import Grade, Language, confidence, grade

# Fewer rows than this with every term, and rows with only some of them are asked for as well.
_ENOUGH = 12
_MOST_ROWS = 120
_RELAXED_TERMS = 8
_TOO_COMMON = 0.3
# Below this share of the best score a row is noise from a common word.
_NOISE = 0.12


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the index that answers, before its translation is loaded."""

    translation_id: int
    language: str
    category_id: int
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """Ranked rows, and the languages they were looked for in, the reader's first."""

    rows: list[Found] = field(default_factory=list)
    languages: tuple[str, ...] = ()


def languages_for(query: str, language: str) -> tuple[str, ...]:
    """The reader's language, then the one the words are written in, then the fallbacks."""
    chain = languages.fallbacks(language)
    written = languages.detect(query, default=chain[0])
    return tuple(dict.fromkeys((chain[0], written, *chain[1:])))


def find(query: str, language: str, *, categories: Sequence[int] = ()) -> Result:
    """Every row worth showing, best first; at most 120. Four queries, whatever comes in."""
    chain = languages_for(query, language)
    terms = {code: tuple(query_terms(query, code)) for code in chain}
    if not any(terms.values()):
        return Result([], chain)
    known = _statistics(terms)
    groups = tuple(dict.fromkeys(group for group in terms.values() if group))
    rows = candidates(Question(groups, every=True), chain, limit=_MOST_ROWS, categories=categories)
    if len(rows) < _ENOUGH:
        relaxed = tuple(dict.fromkeys(_telling(terms[code], known[code]) for code in chain if terms[code]))
        more = candidates(Question(relaxed, every=False), chain, limit=_MOST_ROWS, categories=categories)
        have = {row.pk for row in rows}
        rows += [row for row in more if row.pk not in have]
    return Result(_rank(rows, terms, known), chain)


def _statistics(terms: Mapping[str, Sequence[str]]) -> dict[str, Language]:
    wanted = sorted({term for group in terms.values() for term in group})
    counts: dict[str, dict[str, int]] = {code: {} for code in terms}
    found = SearchTerm.objects.filter(language__in=terms, term__in=wanted)
    for code, term, rows in found.values_list("language", "term", "rows"):
        counts[code][term] = rows
    known = {code: Language(0, {}, counts[code]) for code in terms}
    for size in SearchSize.objects.filter(language__in=terms):
        average = {name: getattr(size, name) / max(size.rows, 1) for name in FIELDS}
        known[size.language] = Language(size.rows, average, counts[size.language])
    return known


def _telling(terms: Sequence[str], language: Language) -> tuple[str, ...]:
    """The rarest terms that occur at all: what a common word alone would add is noise and costs time."""
    there = [term for term in terms if language.frequency.get(term)]
    rare = [term for term in there if language.frequency[term] <= max(10, _TOO_COMMON * language.rows)]
    return tuple(sorted(rare or there, key=lambda term: language.frequency[term])[:_RELAXED_TERMS]) or tuple(terms[:1])


def _rank(
    rows: Sequence[Candidate], terms: Mapping[str, Sequence[str]], known: Mapping[str, Language]
) -> list[Found]:
    graded = [(grade(row, terms[row.language], known[row.language]), row) for row in rows]
    graded.sort(key=lambda pair: (-pair[0].score, pair[1].pk))
    if not graded or graded[0][0].score <= 0:
        return []
    floor = graded[0][0].score * _NOISE
    kept = [(mark, row) for mark, row in graded if mark.score >= floor]
    return [_found(mark, row, kept[at + 1][0] if at + 1 < len(kept) else None) for at, (mark, row) in enumerate(kept)]


def _found(mark: Grade, row: Candidate, next_mark: Grade | None) -> Found:
    return Found(row.translation_id, row.language, row.category_id, mark.score, confidence(mark, next_mark))


def find_titles(query: str, language: str, *, limit: int) -> Result:
    """What a reader may be about to ask: the last word counts as a beginning. Titles and example questions only."""
    chain = languages_for(query, language)
    words = normalise(query[:200]).split()
    if not words:
        return Result([], chain)
    before = " ".join(words[:-1])
    prefix = fold(lower(words[-1], chain[0]))
    if not prefix.isalnum() or not prefix.isascii():
        return Result([], chain)
    groups = tuple(dict.fromkeys(tuple(query_terms(before, code)) for code in chain)) if before else ()
    rows = candidates(Question(groups, every=True, prefix=prefix), chain, limit=limit * 3)
    order = {code: at for at, code in enumerate(chain)}
    rows.sort(key=lambda row: order[row.language])
    return Result([Found(row.translation_id, row.language, row.category_id, 0.0, 0.0) for row in rows], chain)
