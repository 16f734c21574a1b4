"""The access table: each app keeps its rows in a module here, as a list named ROWS.

A row says which status each member of the cast is answered with:

    Row("GET", "tickets:ticket-detail", own_ticket, visitor=302, customer=200, stranger=404, agent=200, …)

`kwargs` and `data` are dictionaries, or functions of the cast (`cast.customer`, `cast.agent`, …) that make what
the row needs and return a dictionary. `stranger` is another customer; left out, it is answered as `customer` is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

Values = dict | Callable[[SimpleNamespace], dict]
ROLES = ("visitor", "customer", "stranger", "agent", "lead", "admin")


@dataclass(frozen=True)
class Row:
    method: str
    name: str
    kwargs: Values = field(default_factory=dict)
    data: Values | None = None
    visitor: int = 302
    customer: int = 403
    agent: int = 200
    lead: int = 200
    admin: int = 200
    stranger: int | None = None
    query: str = ""
    as_json: bool = False
    """Send `data` as JSON, as the API expects."""

    def __str__(self) -> str:
        return f"{self.method} {self.name}{self.query}"

    def expected(self, role: str) -> int:
        if role == "stranger" and self.stranger is None:
            return self.customer
        return getattr(self, role)


def public(name, kwargs=None, method="GET", status=200, **more):
    """A row of an address that answers everybody alike."""
    everybody = dict.fromkeys(("visitor", "customer", "agent", "lead", "admin"), status)
    return Row(method, name, kwargs or {}, **{**everybody, **more})


def all_rows():
    modules = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "__init__")
    return [row for module in modules for row in import_module(f"tests.access.{module}").ROWS]
