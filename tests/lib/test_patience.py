"""What is rightly slow is given its time, and only that."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk.lib.patience import unhurried

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL ends slow statements"),
]


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def test_a_migration_has_no_limit_and_pages_have_theirs_again():
    assert limit() == "15s"
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    said = [query["sql"] for query in queries if "statement_timeout" in query["sql"]]
    assert said == ["SET statement_timeout = 0", "RESET statement_timeout"]
    assert limit() == "15s"


def test_a_command_that_failed_leaves_the_limit_as_it_was():
    with pytest.raises(ZeroDivisionError), unhurried():
        assert limit() == "0"
        raise ZeroDivisionError
    assert limit() == "15s"
