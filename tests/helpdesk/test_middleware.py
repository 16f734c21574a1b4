"""What surrounds every page: ids, languages, refusals."""

import logging

import pytest

from helpdesk.lib import request_id
from helpdesk.lib.request_id import OneLineFormatter

pytestmark = pytest.mark.django_db


def test_every_answer_carries_a_request_id(client):
    assert len(client.get("/healthz").headers["X-Request-ID"]) == 32


def test_a_well_formed_id_is_kept_and_a_hostile_one_replaced(client):
    assert (
        client.get("/healthz", headers={"X-Request-ID": "abc-12345678"}).headers["X-Request-ID"]
        == "abc-12345678"
    )
    assert (
        client.get("/healthz", headers={"X-Request-ID": "<img onerror>"}).headers["X-Request-ID"]
        != "<img onerror>"
    )


def test_the_language_in_the_address_wins_over_the_persons_own(client_of, customer):
    customer.language = "ja"
    customer.save(update_fields=["language"])
    assert client_of(customer).get("/es/account/").headers["Content-Language"] == "es"


def test_staff_pages_speak_the_persons_own_language(client_of, agent):
    agent.language = "zh-hans"
    agent.save(update_fields=["language"])
    response = client_of(agent).get("/console/", headers={"Accept-Language": "es"})
    assert response.headers["Content-Language"] == "zh-hans"


def test_an_unknown_language_is_not_found_with_a_way_home(client):
    response = client.get("/xx/account/login/")
    assert response.status_code == 404
    assert b'href="/' in response.content


def test_what_a_stranger_sends_cannot_forge_a_log_line():
    record = logging.LogRecord("x", logging.INFO, "", 0, "name\nERROR forged", None, None)
    assert "\n" not in OneLineFormatter("%(message)s").format(record)


def test_logs_name_the_request(caplog):
    request_id.begin("abc-12345678")
    record = logging.LogRecord("x", logging.INFO, "", 0, "m", None, None)
    assert request_id.RequestIdFilter().filter(record)
    assert record.request_id == "abc-12345678"


@pytest.mark.parametrize(
    ("referer", "onwards"),
    [
        ("http://testserver/console/tickets/NS-1/?view=us", "/console/tickets/NS-1/%3Fview%3Dus"),
        ("http://evil.example/console/", "/console/tickets/NS-1/take/"),
        ("", "/console/tickets/NS-1/take/"),
    ],
)
def test_a_session_lost_while_writing_leads_back_to_the_page(client, referer, onwards):
    response = client.post("/console/tickets/NS-1/take/", headers={"Referer": referer})
    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"?next={onwards}")
    assert b"Your session has ended." in client.get(response.headers["Location"]).content


def test_a_page_asked_for_is_where_signing_in_leads(client):
    response = client.get("/console/live/", headers={"Referer": "http://testserver/console/"})
    assert response.headers["Location"].endswith("?next=/console/live/")


def test_probes_answer(client):
    assert client.get("/healthz").content == b"ok"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "cache": "ok", "queue": "ok"}


def test_metrics_are_for_loopback_only(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_readiness_names_what_is_missing(client, monkeypatch):
    def broken():
        raise ConnectionError

    monkeypatch.setattr("helpdesk.health.cache_answers", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["cache"] == "ConnectionError"
