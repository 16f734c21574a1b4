"""One table of method · address · role → status, for every address there is."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from tests.access import ROLES, all_rows

ROWS = all_rows()
ADMIN = "admin:"
WRITE = re.compile(r"^(?:INSERT INTO|UPDATE|DELETE FROM) [\"`]?(?P<table>\w+)", re.IGNORECASE)
BOOK_KEEPING = {"django_session", "usersessions_usersession", "account_emailaddress"}
"""Tables a GET may touch: they keep the session itself."""


def addresses(patterns=None, space=""):
    """Every pattern of the project as (full name, pattern), admin's included."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}" if entry.name else f"{space}<nameless {entry.pattern}>", entry
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, inner)


def house_addresses():
    return [(name, pattern) for name, pattern in addresses() if not name.startswith(ADMIN)]


@pytest.fixture
def cast(customer, stranger, agent, lead, admin):
    return SimpleNamespace(
        visitor=None, customer=customer, stranger=stranger, agent=agent, lead=lead, admin=admin
    )


def values(source, cast):
    return source(cast) if callable(source) else dict(source or {})


def answer(row, role, cast, client_of):
    """What `role` is answered, and the tables the request wrote to; everything written is taken back."""
    with transaction.atomic():
        with translation.override("en"):
            url = reverse(row.name, kwargs=values(row.kwargs, cast)) + row.query
        data = None if row.data is None else values(row.data, cast)
        cache.clear()
        client = client_of(getattr(cast, role))
        kind = {"content_type": "application/json"} if row.as_json else {}
        with CaptureQueriesContext(connection) as queries:
            status = getattr(client, row.method.lower())(url, data, **kind).status_code
        transaction.set_rollback(True)
    matches = [WRITE.match(query["sql"]) for query in queries]
    return status, {match["table"] for match in matches if match} - BOOK_KEEPING


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_answered_as_the_table_says(row, cast, client_of):
    answers = {role: answer(row, role, cast, client_of) for role in ROLES}
    assert {role: status for role, (status, _) in answers.items()} == {
        role: row.expected(role) for role in ROLES
    }
    if row.method == "GET":
        assert not set().union(*(tables for _, tables in answers.values())), "GET changes nothing"


def test_every_address_is_in_the_table():
    known = {row.name for row in ROWS}
    missing = sorted({name for name, _ in house_addresses()} - known)
    assert not missing, f"Addresses without a row in tests/access/: {missing}"


def test_the_table_names_no_address_that_is_gone():
    gone = sorted({row.name for row in ROWS} - {name for name, _ in addresses()})
    assert not gone


def test_every_method_of_an_api_address_is_in_the_table():
    known = {(row.name, row.method.lower()) for row in ROWS}
    missing = [
        f"{method.upper()} {name}"
        for name, pattern in house_addresses()
        for method in api_methods(pattern.callback)
        if (name, method) not in known
    ]
    assert not sorted(set(missing))


def api_methods(view):
    """The methods a REST framework view answers, HEAD and OPTIONS aside."""
    cls = getattr(view, "cls", None)
    if cls is None:
        return []
    bound = getattr(view, "actions", None)
    return [
        m for m in ("get", "post", "put", "patch", "delete") if (m in bound if bound else hasattr(cls, m))
    ]


def admin_urls():
    """Every address of the admin, with something plausible in its gaps."""
    for name, pattern in addresses():
        if name.startswith(ADMIN) and "<nameless" not in name:
            gaps = re.findall(r"\(\?P<(\w+)>|<(?:\w+:)?(\w+)>", str(pattern.pattern))
            kwargs = {first or second: "1" for first, second in gaps}
            kwargs.update({key: "accounts" for key in kwargs if key == "app_label"})
            kwargs.update({key: "x/" for key in kwargs if key == "url"})
            try:
                yield name, reverse(name, kwargs=kwargs)
            except Exception:
                yield name, None


def test_every_admin_address_can_be_tried():
    untried = [name for name, url in admin_urls() if url is None]
    assert not untried


@pytest.mark.parametrize("role", ["visitor", "customer"])
def test_the_admin_shows_nothing_to_people_outside_the_staff(role, cast, client_of):
    client = client_of(getattr(cast, role))
    shown = {}
    for name, url in admin_urls():
        response = client.get(url)
        if response.status_code not in {301, 302, 403, 404}:
            shown[name] = response.status_code
        elif response.status_code in {301, 302}:
            leads_outside = "/account/" in response["Location"] or "/admin/login" in response["Location"]
            if not leads_outside and name not in {"admin:logout"}:
                shown[name] = response["Location"]
    assert not shown
