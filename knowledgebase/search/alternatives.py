"""A query said otherwise: where it names a term of the glossary, with that term's other spellings, in any language.

So "泰达币" finds what only says USDT, and "2FA" what says two-factor authentication. Such a reading weighs less than the
reader's own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledgebase.glossary.selectors import Expansion, expansions
from knowledgebase.search.ranking import Asked, Grade, Language

_MOST_NAMED = 3
_MOST_READINGS = 3
_WEIGHT = 0.75


def named_terms(asked: Mapping[str, Asked]) -> list[Expansion]:
    """The glossary's terms that the query names in any of the languages it is read in."""
    found: dict[int, Expansion] = {}
    for code, one in asked.items():
        for expansion in expansions(one.every, code):
            known = found.get(expansion.term_id)
            said = expansion.said | known.said if known else expansion.said
            found[expansion.term_id] = replace(expansion, said=said)
    return list(found.values())[:_MOST_NAMED]


def alternatives(asked: Asked, named: Sequence[Expansion], language: str) -> tuple[Asked, ...]:
    """The query with each named term written otherwise in `language`: all by their names first, then by synonyms."""
    new = [(one.said, _unsaid(one, language)) for one in named]
    choices = [(said, spellings) for said, spellings in new if spellings]
    replaced = frozenset(term for said, _spellings in choices for term in said)
    kept = [term for term in asked.terms if term not in replaced]
    readings: dict[tuple[str, ...], None] = {}
    for at in range(max((len(spellings) for _said, spellings in choices), default=0)):
        put = [term for _said, spellings in choices for term in spellings[min(at, len(spellings) - 1)]]
        readings.setdefault(tuple(dict.fromkeys((*put, *kept))))
    every = asked.every - replaced
    return tuple(Asked(terms, every | set(terms)) for terms in list(readings)[:_MOST_READINGS])


def _unsaid(named: Expansion, language: str) -> list[tuple[str, ...]]:
    return [terms for terms in named.others.get(language, ()) if not named.said.issuperset(terms)]


def judged(readings: Sequence[Asked], asked: Asked, known: Language) -> tuple[Asked, ...]:
    """The readings without those of the reader's words that this language's texts never use: they were another's.

    Where the texts do use one of them, the reader writes this language and an unknown word is a slip: it stays, and counts
    against the other readings as it does against the reader's own.
    """
    unknown = {term for term in asked.terms if not known.frequency.get(term)}
    foreign = unknown if len(unknown) == len(asked.terms) else set()
    cut = [
        Asked(tuple(term for term in one.terms if term not in foreign), one.every - foreign)
        for one in readings
    ]
    return tuple(one for one in cut if any(known.frequency.get(term) for term in one.terms))


def lighter(grade: Grade) -> Grade:
    """The same judgement at the weight of words the reader did not say."""
    return Grade(
        *(value * _WEIGHT for value in (grade.score, grade.coverage, grade.headline, grade.closeness))
    )
