"""How often machines and people may ask, and what they are told when it is too often."""

import pytest
from django.conf import settings as project

from accounts.actions import create_token
from helpdesk import settings as real

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search/?q=deposit"
PUBLIC = (SEARCH, "/api/v1/articles/", "/api/v1/categories/")
RESET = "account/password/reset/"


@pytest.fixture
def strict(settings):
    """Two calls a minute, whatever the scope."""
    settings.API_RATES = dict.fromkeys(project.API_RATES, (2, 60))


def test_a_real_site_limits_every_scope():
    assert all(limit <= 600 and seconds == 60 for limit, seconds in real.API_RATES.values())


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_api_is_limited_by_address(client, strict, address):
    answers = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 120
    assert answers[-1].json()["code"] == "too_many"
    assert client.get(address, REMOTE_ADDR="10.9.8.7").status_code == 200


def test_a_forwarded_address_nobody_vouches_for_changes_nothing(client, strict):
    sent = [client.get(SEARCH, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(3)]
    assert sent == [200, 200, 429]


def test_searching_is_counted_apart_from_reading(client, strict):
    for _ in range(3):
        client.get(SEARCH)
    assert client.get("/api/v1/articles/").status_code == 200


def test_a_person_is_counted_wherever_they_call_from(client_of, customer, strict):
    addresses = ("10.0.0.1", "10.0.0.2", "10.0.0.3")
    client = client_of(customer)
    assert [client.get("/api/v1/me/", REMOTE_ADDR=a).status_code for a in addresses] == [200, 200, 429]


def test_guessing_tokens_is_limited(client, customer):
    wrong = [client.get("/api/v1/me/", headers={"Authorization": "Token vgl_no"}) for _ in range(31)]
    assert [answer.status_code for answer in wrong[29:]] == [401, 429]
    assert wrong[-1]["Retry-After"]
    _token, text = create_token(customer, name="script", scope="read", actor=customer)
    assert client.get("/api/v1/me/", headers={"Authorization": f"Token {text}"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Try again in 5 minutes."),
        ("zh-hans", "请在 5 分钟后重试。"),
        ("ru", "через 5 минут"),
        ("ar", "5 دقائق"),
    ],
)
def test_a_form_sent_too_often_says_when_to_come_back(client, language, words):
    for _ in range(5):
        client.post(f"/{language}/{RESET}", {"email": "nobody@example.com"})
    answer = client.post(f"/{language}/{RESET}", {"email": "nobody@example.com"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert words in answer.text


def test_a_machine_reads_the_refusal_in_its_language(client, strict):
    answers = [client.get(SEARCH, headers={"Accept-Language": "ja"}) for _ in range(3)]
    assert "秒後" in answers[-1].json()["message"]
