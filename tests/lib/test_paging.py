import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.lib.errors import Invalid
from helpdesk.lib.paging import keyset

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
ORDER = ("-expire_date", "session_key")


@pytest.fixture
def rows():
    """25 rows of which many share their moment."""
    Session.objects.bulk_create(
        Session(
            session_key=f"key{number:02}",
            session_data="",
            expire_date=MOMENT + timedelta(seconds=number // 6),
        )
        for number in range(25)
    )
    return [row.session_key for row in Session.objects.order_by(*ORDER)]


def walk(size, direction="next", cursor=""):
    pages = []
    while True:
        page = keyset(Session.objects.all(), cursor, order=ORDER, size=size)
        pages.append([row.session_key for row in page.rows])
        cursor = getattr(page, direction)
        if not cursor:
            return pages, page


@pytest.mark.parametrize("size", [1, 4, 5, 24, 25, 26])
def test_every_row_is_met_once_forward_and_back(rows, size):
    forward, last = walk(size)
    assert [key for page in forward for key in page] == rows
    if last.previous:
        backward, first = walk(size, "previous", last.previous)
        assert [key for page in reversed(backward) for key in page] == rows[: len(rows) - len(forward[-1])]
        assert first.next


def test_rows_that_arrive_meanwhile_shift_nothing(rows):
    first = keyset(Session.objects.all(), order=ORDER, size=10)
    Session.objects.create(session_key="new", session_data="", expire_date=MOMENT + timedelta(days=1))
    second = keyset(Session.objects.all(), first.next, order=ORDER, size=10)
    assert [row.session_key for row in second.rows] == rows[10:20]
    assert [
        row.session_key for row in keyset(Session.objects.all(), second.previous, order=ORDER, size=10).rows
    ] == rows[:10]


def test_a_page_is_one_query_at_any_depth(rows, django_assert_num_queries):
    cursor = keyset(Session.objects.all(), order=ORDER, size=20).next
    with django_assert_num_queries(1):
        keyset(Session.objects.all(), cursor, order=ORDER, size=20)


def test_an_empty_list_has_no_neighbours():
    page = keyset(Session.objects.all(), order=ORDER)
    assert (page.rows, page.next, page.previous) == ([], "", "")


def packed(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["x", "%%%", "é", "a" * 5000, packed([]), packed({}), packed([0]), packed([0, "x", "y"]), packed([0, None, None]), packed([2, {"t": "2026-01-01T00:00:00+00:00"}, "a"]),
     packed([0, {"t": "yesterday"}, "a"]), packed([0, {"t": "2026-01-01T00:00:00"}, "a"]), packed([0, {"x": 1}, "a"]), packed([0, [1], "a"]), packed("[" * 400), packed([0, {"t": 5}, "a"]), packed(5), packed(None)],
)  # fmt: skip
def test_a_bad_cursor_is_refused_in_words(rows, cursor):
    with pytest.raises(Invalid) as refused:
        keyset(Session.objects.all(), cursor, order=ORDER)
    assert refused.value.code == "bad_cursor"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), min_size=3, max_size=3
    )
)
def test_a_made_up_cursor_gives_a_page_or_a_refusal(parts):
    with suppress(Invalid):
        assert keyset(Group.objects.filter(name="nobody"), packed(parts), order=("name", "-pk")).rows == []
