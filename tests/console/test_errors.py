"""Pages that say no: translated, with a way on; and the ones that need nothing to be working."""

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import path

from helpdesk import urls as house
from helpdesk.errors import server_error


def broken(request):
    raise RuntimeError("a bug")


broken.login_required = False
urlpatterns = [
    path("en/broken/", broken),
    path("ar/broken/", broken),
    path("api/v1/broken/", broken),
    *house.urlpatterns,
]
handler404, handler500 = house.handler404, house.handler500


@pytest.fixture
def after_a_bug():
    with override_settings(ROOT_URLCONF="tests.console.test_errors"):
        yield Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_missing_page_offers_search_contact_and_every_language(client):
    answer = client.get("/en/nothing/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert 'role="search"' in text
    for code in ("en", "zh-hans", "es", "ru", "ja", "ko", "ar"):
        assert f'href="/{code}/"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/xx/", "/klingon/articles/x/", "/zz-yy/search/"])
def test_an_unknown_language_is_a_404_with_a_way_home(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert 'href="/en/"' in answer.content.decode()


@pytest.mark.django_db
def test_a_missing_page_is_told_in_the_readers_language(client):
    assert 'lang="ar" dir="rtl"' in client.get("/ar/nothing/").content.decode()


def test_a_bug_is_told_without_the_database(after_a_bug, django_db_blocker):
    """No database is allowed in this test: the page must not need one."""
    answer = after_a_bug.get("/ar/broken/", headers={"X-Request-ID": "reference-1234"})
    text = answer.content.decode()
    assert answer.status_code == 500
    assert 'lang="ar"' in text
    assert "reference-1234" in text
    assert "RuntimeError" not in text


def test_a_bug_answers_a_machine_in_json(after_a_bug):
    answer = after_a_bug.get("/api/v1/broken/")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")


def test_the_pages_are_written_for_every_language(tmp_path, rf):
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("error_pages", verbosity=0)
        written = sorted(file.name for file in (tmp_path / "errors").iterdir())
        assert len(written) == 14
        assert "503.zh-hans.html" in written
        (tmp_path / "errors" / "500.en.html").write_text("as collected")
        assert server_error(rf.get("/en/")).content == b"as collected"
