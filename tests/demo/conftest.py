"""One small demo for all tests here: built once, looked at by many, rolled back at the end."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from helpdesk.demo.build import SMALL, build


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """The database with the demo in it; what a test writes it takes back itself (`undone`)."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = now()
        made = build(seed=2026, size=SMALL, say=lambda words: None)
        yield {"made": made, "before": before}
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
