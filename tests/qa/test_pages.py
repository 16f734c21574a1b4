"""The leads' desk, the review page and an agent's own reviews."""

import json

import pytest
from django.urls import reverse

from chat.models import Message as ChatMessage
from qa.models import Answer, Pin, Review
from tests.factories import ReviewFactory, closed_chat, solved_ticket
from tickets.models import Rating

pytestmark = pytest.mark.django_db


def url(name, review=None):
    return reverse(f"qa:{name}", args=[review.pk] if review else [])


def filled_in(review, value="pass", **more):
    criteria = review.scorecard.criteria.all()
    return {**{f"value-{criterion.pk}": value for criterion in criteria}, "comment": "Good.", **more}


@pytest.fixture
def review(lead, agent):
    return ReviewFactory(reviewer=lead, agent=agent)


def submit(review, client):
    return client.post(url("review-detail", review), filled_in(review))


def test_the_desk_shows_how_to_begin(client_of, lead):
    shown = client_of(lead).get(url("review-list"))
    assert "Start with the standard scorecard" in shown.content.decode()
    started = client_of(lead).post(url("scorecard-start"), follow=True)
    assert "How many" in started.content.decode()


def test_an_agent_is_taken_to_their_own_reviews(client_of, agent):
    assert client_of(agent).get(url("review-list")).url == url("my-reviews")


def test_drawing_puts_conversations_into_the_queue(client_of, lead, agent):
    client_of(lead).post(url("scorecard-start"))
    closed_chat(agent)
    solved_ticket(agent)
    asked = {"count": 5, "days": 14, "kinds": ["chat", "ticket"], "seed": 42}
    shown = client_of(lead).post(url("review-list"), asked, follow=True)
    assert {row.review.subject_type for row in shown.context["queue"]} == {"chat", "ticket"}
    assert "Drew 2 conversations." in shown.content.decode()


def test_a_wrong_draw_keeps_what_was_typed(client_of, lead, review):
    shown = client_of(lead).post(url("review-list"), {"count": 900, "days": 14, "seed": 77})
    assert shown.status_code == 422
    assert 'value="900"' in shown.content.decode()
    assert 'value="77"' in shown.content.decode()


def test_the_review_page_shows_words_notes_and_waits(client_of, lead, review):
    Rating.objects.create(
        subject_type="chat.conversation", subject_id=review.subject_id, score=2, comment="Slow"
    )
    text = client_of(lead).get(url("review-detail", review)).content.decode()
    for expected in (
        "visitor says 1",
        "bot says 2",
        "agent says 3",
        "after 2 min",
        "Customer: 2 of 5",
        "Slow",
    ):
        assert expected in text
    assert "Nobody asked for a password" in text


def test_the_article_the_bot_cited_is_named(client_of, lead, review):
    ChatMessage.objects.filter(conversation_id=review.subject_id, seq=2).update(
        kind="article", data={"code": "article", "title": "My deposit has not arrived", "url": "/en/"}
    )
    assert "My deposit has not arrived" in client_of(lead).get(url("review-detail", review)).content.decode()


def test_a_notice_is_told_of_the_visitor_not_to_them(client_of, lead, review):
    ChatMessage.objects.filter(conversation_id=review.subject_id, seq=2).update(
        author_kind="system", kind="system", data={"code": "agent_joined", "name": "Ana"}
    )
    text = client_of(lead).get(url("review-detail", review)).content.decode()
    assert "Ana has accepted the chat." in text
    assert "what you wrote" not in text


def test_a_ticket_shows_its_internal_notes(client_of, lead, agent):
    ticket = solved_ticket(agent)
    ticket.messages.create(seq=2, author=agent, kind="note", body="Checked the hash.")
    review = ReviewFactory(reviewer=lead, agent=agent, subject_type="ticket", subject_id=ticket.pk)
    text = client_of(lead).get(url("review-detail", review)).content.decode()
    assert "Checked the hash." in text
    assert "Internal note" in text


def test_the_page_never_shows_the_customers_address(client_of, lead, agent, customer):
    ticket = solved_ticket(agent, requester=customer)
    review = ReviewFactory(reviewer=lead, agent=agent, subject_type="ticket", subject_id=ticket.pk)
    assert customer.email not in client_of(lead).get(url("review-detail", review)).content.decode()


def test_a_draft_keeps_itself_and_answers_with_the_score(client_of, lead, review):
    first = review.scorecard.criteria.first()
    data = {f"value-{first.pk}": "fail", f"comment-{first.pk}": "Wrong network.", "comment": "Read again."}
    answer = client_of(lead).post(url("review-save", review), data, headers={"accept": "application/json"})
    assert json.loads(answer.content) == {"score": 0.0, "zeroed": False}
    assert (Answer.objects.get(criterion=first).comment, Review.objects.get().comment) == (
        "Wrong network.",
        "Read again.",
    )


def test_a_wrong_value_is_refused_and_nothing_changes(client_of, lead, review):
    first = review.scorecard.criteria.first()
    answer = client_of(lead).post(url("review-save", review), {f"value-{first.pk}": "maybe"})
    assert answer.status_code == 422
    assert not Answer.objects.exists()


def test_submitting_leads_on_to_the_next_in_the_queue(client_of, lead, agent, review):
    following = ReviewFactory(reviewer=lead, agent=agent)
    assert submit(review, client_of(lead)).url == url("review-detail", following)
    assert submit(following, client_of(lead)).url == url("review-list")


def test_what_is_missing_is_said_beside_its_question(client_of, lead, review):
    data = filled_in(review)
    first = review.scorecard.criteria.first()
    data[f"value-{first.pk}"] = "fail"
    shown = client_of(lead).post(url("review-detail", review), data)
    assert shown.status_code == 422
    assert "Say what was missing" in shown.content.decode()
    assert Review.objects.get().is_draft


def test_a_refused_form_stands_at_its_pages_own_address(client_of, lead, review):
    """Loading it again, changing the presence from it or sharing it leads to the page and not to a dead end."""
    page = client_of(lead).get(url("review-detail", review)).text
    assert f'<form class="review__form" method="post" action="{url("review-detail", review)}"' in page
    desk = client_of(lead).get(url("review-list")).text
    assert f'<form class="stack" method="post" action="{url("review-list")}"' in desk


def test_my_reviews_are_headed_by_the_case(client_of, lead, agent):
    ticket = solved_ticket(agent, subject="Wrong network")
    review = ReviewFactory(reviewer=lead, agent=agent, subject_type="ticket", subject_id=ticket.pk)
    submit(review, client_of(lead))
    text = client_of(agent).get(url("my-reviews")).text
    head = text[text.index('class="row__who"') :].partition("</span>")[0]
    assert "Wrong network" in head
    assert agent.name not in text[text.index('<div class="rows">') :]
    assert "Good." in text


def test_a_pin_answers_htmx_with_its_button_and_the_list(client_of, lead, review):
    shown = client_of(lead).post(url("review-pin", review), {"seq": 3}, headers={"hx-request": "true"})
    text = shown.content.decode()
    assert 'id="pins"' in text
    assert 'id="pin-3"' in text
    assert "agent says 3" in text
    assert Pin.objects.get().seq == 3


def test_the_agent_reads_and_acknowledges(client_of, lead, agent, review):
    submit(review, client_of(lead))
    page = client_of(agent).get(url("review-detail", review)).content.decode()
    assert "I have read it" in page
    assert "Submit review" not in page
    client_of(agent).post(url("review-acknowledge", review), {"comment": "Thank you."})
    assert Review.objects.get().agent_comment == "Thank you."
    assert "Thank you." in client_of(lead).get(url("review-detail", review)).content.decode()


def test_no_interval_is_shown_under_five_reviews(client_of, lead, agent):
    for count in range(1, 6):
        submit(ReviewFactory(reviewer=lead, agent=agent), client_of(lead))
        result = client_of(lead).get(url("review-list")).context["results"][0]
        assert (result.reviews, result.interval is None) == (count, count < 5)


def test_customers_ratings_stand_beside_the_reviews(client_of, lead, agent):
    for score in (5, 4, 1):
        chat = closed_chat(agent)
        Rating.objects.create(subject_type="chat.conversation", subject_id=chat.pk, agent=agent, score=score)
    result = client_of(lead).get(url("review-list")).context["results"][0]
    assert (result.agent, result.ratings, result.happy_percent) == (agent, 3, 67)


def twenty_reviews(lead, agent):
    for place in range(20):
        subject = {"subject_type": "ticket", "subject_id": solved_ticket(agent).pk} if place % 2 else {}
        ReviewFactory(reviewer=lead, agent=agent, **subject)


def test_the_desk_costs_the_same_however_long_the_lists(
    client_of, lead, agent, django_assert_max_num_queries
):
    twenty_reviews(lead, agent)
    for review in Review.objects.all()[:10]:
        submit(review, client_of(lead))
    client = client_of(lead)
    client.get(url("review-list"))
    with django_assert_max_num_queries(24):
        client.get(url("review-list"))


def test_my_reviews_cost_the_same_however_many(client_of, lead, agent, django_assert_max_num_queries):
    twenty_reviews(lead, agent)
    for review in Review.objects.all():
        submit(review, client_of(lead))
    client = client_of(agent)
    with django_assert_max_num_queries(18):
        client.get(url("my-reviews"))


def test_a_review_page_costs_few_queries(client_of, lead, review, django_assert_max_num_queries):
    submit(review, client_of(lead))
    client = client_of(lead)
    with django_assert_max_num_queries(18):
        client.get(url("review-detail", review))
