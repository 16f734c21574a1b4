"""Pages of any depth at the price of the first: the next page starts after the last row, not after a count."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpdesk.lib.errors import Invalid

Row = TypeVar("Row", bound=Model)
MAX_SIZE: Final = 200
_LONGEST_CURSOR: Final = 1000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of its neighbours; an empty cursor means there is none."""

    rows: list[Row]
    next: str
    previous: str


def keyset(
    queryset: QuerySet[Row],
    cursor: str = "",
    *,
    order: tuple[str, ...] = ("-created_at", "-pk"),
    size: int = 50,
) -> Page[Row]:
    """The page that `cursor` names, or the first. One query, `size` + 1 rows at most.

    `order` must end in a unique column and name no column that can be null; give it an index. A cursor tells nothing the
    reader has not seen and opens nothing `queryset` does not show, so it is not signed. A bad one raises Invalid.
    """
    size = max(1, min(size, MAX_SIZE))
    backward, values = _decode(cursor, len(order)) if cursor else (False, [])
    wanted = tuple(_reversed(name) for name in order) if backward else order
    try:
        found = queryset.filter(_after(wanted, values)) if values else queryset
        rows = list(found.order_by(*wanted)[: size + 1])
    except (ValueError, TypeError, OverflowError, ValidationError, DataError):
        raise _bad_cursor() from None
    more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    before, after = (more, True) if backward else (bool(cursor), more)
    return Page(
        rows,
        next=_encode(False, rows[-1], order) if rows and after else "",
        previous=_encode(True, rows[0], order) if rows and before else "",
    )


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _after(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows that follow `values`: (a, b) > (1, 2) spelled out, with a plain bound on `a` that an index can use."""
    condition = Q()
    equal = Q()
    for name, value in zip(order, values, strict=True):
        column, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    first = order[0].removeprefix("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": values[0]}) & condition


def _encode(backward: bool, row: Model, order: tuple[str, ...]) -> str:
    parts: list[Any] = [int(backward)]
    for name in order:
        value: Any = row
        for step in name.removeprefix("-").split("__"):
            value = getattr(value, step)
        parts.append(_plain(value))
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"cannot page by {value!r}: order by columns that are never null")


def _decode(cursor: str, length: int) -> tuple[bool, list[Any]]:
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise _bad_cursor()
        raw = base64.b64decode(
            cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True
        )
        backward, *values = json.loads(raw)
        values = [_rich(value) for value in values]
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _bad_cursor() from None
    if len(values) != length or backward not in (0, 1):
        raise _bad_cursor()
    return bool(backward), values


def _rich(value: Any) -> Any:
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["t"]) if "t" in value else date.fromisoformat(value["d"])
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment
    if isinstance(value, list) or value is None:
        raise ValueError("not a value")
    if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
        raise ValueError("not a number")
    return value


def _bad_cursor() -> Invalid:
    return Invalid(_("This page address is no longer valid. Go back to the first page."), code="bad_cursor")
