"""The console's own pages: what they show, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from accounts.models import Presence
from helpdesk.console.counts import counts
from helpdesk.console.selectors import board
from tests.factories import ConversationFactory, TicketFactory

pytestmark = pytest.mark.django_db


def test_home_shows_my_tickets_by_their_next_promise(client_of, agent):
    later = TicketFactory(assignee=agent, subject="Later", next_due_at=now() + timedelta(hours=5))
    late = TicketFactory(assignee=agent, subject="Late", next_due_at=now() - timedelta(minutes=5))
    TicketFactory(subject="Of a colleague")
    text = client_of(agent).get("/console/").content.decode()
    assert text.index(late.subject) < text.index(later.subject)
    assert "Of a colleague" not in text
    assert "Late by 5 min" in text


def test_home_shows_my_chats_and_how_many_wait(client_of, agent):
    ConversationFactory(status="active", agent=agent, accepted_at=now(), visitor_name="Visitor Vera")
    ConversationFactory(status="queued", queued_at=now(), visitor_name="Waiting Wang")
    text = client_of(agent).get("/console/").content.decode()
    assert "Visitor Vera" in text
    assert "Waiting Wang" not in text
    assert counts(agent)["chat-console:chat-list"].words == "1 person waits in the queue"


def test_the_rail_counts_my_chats_with_news_beside_the_queue(agent, lead):
    for person, read in ((agent, 3), (agent, 2), (lead, 0)):
        ConversationFactory(status="active", agent=person, accepted_at=now(), last_seq=3, agent_read_seq=read)
    count = counts(agent)["chat-console:chat-list"]
    assert (count.number, count.tone, count.words) == (1, "accent", "1 of your chats has news")
    ConversationFactory(status="queued", queued_at=now())
    count = counts(agent)["chat-console:chat-list"]
    assert (count.number, count.tone) == (2, "wait")
    assert count.words == "1 person waits in the queue, 1 of your chats has news"


def test_the_rail_is_answered_alone_for_the_page_it_stands_on(client_of, agent):
    TicketFactory(assignee=agent)
    text = client_of(agent).get("/console/rail/?at=/console/tickets/NS-1/").text
    assert "<html" not in text
    assert "1 of your tickets waits" in text
    assert text.count('aria-current="page"') == 1


def test_home_says_the_next_step_to_an_agent_who_takes_no_work(client_of, agent, lead):
    assert "Become available" in client_of(agent).get("/console/").text
    assert "Become available" not in client_of(lead).get("/console/").text
    Presence.objects.create(user=agent, state="available")
    assert "Become available" not in client_of(agent).get("/console/").text


def test_home_answers_htmx_with_its_fragment(client_of, agent):
    text = client_of(agent).get("/console/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert "My chats" in text


@pytest.mark.parametrize(
    ("path", "budget"), [("/console/", 16), ("/console/live/", 16), ("/console/rail/", 9)]
)
def test_the_cost_does_not_grow_with_the_desk(client_of, agent, django_assert_max_num_queries, path, budget):
    for _ in range(20):
        TicketFactory(assignee=agent, next_due_at=now())
        ConversationFactory(status="active", agent=agent, accepted_at=now(), queued_at=now())
    client = client_of(agent)
    with django_assert_max_num_queries(budget):
        assert client.get(path).status_code == 200


def test_the_board_counts_the_desk_and_draws_its_last_hour(agent):
    Presence.objects.create(user=agent, state="available")
    ago = now() - timedelta(minutes=22)
    ConversationFactory(status="queued", queued_at=ago)
    ConversationFactory(status="active", agent=agent, queued_at=ago, accepted_at=ago + timedelta(minutes=10))
    shown = board(agent)
    assert (shown.desk.queued, shown.active, shown.agents["available"]) == (1, 1, 1)
    assert shown.lines["waiting"] == [0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 1, 1]
    assert shown.lines["active"] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    assert shown.lines["oldest"][-1] == pytest.approx(22 * 60, abs=5)


def test_the_board_counts_agents_by_state(agent, lead):
    Presence.objects.create(user=agent, state="busy")
    Presence.objects.create(user=lead, state="away")
    assert board(agent).agents == {"available": 0, "busy": 1, "away": 1, "offline": 0}


def test_the_theme_is_remembered_and_leads_back(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/en/"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert answer.cookies["vigil_theme"].value == "dark"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_theme_leads_nowhere_else(client, target):
    assert client.post("/theme/", {"theme": "light", "next": target})["Location"] == "/"


def test_an_unknown_theme_is_not_kept(client):
    assert "vigil_theme" not in client.post("/theme/", {"theme": "pink"}).cookies
    client.cookies["vigil_theme"] = "pink"
    assert 'data-theme="auto"' in client.get("/en/nothing-here/").content.decode()
