"""A chat keeps no secret: it is taken out of the batch, and the visitor is told at once."""

import pytest
from django.utils.translation import override

from chat.actions import Draft, post_messages, posting
from chat.models import Message
from chat.words import localised
from helpdesk.ledger.models import Event

pytestmark = pytest.mark.django_db
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
NOTE = "[seed phrase removed]"


def bodies(conversation):
    return list(conversation.messages.order_by("seq").values_list("body", flat=True)[1:])


def test_a_batch_is_written_without_the_phrase_and_its_visitor_warned(start):
    one, two = start(), start()

    posted = post_messages(
        [Draft(one.pk, "visitor", PHRASE, client_id="a"), Draft(two.pk, "visitor", "Hello")]
    )

    assert posted[0].message.body == NOTE
    assert (bodies(one)[0], len(bodies(one)), bodies(two)) == (NOTE, 2, ["Hello"])
    assert Message.objects.get(conversation=one, kind="system").data == {"code": "secret_removed"}
    assert Event.objects.get(verb="secret.masked").data == {"seq": 2, "kinds": {"seed_phrase": 1}}
    assert not any("sausage" in str(event.data) for event in Event.objects.all())


def test_the_same_message_sent_again_warns_no_second_time(chat):
    for _ in range(2):
        post_messages([Draft(chat.pk, "visitor", PHRASE, client_id="a")])

    assert len(bodies(chat)) == 2
    assert Event.objects.filter(verb="secret.masked").count() == 1


def test_an_agents_phrase_is_taken_out_too_and_nobody_is_warned(active, at_desk, write):
    assert write(active, f"Is it {PHRASE}?", agent=at_desk).body == f"Is it {NOTE}?"
    assert not Message.objects.filter(data__code="secret_removed").exists()


def test_every_reader_gets_the_note_in_their_language(chat):
    frame = post_messages([Draft(chat.pk, "visitor", PHRASE)])[0].message.frame()
    with override("es"):
        expected = Message.objects.get(body=NOTE).text

    assert localised(frame, "es", "visitor")["body"] == expected != NOTE


def test_the_search_is_over_before_anything_is_locked(chat, monkeypatch):
    order = []
    for name in ("mask", "locked"):
        real = getattr(posting, name)
        monkeypatch.setattr(posting, name, lambda *args, n=name, r=real: order.append(n) or r(*args))

    post_messages([Draft(chat.pk, "visitor", "Hello")])

    assert order == ["mask", "locked"]
