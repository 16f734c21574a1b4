"""The order in which people look a word up: by letter where a script has an alphabet, by topic where it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpdesk.lib import languages
from helpdesk.lib.stems import fold
from knowledgebase.glossary.book import Entry

# Han characters have no alphabet that readers share, so Chinese and Japanese pages are grouped by topic.
_BY_TOPIC = {"zh-hans", "zh-hant", "ja"}
_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_SYLLABLES_AN_INITIAL = 588
_ALEFS = str.maketrans("أإآٱ", "اااا")


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one letter or topic, in their order."""

    key: str
    label: str
    entries: list[Entry]


def is_by_topic(language: str) -> bool:
    return language in _BY_TOPIC


def grouped(entries: Sequence[Entry], language: str, topics: Mapping[int, str]) -> list[Group]:
    """The entries in groups, each once; `topics` are the titles of categories in the order they stand on the shelf."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (place(one.name, language), one.slug)):
        label = topics.get(entry.category_id or 0, "") if is_by_topic(language) else letter(entry.name)
        found.setdefault(label, []).append(entry)
    if is_by_topic(language):
        shelf = {title: at for at, title in enumerate(topics.values())}
        found = dict(sorted(found.items(), key=lambda pair: shelf.get(pair[0], len(shelf))))
    return [
        Group(f"g{at}", label or _("Other terms"), rows) for at, (label, rows) in enumerate(found.items())
    ]


def letter(name: str) -> str:
    """The heading a name stands under: its first letter, the first consonant of a hangul syllable, or 0–9."""
    first = bare(name)[:1].upper()
    if "가" <= first <= "힣":
        return _INITIALS[(ord(first) - ord("가")) // _SYLLABLES_AN_INITIAL]
    return first if first.isalpha() else "0–9"


def bare(name: str) -> str:
    """A name as it is sorted: without accents, case and the Arabic article."""
    word = fold(name.strip().casefold()).translate(_ALEFS)
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def place(name: str, language: str) -> tuple[int, str]:
    """Sort key: the reader's own script comes first, digits and foreign letters after it."""
    word = bare(name)
    is_foreign = word[:1].isascii() and languages.get(language).font != "latin"
    return (2 if not word[:1].isalpha() else int(is_foreign), word)


def matching(entries: Sequence[Entry], query: str) -> list[Entry]:
    """Entries whose name, other spelling or definition holds what was typed."""
    wanted = bare(query)
    return [one for one in entries if any(wanted in bare(text) for text in (*one.spellings, one.short))]
