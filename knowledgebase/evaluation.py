"""How good the search is, on public questions and answers it has never seen."""

import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from helpdesk.lib import languages
from helpdesk.lib.measures import Measure, Skipped, evaluation
from knowledgebase.models import Article, ArticleTranslation, Category
from knowledgebase.search import find, rebuild
from knowledgebase.source_files import read_article

_MOST_QUERIES = 150
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Doc:
    """A text to be found; `key` says which."""

    key: str
    title: str
    body: str
    language: str = "en"
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the key of the text that answers it."""

    text: str
    key: str
    language: str = "en"


@dataclass(slots=True)
class Score:
    """Ranks of the right answer over a set of queries, and how long they took."""

    ranks: list[int]
    seconds: list[float]

    def recall(self, at: int) -> float:
        return sum(0 < rank <= at for rank in self.ranks) / len(self.ranks)

    @property
    def mrr(self) -> float:
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)

    @property
    def ndcg(self) -> float:
        return sum(1 / math.log2(rank + 1) for rank in self.ranks if rank) / len(self.ranks)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000


def rows_of(name: str) -> list[dict[str, Any]]:
    path = Path(settings.VIGIL_DATA) / "search" / name
    if not path.exists():
        raise Skipped(f"{path} is not there (set VIGIL_DATA)")
    return [json.loads(line) for line in path.read_text().splitlines() if line]


@contextmanager
def published_docs(docs: Sequence[Doc]) -> Iterator[dict[int, str]]:
    """The texts as published articles in the index, until the block ends; gives the key of each translation."""
    with transaction.atomic():
        shelf = Category.objects.create(slug="evaluation")
        slugs = dict.fromkeys(doc.key for doc in docs)
        articles = {
            key: article
            for key, article in zip(
                slugs,
                Article.objects.bulk_create(
                    [Article(slug=f"d{at}", category=shelf) for at, _ in enumerate(slugs)]
                ),
                strict=True,
            )
        }
        made = ArticleTranslation.objects.bulk_create(
            ArticleTranslation(
                article=articles[doc.key],
                language=doc.language,
                title=doc.title[:200] or "–",
                body=doc.body[:90_000],
                questions=list(doc.questions),
                status="published",
                published_at=now(),
            )
            for doc in docs
        )
        rebuild()
        yield {row.pk: doc.key for row, doc in zip(made, docs, strict=True)}
        transaction.set_rollback(True)


def ask(queries: Sequence[Query], keys: dict[int, str]) -> Score:
    """Ask each question in its own language and note at which place the right text stands (0: not among ten)."""
    ranks: list[int] = []
    seconds: list[float] = []
    for query in queries:
        began = time.perf_counter()
        rows = find(query.text, query.language).rows
        seconds.append(time.perf_counter() - began)
        found = list(dict.fromkeys(keys[row.translation_id] for row in rows))[:_DEPTH]
        ranks.append(found.index(query.key) + 1 if query.key in found else 0)
    return Score(ranks, seconds)


def evenly(queries: Sequence[Query], most: int = _MOST_QUERIES) -> list[Query]:
    """At most `most` of them, spread over the whole set, the same ones every time."""
    step = max(1, math.ceil(len(queries) / most))
    return list(queries[::step])


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
