"""Drawing by lot: who takes part, and that a seed draws the same again."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Invalid
from qa.actions import draw_sample, start_standard_scorecard
from qa.models import Review, Sample
from qa.sampling import Frame, choose, population_of, redraw
from qa.subjects import Candidate
from tests.factories import ConversationFactory, TicketFactory, closed_chat, solved_ticket


@pytest.fixture
def card(db):
    return start_standard_scorecard(actor=None)


def drawn(reviews):
    return [(review.subject_type, review.subject_id) for review in reviews]


def keys(candidates):
    return {(candidate.subject_type, candidate.subject_id) for candidate in candidates}


def candidates(count):
    return [Candidate("chat", pk, 1, "en", now()) for pk in range(1, count + 1)]


def test_the_same_seed_chooses_the_same_whatever_the_order():
    population = candidates(50)
    assert choose(population, 5, seed=7) == choose(reversed(population), 5, seed=7)


def test_another_seed_chooses_others():
    population = candidates(200)
    assert choose(population, 20, seed=7) != choose(population, 20, seed=8)


def test_every_conversation_is_about_equally_likely():
    population = candidates(20)
    hits = dict.fromkeys(range(1, 21), 0)
    for seed in range(2000):
        for candidate in choose(population, 4, seed):
            hits[candidate.subject_id] += 1
    assert min(hits.values()) > 320
    assert max(hits.values()) < 480


def test_only_closed_conversations_somebody_else_handled_take_part(lead, agent):
    chat, ticket = closed_chat(agent), solved_ticket(agent)
    closed_chat(lead)
    closed_chat(agent, days_ago=30)
    solved_ticket(None)
    ConversationFactory(status="active", agent=agent, accepted_at=now())
    TicketFactory(assignee=agent, status="open", solved_at=now())
    assert keys(population_of(Frame.last_days(), lead)) == {("chat", chat.pk), ("ticket", ticket.pk)}


def test_a_language_and_a_kind_narrow_the_choice(lead, agent):
    wanted = closed_chat(agent, language="ko")
    closed_chat(agent, language="en")
    solved_ticket(agent, language="ko")
    frame = Frame.last_days(kinds=("chat",), languages=("ko",))
    assert keys(population_of(frame, lead)) == {("chat", wanted.pk)}


def test_a_draw_makes_drafts_and_keeps_how_it_was_made(card, lead, agent):
    for _ in range(6):
        closed_chat(agent)
    reviews = draw_sample(lead, count=4, seed=11)
    sample = Sample.objects.get()
    assert (sample.population, sample.drawn, sample.wanted, sample.seed) == (6, 4, 4, 11)
    assert {(r.status, r.agent_id, r.scorecard_id) for r in reviews} == {("draft", agent.pk, card.pk)}
    assert Event.objects.get(verb="sample.drawn").data == {"seed": 11, "drawn": 4, "population": 6}


def test_a_draw_can_be_drawn_again(card, lead, agent):
    for _ in range(8):
        closed_chat(agent)
    draw_sample(lead, count=3, seed=5)
    second = draw_sample(lead, count=3, seed=5)
    again = redraw(Sample.objects.first())
    assert drawn(again) == drawn(second)


def test_what_is_under_review_is_not_drawn_again(card, lead, agent, admin):
    for _ in range(4):
        closed_chat(agent)
    first = draw_sample(lead, count=3, seed=1)
    second = draw_sample(admin, count=3, seed=1)
    assert len(second) == 1
    assert not set(drawn(first)) & set(drawn(second))


def test_it_refuses_when_nothing_is_left(card, lead):
    with pytest.raises(Conflict):
        draw_sample(lead, count=3, seed=1)
    assert not Sample.objects.exists()


def test_it_refuses_without_a_scorecard(lead, agent):
    closed_chat(agent)
    with pytest.raises(Conflict):
        draw_sample(lead, count=1, seed=1)
    assert not Review.objects.exists()


@pytest.mark.parametrize("count", [0, 51])
def test_it_refuses_a_count_out_of_range(card, lead, agent, count):
    closed_chat(agent)
    with pytest.raises(Invalid):
        draw_sample(lead, count=count, seed=1)
    assert not Sample.objects.exists()


def test_the_period_ends_before_its_last_moment(lead, agent):
    chat = closed_chat(agent)
    ended = chat.ended_at
    assert not population_of(Frame(ended - timedelta(days=1), ended), lead)
    assert population_of(Frame(ended, ended + timedelta(days=1)), lead)
