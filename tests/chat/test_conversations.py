"""A conversation's life: start, queue, accept, give back, end; and who is let in."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.timezone import now, timedelta

from accounts.actions import heartbeat
from accounts.models import Presence
from chat import permissions
from chat.actions import (
    Visitor,
    accept_conversation,
    ask_person,
    ask_security,
    desk,
    end_conversation,
    give_up_left,
    mark_read,
    mark_seen,
    release_conversation,
    requeue_lost,
    start_conversation,
)
from chat.models import Conversation
from chat.selectors import present_wait, queue, queue_position, queue_positions
from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Missing
from tests.factories.chat import ConversationFactory
from tickets.actions import rate
from tickets.models import Rating

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def codes(conversation):
    return [m.data.get("code") for m in conversation.messages.order_by("seq")]


def test_it_starts_once_and_the_bot_says_it_is_one():
    key = uuid.uuid4()
    first = start_conversation(Visitor(language="es"), start_key=key, actor=None)
    again = start_conversation(Visitor(language="es"), start_key=key, actor=None)
    assert first.pk == again.pk
    greeting = first.messages.get()
    assert (greeting.author_kind, greeting.data["code"], first.last_seq) == ("bot", "greeting", 1)


def test_asking_for_a_person_queues_once(chat, at_desk):
    first = ask_person(chat, actor=None)
    again = ask_person(chat, actor=None)
    assert (first.status, again.queued_at) == ("queued", first.queued_at)
    assert codes(chat) == ["greeting", "queued"]


def test_with_nobody_at_the_desk_a_ticket_is_offered_at_once(chat):
    assert ask_person(chat, actor=None).status == "bot"
    assert codes(chat)[-1] == "offline"


def test_a_security_case_is_queued_even_when_nobody_is_there(chat):
    conversation = ask_security(chat, actor=None)
    assert (conversation.status, conversation.is_urgent) == ("queued", True)


def test_the_queue_is_first_come_first_served_with_security_ahead(start, at_desk):
    first, second, third = (ask_person(start(), actor=None) for _ in range(3))
    urgent = ask_security(start(), actor=None)
    assert [c.pk for c in queue()] == [urgent.pk, first.pk, second.pk, third.pk]
    assert [queue_position(c) for c in (first, second, third, urgent)] == [1, 2, 3, 1]
    assert queue_positions() == {urgent.pk: 1, first.pk: 1, second.pk: 2, third.pk: 3}


def test_only_the_first_to_accept_wins_and_the_other_reads_who(queued, at_desk, lead):
    mine = accept_conversation(queued, actor=at_desk)
    assert (mine.status, mine.agent) == ("active", at_desk)
    with pytest.raises(Conflict, match="Ana Agent"):
        accept_conversation(queued, actor=lead)
    assert accept_conversation(queued, actor=at_desk).accepted_at == mine.accepted_at
    assert codes(queued).count("agent_joined") == 1


def test_a_chat_that_does_not_wait_cannot_be_accepted(chat, at_desk):
    with pytest.raises(Conflict, match="no longer waiting"):
        accept_conversation(chat, actor=at_desk)
    chat.refresh_from_db()
    assert (chat.status, chat.agent) == ("bot", None)


def test_given_back_it_stands_at_the_head(start, at_desk):
    first, second = (ask_person(start(), actor=None) for _ in range(2))
    accept_conversation(first, actor=at_desk)
    back = release_conversation(first, actor=at_desk)
    assert (back.status, back.agent, back.queued_at) == ("queued", None, first.queued_at)
    assert [c.pk for c in queue()] == [first.pk, second.pk]


def test_a_lost_agent_is_said_after_a_minute_and_requeued_after_ninety_seconds(
    active, at_desk, time_machine_at
):
    assert requeue_lost() == 0
    time_machine_at(seconds=70)
    assert requeue_lost() == requeue_lost() == 0
    assert codes(active)[-1] == "agent_away"
    time_machine_at(seconds=100)
    assert (requeue_lost(), requeue_lost()) == (1, 0)
    active.refresh_from_db()
    assert (active.status, active.agent, codes(active)[-1]) == ("queued", None, "agent_lost")


def test_an_agent_who_is_heard_from_keeps_the_chat(active, at_desk, time_machine_at):
    time_machine_at(seconds=300)
    heartbeat(at_desk)
    assert requeue_lost() == 0


def test_an_agent_without_any_sign_of_life_does_not_keep_it_for_ever(active, time_machine_at):
    Presence.objects.all().delete()
    time_machine_at(seconds=100)
    assert requeue_lost() == 1


def test_ending_twice_is_ending_once(active, at_desk):
    end_conversation(active, actor=at_desk)
    end_conversation(active, actor=None, resolution="unsolved")
    active.refresh_from_db()
    assert (active.status, active.resolution, codes(active).count("ended")) == ("ended", "solved", 1)
    assert Event.objects.about(active).filter(verb="chat.ended").count() == 1


def test_an_ended_conversation_cannot_queue(chat):
    end_conversation(chat, actor=None)
    with pytest.raises(Conflict):
        ask_person(chat, actor=None)


def test_a_visitor_gone_for_five_minutes_gives_up_the_place_and_reads_why(queued, time_machine_at):
    time_machine_at(minutes=4)
    assert give_up_left() == 0
    time_machine_at(minutes=6)
    assert give_up_left() == 1
    queued.refresh_from_db()
    assert (queued.resolution, codes(queued)[-1]) == ("abandoned", "abandoned")


@pytest.mark.parametrize("meanwhile", ["accepted", "came back"])
def test_nobody_is_given_up_who_was_helped_or_came_back_meanwhile(
    start, at_desk, time_machine_at, monkeypatch, meanwhile
):
    other, left = (ask_person(start(), actor=None) for _ in range(2))
    time_machine_at(minutes=6)

    def slowly(conversation, **how):
        end_conversation(conversation, **how)
        if meanwhile == "accepted":
            accept_conversation(other, actor=at_desk)
        else:
            mark_seen(other)

    monkeypatch.setattr(desk, "end_conversation", slowly)
    assert give_up_left() == 1
    left.refresh_from_db()
    other.refresh_from_db()
    assert (left.resolution, other.is_ended) == ("abandoned", False), "the newest is looked at first"


def test_reading_marks_move_forward_only(active):
    assert mark_read(active, seq=2)
    assert not mark_read(active, seq=1)
    assert not mark_read(active, seq=99)
    active.refresh_from_db()
    assert (active.visitor_read_seq, active.agent_read_seq) == (2, 0)


def test_a_token_opens_its_own_conversation_only(start):
    mine, other = start(), start()
    token = permissions.visitor_token(mine)
    assert permissions.access_conversation(NOBODY, mine.public_id, token=token) == mine
    for wrong in (token, token[:-1] + "x", "", "é" * 40):
        with pytest.raises(Missing):
            permissions.access_conversation(NOBODY, other.public_id, token=wrong)


def test_a_token_expires(chat, time_machine_at):
    token = permissions.visitor_token(chat)
    time_machine_at(days=15)
    with pytest.raises(Missing):
        permissions.access_conversation(NOBODY, chat.public_id, token=token)


def test_a_customers_chat_is_closed_to_its_token_alone_and_to_others(start, customer, stranger, agent):
    mine = start(customer=customer)
    token = permissions.visitor_token(mine)
    for person in (NOBODY, stranger):
        with pytest.raises(Missing):
            permissions.access_conversation(person, mine.public_id, token=token)
    for person in (customer, agent):
        assert permissions.access_conversation(person, mine.public_id) == mine


def test_who_sees_which(start, customer, stranger, agent):
    mine = start(customer=customer)
    start()
    assert list(permissions.visible_conversations(customer)) == [mine]
    assert not permissions.visible_conversations(stranger).exists()
    assert not permissions.visible_conversations(NOBODY).exists()
    assert permissions.visible_conversations(agent).count() == 2


def test_a_wait_is_never_guessed(start, at_desk, time_machine_at):
    assert (present_wait("en").state, present_wait("en").high_minutes) == ("available", 0)
    ask_person(start(), actor=None)
    assert present_wait("en").state == "busy"
    for minutes in range(10):
        taken = now() - timedelta(minutes=1)
        ConversationFactory(
            status="active", agent=at_desk, queued_at=taken - timedelta(minutes=minutes), accepted_at=taken
        )
    wait = present_wait("en")
    assert (wait.state, wait.low_minutes, wait.high_minutes) == ("available", 5, 9)
    assert "5 to 9" in wait.text


def test_nobody_at_the_desk_is_said(db):
    assert present_wait("en").state == "offline"


def test_rows_that_contradict_themselves_are_refused(agent):
    for wrong in ({"status": "active"}, {"status": "queued"}, {"status": "ended"}, {"agent": agent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConversationFactory(**wrong)
    assert not Conversation.objects.exists()


def test_a_waiting_chat_may_move_to_the_security_lane(queued):
    moved = ask_security(queued, actor=None)
    assert (moved.is_urgent, moved.queued_at) == (True, queued.queued_at)
    assert Event.objects.about(queued).filter(verb="chat.marked_urgent").count() == 1


def test_it_is_rated_when_it_has_ended_and_not_before(active):
    with pytest.raises(Conflict) as refusal:
        rate(active, score=5)
    assert (refusal.value.code, Rating.objects.count()) == ("not_ended", 0)
    ended = end_conversation(active, actor=None)
    assert rate(ended, score=4) == rate(ended, score=1)
    assert list(Rating.objects.values_list("score", flat=True)) == [4]
