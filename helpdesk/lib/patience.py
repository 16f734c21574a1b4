"""Time for what is rightly slow. PostgreSQL ends a page's statement after fifteen seconds; building an index over
millions of rows is no page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections


def take_time(*, using: str = "default", **_: Any) -> None:
    """From now on this connection's statements may last; also what runs before a migration."""
    say(using, "SET statement_timeout = 0")


def hurry_again(*, using: str = "default", **_: Any) -> None:
    say(using, "RESET statement_timeout")


@contextmanager
def unhurried(using: str = "default") -> Iterator[None]:
    take_time(using=using)
    try:
        yield
    finally:
        hurry_again(using=using)


def say(using: str, sql: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(sql)
