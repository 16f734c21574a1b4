"""What sockets read and write in the reading threads: whole synchronous steps, each one thread hop."""

import uuid
from dataclasses import dataclass, replace
from typing import Any, Self

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import override

from accounts.actions import heartbeat
from accounts.models import User
from accounts.permissions import Anyone, can_work, is_over
from chat.actions import mark_read, mark_seen
from chat.models import Conversation
from chat.permissions import access_as_visitor, access_conversation
from chat.selectors import frames_after, status_frame
from chat.words import AGENT, VISITOR, reader_language


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in, and to what."""

    conversation: Conversation
    is_agent: bool
    language: str

    @property
    def side(self) -> str:
        return AGENT if self.is_agent else VISITOR

    def on_page(self, language: str) -> Self:
        """The same, read in the language of the visitor's page; the console has its agent's."""
        return self if self.is_agent else replace(self, language=reader_language(language, self.language))


def enter(user: Anyone, session: SessionBase | None, public_id: uuid.UUID, token: str) -> Entered:
    """Grant access or raise Missing. Staff past the end of their session, or without the second factor that is
    asked of them, are nobody here."""
    is_agent = can_work(user) and not is_over(session) and not token
    access = access_conversation if is_agent else access_as_visitor
    conversation = access(user, public_id, token=token)
    if is_agent and isinstance(user, User):
        heartbeat(user)
    else:
        mark_seen(conversation)
    return Entered(conversation, is_agent, user.language if isinstance(user, User) else conversation.language)


def missed(entered: Entered, after: int) -> list[dict[str, Any]]:
    """The next page of missed messages, in order, in the reader's language."""
    with override(entered.language):
        return frames_after(entered.conversation, after, entered.side)


def state_of(entered: Entered, user: Anyone) -> dict[str, Any]:
    """The conversation's state as a `status` frame."""
    conversation = Conversation.objects.select_related("agent", "ticket").get(pk=entered.conversation.pk)
    with override(entered.language):
        return status_frame(conversation, user if entered.is_agent else None)


def read_up_to(entered: Entered, user: Anyone, seq: int) -> None:
    agent = user if entered.is_agent and isinstance(user, User) else None
    mark_read(entered.conversation, seq=seq, agent=agent)


def takes_part(entered: Entered, user: Anyone) -> bool:
    """The visitor, or the agent who has the chat now: staff who look in are not seen by the visitor."""
    if not entered.is_agent:
        return True
    return Conversation.objects.filter(pk=entered.conversation.pk, agent=user.pk).exists()


def beat(entered: Entered, user: Anyone) -> int:
    """A ping's work: the sign of life, and the conversation's last number for healing a lost nudge."""
    if entered.is_agent and isinstance(user, User):
        heartbeat(user)
    else:
        mark_seen(entered.conversation)
    return Conversation.objects.values_list("last_seq", flat=True).get(pk=entered.conversation.pk)
