"""How good the search is, on public questions and answers it has never seen."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from helpdesk.lib import languages
from helpdesk.lib.measures import Measure, evaluation
from knowledgebase.glossary import evaluation as glossary
from knowledgebase.search import find
from knowledgebase.source_files import read_article
from knowledgebase.trials import Doc, Query, Score, ask, evenly, published_docs, rows_of

__all__ = ["glossary"]


@evaluation("search")
def measure_search() -> Iterator[Measure]:
    yield from _stackfaq()
    yield from _misspelt()
    yield from _by_language("bitcoin.org", _bitcoin(), "BM25 R@3 mean", 0.52, at=3)
    yield from _by_language("ethereum.org", _ethereum(), "BM25", 0.72, at=1)
    yield from _by_language("xquad", _xquad(), "BM25", 0.87, at=1)
    yield from _cmrc()
    yield from _confidence()
    yield from _own()


def stackfaq() -> tuple[list[Doc], list[Query]]:
    docs = [
        Doc(row["id"], row["question"], "\n\n".join(row["answers"])) for row in rows_of("stackfaq_docs.jsonl")
    ]
    return docs, [Query(row["query"], row["doc"]) for row in rows_of("stackfaq_queries_dev.jsonl")]


def _stackfaq() -> Iterator[Measure]:
    docs, queries = stackfaq()
    with published_docs(docs) as keys:
        score = ask(queries, keys)
    yield Measure("search stackfaq R@1", score.recall(1), "", 0.71, "BM25 on titles", 0.71)
    yield Measure("search stackfaq R@3", score.recall(3))
    yield Measure("search stackfaq nDCG@10", score.ndcg, goal=0.8)
    yield Measure("search stackfaq MRR@10", score.mrr, goal=0.75)
    yield Measure("search stackfaq without result", score.ranks.count(0) / len(score.ranks))
    yield Measure("search stackfaq p95", score.p95, " ms", lower_is_better=True)


def _misspelt() -> Iterator[Measure]:
    """The same questions with one slip of the keyboard in their longest word; and each language's titles so."""
    docs, queries = stackfaq()
    with published_docs(docs) as keys:
        score = ask(with_slips(queries), keys)
    yield Measure("search stackfaq with a slip R@1", score.recall(1))
    yield Measure("search stackfaq with a slip R@3", score.recall(3))
    yield Measure("search stackfaq with a slip p95", score.p95, " ms", lower_is_better=True)
    sets = {code: one for code, one in _ethereum().items() if code in {"en", "es", "ru", "de"}}
    with published_docs([doc for its_docs, _queries in sets.values() for doc in its_docs]) as keys:
        recalls = {code: ask(with_slips(asked), keys).recall(3) for code, (_docs, asked) in sets.items()}
    for code, recall in recalls.items():
        yield Measure(f"search ethereum.org {code} with a slip R@3", recall)


def with_slips(queries: Sequence[Query]) -> list[Query]:
    """Each query with one letter of its longest word left out, doubled, changed or swapped with the next, always alike."""
    rng = random.Random(7)  # noqa: S311 the same slips every time
    return [replace(query, text=_slip(query.text, rng)) for query in queries]


def _slip(text: str, rng: random.Random) -> str:
    word = max(text.split(), key=len)
    at = rng.randrange(1, max(2, len(word) - 1))
    kinds = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + rng.choice(word) + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    return text.replace(word, rng.choice(kinds), 1)


Sets = dict[str, tuple[list[Doc], list[Query]]]


def _by_language(name: str, sets: Sets, baseline_name: str, baseline: float, *, at: int) -> Iterator[Measure]:
    docs = [doc for language_docs, _queries in sets.values() for doc in language_docs]
    recalls: dict[str, float] = {}
    times: list[float] = []
    with published_docs(docs) as keys:
        for code, (_docs, queries) in sets.items():
            score = ask(queries, keys)
            recalls[code] = score.recall(at)
            times += score.seconds
    for code, recall in recalls.items():
        yield Measure(f"search {name} {code} R@{at}", recall)
    mean = sum(recalls.values()) / len(recalls)
    yield Measure(
        f"search {name} R@{at}, mean of {len(recalls)} languages", mean, "", baseline, baseline_name, baseline
    )
    yield Measure(f"search {name} p95", Score([1], times).p95, " ms", lower_is_better=True)


def _bitcoin() -> Sets:
    """Question → its answer; the question itself is not in the index."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of("bitcoin_org_parallel.jsonl"):
        code = languages.canonical(row["lang"])
        if languages.is_known(code) and (code == "en" or not row["same_as_en"]):
            grouped[code].append(row)
    return {
        code: (
            [Doc(f"{row['section']}/{row['key']}", "", row["answer"], code) for row in rows],
            evenly([Query(row["question"], f"{row['section']}/{row['key']}", code) for row in rows], 40),
        )
        for code, rows in sorted(grouped.items())
        if len(rows) >= 30
        and (code in languages.INTERFACE or code in {"de", "fr", "it", "pt-br", "tr", "hi"})
    }


def _ethereum() -> Sets:
    """Title → body."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of("ethereum_org_parallel.jsonl"):
        grouped[languages.canonical(row["lang"])].append(row)
    return {
        code: (
            [Doc(row["slug"], "", row["body"][:8000], code) for row in rows],
            [Query(row["title"], row["slug"], code) for row in rows],
        )
        for code, rows in sorted(grouped.items())
        if len(rows) >= 15 and code in (*languages.INTERFACE, "de")
    }


def _xquad() -> Sets:
    sets: Sets = {}
    for code in ("en", "zh", "es", "ru", "ar", "hi"):
        docs: dict[str, Doc] = {}
        queries: list[Query] = []
        language = languages.canonical(code)
        for row in rows_of(f"xquad/{code}.jsonl"):
            docs[row["pid"]] = Doc(row["pid"], "", row["text"], language)
            queries += [Query(question["q"], row["pid"], language) for question in row["questions"]]
        sets[language] = (list(docs.values()), evenly(queries, 60))
    return sets


def _cmrc() -> Iterator[Measure]:
    docs: list[Doc] = []
    queries: list[Query] = []
    for row in rows_of("cmrc2018_trial.jsonl"):
        docs.append(Doc(row["pid"], "", row["text"], "zh-hans"))
        queries += [Query(question["q"], row["pid"], "zh-hans") for question in row["questions"]]
    with published_docs(docs) as keys:
        score = ask(evenly(queries), keys)
    yield Measure("search cmrc2018 zh-hans R@1", score.recall(1), "", 0.96, "bigrams", 0.93)


def _confidence() -> Iterator[Measure]:
    """Does a high confidence mean a right answer, and a question from another field a low one?"""
    docs, queries = stackfaq()
    strangers = [Query(row["question"], "") for row in rows_of("btcpay_faq.jsonl")]
    with published_docs(docs) as keys:
        known = [_best(query, keys) for query in evenly(queries)]
        foreign = [_best(query, keys) for query in strangers]
    sure = [is_right for sureness, is_right in known if sureness >= 0.5]
    yield Measure("confidence stackfaq right when ≥ 0.5", sum(sure) / max(len(sure), 1), goal=0.9)
    yield Measure("confidence stackfaq answered at ≥ 0.5", len(sure) / len(known))
    fooled = sum(sureness >= 0.5 for sureness, _right in foreign) / len(foreign)
    yield Measure("confidence other fields at ≥ 0.5", fooled, goal=0.02, lower_is_better=True)


def _best(query: Query, keys: dict[int, str]) -> tuple[float, bool]:
    rows = find(query.text, query.language).rows
    return (rows[0].confidence, keys[rows[0].translation_id] == query.key) if rows else (0.0, False)


def _own() -> Iterator[Measure]:
    """Our demo articles, asked by one of their example questions that the index does not know."""
    docs: list[Doc] = []
    asked: dict[str, list[Query]] = defaultdict(list)
    for path in sorted((settings.BASE_DIR / "helpdesk" / "demo" / "articles").rglob("*.md")):
        file = read_article(path)
        held, *others = file.words.questions
        words = f"{file.words.summary}\n\n{file.words.body}"
        docs.append(Doc(file.slug, file.words.title, words, file.language, tuple(others)))
        asked[file.language].append(Query(held, file.slug, file.language))
    with published_docs(docs) as keys:
        scores = {code: ask(queries, keys) for code, queries in sorted(asked.items())}
    for code, score in scores.items():
        yield Measure(f"search demo articles {code} R@1", score.recall(1))
        yield Measure(f"search demo articles {code} R@3", score.recall(3))
