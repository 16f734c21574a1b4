"""The cast, and what every test may lean on."""

from datetime import UTC

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def customer(db):
    return UserFactory(email="customer@example.com", name="Mei Lin")


@pytest.fixture
def stranger(db):
    return UserFactory(email="stranger@example.com", name="Sam Stranger")


@pytest.fixture
def agent(db):
    return UserFactory(email="agent@example.com", name="Ana Agent", role="agent")


@pytest.fixture
def lead(db):
    return UserFactory(email="lead@example.com", name="Lea Lead", role="lead")


@pytest.fixture
def admin(db):
    return UserFactory(email="admin@example.com", name="Ada Admin", role="administrator", is_superuser=True)


@pytest.fixture
def client_of():
    """A browser signed in as somebody: `client_of(agent).get(…)`; `client_of(None)` is a visitor."""

    def sign_in(user, **headers):
        client = Client(**headers)
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def time_machine_at():
    """Travel: `time_machine_at(minutes=2)` moves the clock on from now; it comes back after the test."""
    from datetime import datetime, timedelta

    import time_machine

    travels = []

    def travel(**delta):
        traveller = time_machine.travel(datetime.now(UTC) + timedelta(**delta), tick=True)
        traveller.start()
        travels.append(traveller)

    yield travel
    for traveller in reversed(travels):
        traveller.stop()
