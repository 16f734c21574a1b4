"""What changed for me: what it tells, of what it keeps silent, and what counts as read."""

import pytest
from django.db import transaction
from django.urls import reverse

from helpdesk.console.counts import counts
from helpdesk.console.news import COOKIE, fresh_count, news
from helpdesk.ledger import record
from helpdesk.ledger.models import Event
from tests.factories import ReviewFactory, TicketFactory, closed_chat

pytestmark = pytest.mark.django_db
PAGE = "/console/news/"


def happen(verb, subject, actor=None, **data):
    with transaction.atomic():
        return record(verb, subject, actor=actor, data=data)


@pytest.fixture
def ticket(agent):
    return TicketFactory(assignee=agent, subject="Where is my deposit")


def told(user, seen=0):
    return [one.event.verb for one in news(user, seen)]


def test_it_tells_what_others_did_with_my_work(agent, lead, customer, ticket):
    review = ReviewFactory(reviewer=lead, agent=agent)
    type(review).objects.filter(pk=review.pk).update(
        status="submitted", score=90, submitted_at=review.created_at
    )
    happen("ticket.assigned", ticket, lead, to=agent.pk)
    happen("ticket.replied", ticket, customer)
    happen("chat.rated", closed_chat(agent), customer, score=5)
    happen("review.submitted", review, lead, agent=agent.pk, score=90.0)
    assert told(agent) == ["review.submitted", "chat.rated", "ticket.replied", "ticket.assigned"]


def test_it_keeps_silent_about_the_rest(agent, lead, customer, ticket):
    happen("ticket.replied", ticket, agent)
    happen("ticket.assigned", ticket, agent, to=lead.pk)
    happen("ticket.replied", TicketFactory(assignee=lead), customer)
    happen("ticket.status_changed", ticket, lead, to="open")
    happen("review.submitted", ReviewFactory(reviewer=lead, agent=agent), lead, agent=agent.pk, score=1.0)
    assert told(agent) == []
    assert "console:news" not in counts(agent)


def test_a_week_is_kept_and_a_new_browser_counts_a_day(agent, customer, ticket, time_machine_at):
    happen("ticket.replied", ticket, customer)
    time_machine_at(days=2)
    happen("ticket.replied", ticket, customer)
    assert (len(told(agent)), fresh_count(agent, 0)) == (2, 1)
    assert [one.is_new for one in news(agent, 0)] == [True, False]
    time_machine_at(days=6)
    assert len(told(agent)) == 1


def test_the_page_names_the_ticket_and_leads_to_it(client_of, agent, lead, ticket):
    happen("ticket.assigned", ticket, lead, to=agent.pk)
    text = client_of(agent).get(PAGE).text
    assert "Lea Lead gave you this ticket" in text
    assert ticket.subject in text
    assert f'href="{ticket.console_url}"' in text
    assert "1 thing is new for you" in text


def test_a_rating_is_the_customers_whoever_clicked(client_of, agent):
    happen("chat.rated", closed_chat(agent), None, score=4)
    assert "The customer gave 4 of 5" in client_of(agent).get(PAGE).text


def test_marking_as_read_empties_the_rail_and_never_goes_back(client_of, agent, customer, ticket):
    event = happen("ticket.replied", ticket, customer)
    client = client_of(agent)
    client.post(reverse("console:news-seen"), {"newest": event.pk})
    client.post(reverse("console:news-seen"), {"newest": 1})
    assert client.cookies[COOKIE].value == str(event.pk)
    assert "new for you" not in client.get("/console/rail/").text
    happen("ticket.replied", ticket, customer)
    assert "1 thing is new for you" in client.get("/console/rail/").text


@pytest.mark.parametrize("value", ["", "-1", "x", "9" * 40, "1.5"])
def test_a_wrong_mark_changes_nothing(client_of, agent, value):
    client = client_of(agent)
    client.cookies[COOKIE] = value
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, {"seen": value}).status_code == 200
    answer = client.post(reverse("console:news-seen"), {"newest": value})
    assert COOKIE not in answer.cookies


def test_the_list_costs_the_same_however_long(client_of, agent, customer, django_assert_max_num_queries):
    for number in range(20):
        happen("ticket.replied", TicketFactory(assignee=agent), customer)
        happen("chat.rated", closed_chat(agent), customer, score=number % 5 + 1)
    client = client_of(agent)
    with django_assert_max_num_queries(16):
        assert client.get(PAGE).status_code == 200
    assert Event.objects.count() == 40


def test_the_cost_of_the_count_is_one_query(agent, customer, ticket, django_assert_num_queries):
    happen("ticket.replied", ticket, customer)
    assert agent.is_agent, "the roles are read once a request, not for each question"
    with django_assert_num_queries(1):
        assert fresh_count(agent, 0) == 1
    assert fresh_count(agent, Event.objects.latest("pk").pk) == 0
