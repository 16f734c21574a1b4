"""From a reader's words to ranked rows: read the query in each language that may answer, mend it, ask, relax, rank."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpdesk.lib import languages
from helpdesk.lib.stems import fold, lower
from helpdesk.lib.text import MAX_QUERY, analyse, normalise, query_terms
from knowledgebase.glossary.selectors import expansions
from knowledgebase.models import SearchSize, SearchTerm
from knowledgebase.search.alternatives import alternatives, judged, lighter, named_terms
from knowledgebase.search.database import FIELDS, Candidate, Question, candidates
from knowledgebase.search.ranking import Asked, Grade, Language, confidence, grade
from knowledgebase.search.spelling import mend

# Fewer rows than this with every term, and rows with only some of them are asked for as well.
_ENOUGH = 12
_MOST_ROWS = 120
_RELAXED_TERMS = 8
_TOO_COMMON = 0.3
_MOST_ACCEPTED = 3
# Below this share of the best score a row is noise from a common word.
_NOISE = 0.12
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)


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
    """Ranked rows, and the languages they were looked for in, the reader's first.

    `mended` is the query that was looked for instead when a word of the reader's was misspelt.
    """

    rows: list[Found] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    mended: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """A query as each language reads it, with what the index knows of its words."""

    asked: Mapping[str, Asked]
    known: Mapping[str, Language]
    others: Mapping[str, tuple[Asked, ...]]
    """The same query with the glossary's terms in it written otherwise, by language."""

    def readings(self, language: str) -> tuple[Asked, ...]:
        return (self.asked[language], *self.others.get(language, ()))


def languages_for(query: str, language: str, accepted: Sequence[str] = ()) -> tuple[str, ...]:
    """The reader's language, then the one the words are written in, then the fallbacks, then what the reader also reads."""
    chain = languages.fallbacks(language)
    written = languages.detect(query, default=chain[0])
    return tuple(dict.fromkeys((chain[0], written, *chain[1:], *accepted[:_MOST_ACCEPTED])))


def find(query: str, language: str, accepted: Sequence[str] = ()) -> Result:
    """Every row worth showing, best first; at most 120.

    A word that stands nowhere and is plainly misspelt is read as the nearest that does; one that may be right is so
    only where nothing is found otherwise.

    Four queries, whatever comes in, and up to twelve more for misspelt words.
    """
    chain = languages_for(query, language, accepted)
    look = _look(query, chain)
    mended = mend(query[:MAX_QUERY], chain, {code: _frequency(look, code) for code in chain})
    result = _answer(_look(mended.sure, chain) if mended.sure else look, chain, mended.sure)
    if mended.likely and not result.rows:
        return _answer(_look(mended.likely, chain), chain, mended.likely)
    return result


def find_as_typed(query: str, language: str, accepted: Sequence[str] = ()) -> Result:
    """Like `find`, with every word taken as it was written."""
    chain = languages_for(query, language, accepted)
    return _answer(_look(query, chain), chain, "")


def _look(query: str, chain: Sequence[str]) -> _Look:
    asked = {code: _read(query, code) for code in chain}
    named = named_terms(asked)
    others = {code: alternatives(one, named, code) for code, one in asked.items()}
    every = {code: [term for one in (asked[code], *others[code]) for term in one.terms] for code in chain}
    known = _statistics(every)
    return _Look(asked, known, {code: judged(others[code], asked[code], known[code]) for code in chain})


def _frequency(look: _Look, language: str) -> Mapping[str, int]:
    """How often each term stands in the index; what the glossary names is a word, whether or not a text uses it."""
    named = {term: 1 for one in expansions(look.asked[language].every, language) for term in one.said}
    return {**named, **look.known[language].frequency}


def _answer(look: _Look, chain: tuple[str, ...], mended: str) -> Result:
    readings = {code: [one.terms for one in look.readings(code) if one.terms] for code in chain}
    groups = tuple(dict.fromkeys(terms for code in chain for terms in readings[code]))
    if not groups:
        return Result([], chain)
    rows = candidates(Question(groups, every=True), chain, limit=_MOST_ROWS)
    if len(rows) < _ENOUGH:
        relaxed = tuple(
            dict.fromkeys(_telling(terms, look.known[code]) for code in chain for terms in readings[code])
        )
        more = candidates(Question(relaxed, every=False), chain, limit=_MOST_ROWS)
        have = {row.pk for row in rows}
        rows += [row for row in more if row.pk not in have]
    return Result(_rank(rows, look), chain, mended)


def _read(query: str, language: str) -> Asked:
    return Asked(tuple(query_terms(query, language)), frozenset(analyse(query[:MAX_QUERY], language)))


def _statistics(terms: Mapping[str, Sequence[str]]) -> dict[str, Language]:
    wanted = sorted({term for group in terms.values() for term in group})
    if not wanted:
        return {code: Language(0, {}, {}) for code in terms}
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
    """The rarest terms that occur at all: what a common word alone would add to a large help center is noise and costs
    time. In a small one every row may be asked for."""
    there = [term for term in terms if language.frequency.get(term)]
    rare = [
        term for term in there if language.frequency[term] <= max(_MOST_ROWS, _TOO_COMMON * language.rows)
    ]
    return tuple(sorted(rare or there, key=lambda term: language.frequency[term])[:_RELAXED_TERMS]) or tuple(
        terms[:1]
    )


def _rank(rows: Sequence[Candidate], look: _Look) -> list[Found]:
    graded = [(_judge(row, look), row) for row in rows]
    graded.sort(key=lambda pair: (-pair[0].score, pair[1].pk))
    if not graded or graded[0][0].score <= 0:
        return []
    floor = graded[0][0].score * _NOISE
    kept = [(mark, row) for mark, row in graded if mark.score >= floor]
    return [
        _found(mark, row, kept[at + 1][0] if at + 1 < len(kept) else None)
        for at, (mark, row) in enumerate(kept)
    ]


def _judge(row: Candidate, look: _Look) -> Grade:
    """By the reader's own words, or by the glossary's other ones where these say much more: they weigh less."""
    language = look.known[row.language]
    own, *others = look.readings(row.language)
    grades = [grade(row, own, language), *(lighter(grade(row, one, language)) for one in others)]
    return max(grades, key=lambda one: one.score)


def _found(mark: Grade, row: Candidate, next_mark: Grade | None) -> Found:
    return Found(row.translation_id, row.language, row.category_id, mark.score, confidence(mark, next_mark))


def find_titles(query: str, language: str, *, limit: int) -> Result:
    """What a reader may be about to ask, from titles and example questions: the last word may be unfinished."""
    chain = languages_for(query, language)
    *before, last = normalise(query[:200]).split() or [""]
    last = fold(lower(last, chain[0]))
    if not last:
        return Result([], chain)
    # Scripts without spaces have no unfinished words: any two characters are already a term.
    spaced = last.isalnum() and not _UNSPACED.search(last)
    asked = " ".join(before) if spaced else query
    groups = tuple(dict.fromkeys(group for code in chain if (group := tuple(query_terms(asked, code)))))
    if not groups and not spaced:
        return Result([], chain)
    question = Question(groups, every=True, headlines=True, prefix=last if spaced else "")
    rows = candidates(question, chain, limit=limit * 4)
    rows.sort(key=lambda row: chain.index(row.language))
    return Result([Found(row.translation_id, row.language, row.category_id, 0.0, 0.0) for row in rows], chain)
