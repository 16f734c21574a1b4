"""What the glossary does for the search, and how many untranslated "translations" are noticed."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from helpdesk.lib import languages
from helpdesk.lib.measures import Measure, evaluation
from knowledgebase.glossary.book import drop_book
from knowledgebase.glossary.files import Row, read_csv
from knowledgebase.glossary.importing import import_rows
from knowledgebase.glossary.staleness import Text, doubt
from knowledgebase.search import find
from knowledgebase.source_files import read_article
from knowledgebase.trials import Doc, published_docs, rows_of

DEMO = settings.BASE_DIR / "helpdesk" / "demo"
_DEPTH = 3


@evaluation("glossary-search")
def measure_search() -> Iterator[Measure]:
    """Each term of the demo by each of its spellings: is an article it points to among the first three? The texts are
    those in English alone, so that every other language has to cross over."""
    rows = [row for path in sorted((DEMO / "glossary").glob("*.csv")) for row in read_csv(path.read_text())]
    right = {row.slug: set(row.related_articles) for row in rows if row.related_articles}
    files = [read_article(path) for path in sorted((DEMO / "articles" / "en").rglob("*.md"))]
    docs = [Doc(file.slug, file.words.title, f"{file.words.summary}\n\n{file.words.body}") for file in files]
    with published_docs(docs) as keys:
        drop_book()
        before = _found(rows, right, keys)
        import_rows([_without_links(row) for row in rows], actor=None)
        drop_book()
        after = _found(rows, right, keys)
    drop_book()
    for code in sorted(after):
        yield Measure(
            f"search by glossary spellings {code} R@3", after[code], "", before[code], "without glossary"
        )


def _without_links(row: Row) -> Row:
    return Row(row.slug, row.language, row.name, row.short, "", row.synonyms, False, row.is_source)


def _found(rows: list[Row], right: dict[str, set[str]], keys: dict[int, str]) -> dict[str, float]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        for spelling in (row.name, *row.synonyms) if row.slug in right else ():
            found = find(spelling, row.language).rows[:_DEPTH]
            hits[row.language].append(any(keys[one.translation_id] in right[row.slug] for one in found))
    return {code: sum(one) / len(one) for code, one in hits.items()}


@evaluation("glossary-staleness")
def measure_staleness() -> Iterator[Measure]:
    """A public glossary in 14 languages in which many translations are still English, wholly or in part. Its own marks name
    only whole copies, so false alarms are counted where the script alone proves a translation."""
    rows = rows_of("monero_glossary_parallel.jsonl")
    source = {row["slug"]: _text(row) for row in rows if row["lang"] == "en"}
    said: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        code = languages.canonical(row["lang"])
        if code == "en" or not languages.is_known(code):
            continue
        found = doubt(_text(row), code, source[row["slug"]], "en")
        said["all"].append(bool(found))
        if row["is_english_copy"]:
            said["copies"].append(found == "same")
        if _is_written_otherwise(row["body"]):
            said["other script"].append(found in {"same", "language"})
    yield Measure("glossary translations noticed as English", _share(said["all"]))
    yield Measure("glossary whole copies noticed", _share(said["copies"]), goal=1.0)
    yield Measure(
        "glossary false alarms where the script differs",
        _share(said["other script"]),
        goal=0.01,
        lower_is_better=True,
    )


def _share(said: list[bool]) -> float:
    return sum(said) / max(len(said), 1)


def _is_written_otherwise(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char > "\u024f" for char in letters) > len(letters) / 2


def _text(row: dict[str, Any]) -> Text:
    return Text(row["title"], row["summary"], row["body"])
