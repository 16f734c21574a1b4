"""Trials of the search: texts published for as long as one lasts, questions asked of them, and the scores."""

import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from helpdesk.lib.measures import Skipped
from knowledgebase.models import Article, ArticleTranslation, Category
from knowledgebase.search import find, rebuild

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
