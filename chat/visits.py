"""What a visitor does, whichever way it comes: the page's form, or JSON when there is no socket."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language

from accounts.models import User
from accounts.permissions import Anyone
from chat.actions import (
    Draft,
    Visitor,
    ask_person,
    convert_to_ticket,
    end_conversation,
    mark_seen,
    post_message,
    start_conversation,
)
from chat.models import Conversation, Message
from chat.writer import answer_now
from tickets.actions import rate

Facts = Mapping[str, Any]


def person_of(user: Anyone) -> User | None:
    """The signed-in customer; staff trying the widget are visitors like any other."""
    return user if isinstance(user, User) and user.is_customer else None


def begin(user: Anyone, facts: Facts) -> Conversation:
    customer = person_of(user)
    visitor = Visitor(
        customer=customer,
        name="" if customer else facts.get("name") or "",
        email="" if customer else facts.get("email") or "",
        language=facts.get("language") or get_language() or "en",
        page_url=facts.get("page_url") or "",
    )
    return start_conversation(visitor, start_key=facts.get("start_key") or uuid.uuid4(), actor=customer)


def send(conversation: Conversation, user: Anyone, facts: Facts) -> Message | None:
    """Post what the visitor wrote; the bot's answer is there when this returns."""
    draft = Draft(
        conversation.pk,
        Message.Author.VISITOR,
        facts.get("body") or "",
        client_id=facts.get("client_id") or "",
        author=person_of(user),
    )
    posted = post_message(draft)
    answer_now(posted)
    return posted.message


def want_person(conversation: Conversation, user: Anyone, facts: Facts) -> None:
    if facts.get("body"):
        send(conversation, user, facts)
    ask_person(conversation, actor=person_of(user))


def want_ticket(conversation: Conversation, user: Anyone, facts: Facts) -> None:
    if facts.get("body"):
        send(conversation, user, facts)
    convert_to_ticket(conversation, email=facts.get("email") or "", actor=person_of(user))


def leave(conversation: Conversation, user: Anyone, facts: Facts) -> None:
    talked = conversation.status == Conversation.Status.ACTIVE
    resolution = Conversation.Resolution.SOLVED if talked else Conversation.Resolution.UNSOLVED
    end_conversation(conversation, actor=person_of(user), resolution=resolution)


def be_seen(conversation: Conversation, user: Anyone, facts: Facts) -> None:
    mark_seen(conversation)


def judge(conversation: Conversation, user: Anyone, facts: Facts) -> None:
    rate(
        conversation,
        score=facts.get("score") or 0,
        comment=facts.get("comment") or "",
        customer=conversation.customer,
        actor=person_of(user),
    )


VISITS: Mapping[str, Callable[[Conversation, Anyone, Facts], object]] = {
    "send": send,
    "person": want_person,
    "ticket": want_ticket,
    "end": leave,
    "rate": judge,
    "seen": be_seen,
}
