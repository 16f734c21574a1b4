"""What differs between the databases: the full-text expression, and how a row's vector is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

FIELDS = ("title", "questions", "summary", "body")
_COLUMNS = "r.id, r.translation_id, r.language, r.category_id, r.title, r.questions, r.summary, r.body"
# How far one field of a tsvector counts positions, and how many of one term are worth keeping.
_LAST_POSITION = 16_000
_MOST_POSITIONS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the index that matched, with its terms for the ranking."""

    pk: int
    translation_id: int
    language: str
    category_id: int
    title: str
    questions: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the database: groups of terms, any group may match; `every` wants all terms of a group.

    With `headlines` only titles and example questions are looked at; a `prefix` is a word still being typed.
    """

    groups: tuple[tuple[str, ...], ...]
    every: bool
    headlines: bool = False
    prefix: str = ""


def candidates(question: Question, languages: Sequence[str], *, limit: int) -> list[Candidate]:
    """Matching rows, roughly best first. One query."""
    if not any(question.groups) and not question.prefix:
        return []
    statement, first = (_postgresql if connection.vendor == "postgresql" else _sqlite)(question)
    where = f"r.language IN ({_marks(languages)})"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=_COLUMNS, where=where), [*first, *languages, limit])
        return [Candidate(*row) for row in cursor.fetchall()]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _sqlite(question: Question) -> tuple[str, list[Any]]:
    groups = [[_double_quoted(term) for term in group] for group in question.groups]
    match = _match(
        groups, _double_quoted(question.prefix) + " *" if question.prefix else "", question.every, "AND OR"
    )
    if question.headlines:
        match = "{title questions} : (" + match + ")"
    statement = (
        "SELECT {columns} FROM knowledgebase_fts JOIN knowledgebase_searchrow r ON r.id = knowledgebase_fts.rowid"
        " WHERE knowledgebase_fts MATCH %s AND {where} ORDER BY bm25(knowledgebase_fts, 8.0, 6.0, 3.0, 1.0) LIMIT %s"
    )
    return statement, [match]


def _match(groups: Sequence[Sequence[str]], prefix: str, every: bool, words: str) -> str:
    both, either = words.split(" ")
    if prefix:
        groups = [[*group, prefix] for group in groups or [[]]]
    inner = f" {both if every else either} "
    return f" {either} ".join("(" + inner.join(group) + ")" for group in groups if group)


def _double_quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _postgresql(question: Question) -> tuple[str, list[Any]]:
    suffix = ":AB" if question.headlines else ""
    groups = [[_lexeme(term) + suffix for term in group] for group in question.groups]
    prefix = _lexeme(question.prefix) + ":*AB" if question.prefix else ""
    statement = (
        "SELECT {columns} FROM knowledgebase_searchrow r, CAST(%s AS tsquery) q WHERE r.vector @@ q AND {where}"
        " ORDER BY ts_rank('{{0.1, 0.4, 0.7, 1.0}}', r.vector, q) DESC, r.id LIMIT %s"
    )
    return statement, [_match(groups, prefix, question.every, "& |")]


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def store_vectors(rows: Mapping[int, Sequence[str]]) -> None:
    """Keep PostgreSQL's vector in step with the rows just written; SQLite has triggers for it."""
    if connection.vendor != "postgresql" or not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE knowledgebase_searchrow SET vector = CAST(%s AS tsvector) WHERE id = %s",
            [(_vector(fields), pk) for pk, fields in rows.items()],
        )


def _vector(fields: Sequence[str]) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    for weight, field in zip("ABCD", fields, strict=True):
        seen: dict[str, int] = {}
        for term in field.split():
            position = min(position + 1, _LAST_POSITION)
            seen[term] = seen.get(term, 0) + 1
            if seen[term] <= _MOST_POSITIONS:
                places.setdefault(term, []).append(f"{position}{weight}")
    return " ".join(f"{_lexeme(term)}:{','.join(dict.fromkeys(at))}" for term, at in places.items())


def add_counts(table: str, keys: Sequence[str], counts: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add to counters, making the rows that do not exist yet: atomic, and in one order, so that writers never deadlock."""
    every = sorted(rows, key=lambda row: [str(value) for value in row[: len(keys)]])
    columns = ", ".join(f'"{name}"' for name in (*keys, *counts))
    added = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in counts)
    target = ", ".join(f'"{name}"' for name in keys)
    with connection.cursor() as cursor:
        for at in range(0, len(every), 250):
            chunk = every[at : at + 250]
            marks = ", ".join(["(" + _marks(chunk[0]) + ")"] * len(chunk))
            statement = (
                f"INSERT INTO {table} ({columns}) VALUES {marks} ON CONFLICT ({target}) DO UPDATE SET {added}"  # noqa: S608 names are our own
            )
            cursor.execute(statement, [value for row in chunk for value in row])


def add_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that may be there already; those stay as they are."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), 250):
            chunk = rows[at : at + 250]
            marks = ", ".join(["(" + _marks(columns) + ")"] * len(chunk))
            statement = f"INSERT INTO {table} ({names}) VALUES {marks} ON CONFLICT DO NOTHING"  # noqa: S608 names are our own
            cursor.execute(statement, [value for row in chunk for value in row])
