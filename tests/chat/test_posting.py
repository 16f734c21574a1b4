"""What posting promises: exactly once, in sequence, one transaction, nobody else's failure."""

import pytest
from django.db import IntegrityError, transaction

from chat.actions import Draft, end_conversation, post_messages
from chat.models import MAX_BODY, Conversation, Message
from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Invalid

pytestmark = pytest.mark.django_db


def seqs(conversation):
    return list(conversation.messages.order_by("seq").values_list("seq", flat=True))


def test_a_batch_gets_numbers_without_gaps_in_each_conversation(start):
    first, second = start(), start()
    posted = post_messages([Draft(c.pk, "visitor", f"line {n}") for n in range(3) for c in (first, second)])
    assert [p.message.seq for p in posted] == [2, 2, 3, 3, 4, 4]
    for conversation in (first, second):
        conversation.refresh_from_db()
        assert (seqs(conversation), conversation.last_seq) == ([1, 2, 3, 4], 4)


def test_the_same_client_id_returns_the_stored_row(chat, write):
    first = write(chat, "hello", client_id="a")
    again = write(chat, "hello, changed", client_id="a")
    assert (again.pk, again.body, again.seq) == (first.pk, "hello", first.seq)
    assert seqs(chat) == [1, 2]


def test_the_same_client_id_twice_in_one_batch_is_one_row(chat):
    one, two = post_messages([Draft(chat.pk, "visitor", "hi", client_id="x")] * 2)
    assert one.message is two.message
    assert (one.is_new, two.is_new, seqs(chat)) == (True, False, [1, 2])


def test_two_senders_may_use_the_same_client_id(active, at_desk, write):
    mine = write(active, "hello", client_id="1")
    theirs = write(active, "good day", client_id="1", agent=at_desk)
    assert mine.pk != theirs.pk


@pytest.mark.parametrize(
    ("body", "code"), [("", "empty"), (" \n\t", "empty"), ("x" * (MAX_BODY + 1), "too_long")]
)
def test_a_refused_draft_stops_no_other_and_takes_no_number(chat, body, code):
    bad, good = post_messages([Draft(chat.pk, "visitor", body), Draft(chat.pk, "visitor", "good")])
    assert isinstance(bad.refusal, Invalid)
    assert (bad.refusal.code, good.message.seq, seqs(chat)) == (code, 2, [1, 2])


def test_an_ended_conversation_refuses_the_visitor_but_not_a_retry(chat, write):
    sent = write(chat, "before", client_id="kept")
    end_conversation(chat, actor=None)
    assert write(chat, "before", client_id="kept").pk == sent.pk
    with pytest.raises(Conflict, match="ended"):
        write(chat, "after", client_id="late")


def test_an_agent_who_lost_the_chat_sends_nothing(active, at_desk, lead, write):
    with pytest.raises(Conflict) as refused:
        write(active, "hello", agent=lead)
    assert refused.value.code == "not_yours"
    assert not Message.objects.filter(author=lead).exists()


def test_the_bot_is_silent_after_the_hand_over(queued):
    (posted,) = post_messages([Draft(queued.pk, "bot", "One more thing")])
    assert posted.refusal.code == "handed_over"
    assert not Message.objects.filter(body="One more thing").exists()


def test_an_unknown_conversation_is_refused_in_its_place(chat):
    lost, good = post_messages([Draft(999_999, "visitor", "hi"), Draft(chat.pk, "visitor", "hi")])
    assert (lost.refusal.status, good.message.seq) == (404, 2)


def test_each_message_is_one_event_without_its_text(chat, write):
    write(chat, "my secret worry")
    event = Event.objects.about(chat).order_by("pk").last()
    assert (event.verb, event.data) == ("chat.message_asked", {"seq": 2, "from": "visitor"})


def test_a_batch_costs_the_same_queries_whatever_its_size(start, django_assert_max_num_queries):
    conversations = [start() for _ in range(10)]
    with django_assert_max_num_queries(9):
        post_messages(
            [Draft(c.pk, "visitor", "hi", client_id=f"{n}") for n in range(5) for c in conversations]
        )


def test_only_committed_messages_are_told(chat, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr("chat.actions.posting.tell", lambda topic, payload: told.append((topic, payload)))
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        post_messages([Draft(chat.pk, "visitor", "hi", client_id="c1")])
        assert told == []
    for callback in callbacks:
        callback()
    ((topic, payload),) = told
    assert topic == f"chat.conversation.{chat.pk}"
    assert (payload["frame"]["seq"], payload["frame"]["client_id"], payload["frame"]["body"]) == (
        2,
        "c1",
        "hi",
    )


def test_the_database_itself_refuses_a_second_number_or_client_id(chat, write):
    write(chat, "hi", client_id="a")
    facts = {"conversation": chat, "author_kind": "visitor", "sender_key": "visitor", "body": "x"}
    for clash in ({"seq": 2}, {"seq": 3, "client_id": "a"}, {"seq": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(**facts, **clash)
    assert Conversation.objects.get(pk=chat.pk).messages.count() == 2


def test_what_no_reader_sees_is_left_out(chat, write):
    assert write(chat, "  ab\x1bc\r\nd\u202e \t").body == "abc\nd"


@pytest.mark.parametrize("body", ["a\x00b", "half a \ud800 pair", "\u200b\u200b"])
def test_what_cannot_be_stored_is_refused(chat, body):
    (posted,) = post_messages([Draft(chat.pk, "visitor", body)])
    assert (posted.refusal.code in {"bad_characters", "empty"}, chat.messages.count()) == (True, 1)


def test_ten_megabytes_are_refused_quickly_and_kept_nowhere(chat):
    (posted,) = post_messages([Draft(chat.pk, "visitor", "x" * 10_000_000, client_id="big")])
    assert (posted.refusal.code, chat.messages.count()) == ("too_long", 1)
