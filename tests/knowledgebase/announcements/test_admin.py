"""Announcements in the admin: found, read, ended; never rewritten."""

import pytest

from knowledgebase.announcements.actions import ask_subscription, post_update
from tests.factories import announce, draft_announcement, incident

pytestmark = pytest.mark.django_db
HOME = "/admin/knowledgebase"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("announcement/?q=paused", "withdrawals-are-paused"),
        ("incidentupdate/?q=node", "withdrawals-are-paused"),
        ("subscription/?q=mei", "mei@example.com"),
        ("announcementletter/?q=mei", "mei@example.com"),
    ],
)
def test_a_row_is_found(client_of, admin, path, found):
    post_update(incident("Withdrawals are paused"), stage="identified", words={"en": "A node."}, actor=None)
    ask_subscription("mei@example.com", language="en", actor=None)
    assert found in client_of(admin).get(f"{HOME}/{path}").content.decode()


def test_a_page_is_read_and_not_written(client_of, admin):
    row = announce("Deposits are late", body="Wait.")
    client = client_of(admin)
    assert "Deposits are late" in client.get(f"{HOME}/announcement/{row.pk}/change/").content.decode()
    assert client.post(f"{HOME}/announcement/{row.pk}/change/", {"slug": "x"}).status_code == 403


def test_what_runs_can_be_ended_and_a_draft_is_left(client_of, admin):
    running, draft = announce(), draft_announcement()
    chosen = {"action": "end", "_selected_action": [running.pk, draft.pk]}
    client_of(admin).post(f"{HOME}/announcement/", chosen)
    running.refresh_from_db()
    draft.refresh_from_db()
    assert (running.status, draft.status) == ("ended", "draft")
