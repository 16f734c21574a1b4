"""Every write of the chat, one function a verb."""

from chat.actions.conversations import (
    Visitor,
    end_conversation,
    mark_read,
    mark_seen,
    start_conversation,
)
from chat.actions.desk import (
    accept_conversation,
    ask_person,
    ask_security,
    give_up_conversation,
    give_up_left,
    release_conversation,
    requeue_lost,
)
from chat.actions.posting import Draft, Posted, post_message, post_messages, say, topic_of
from chat.actions.tickets import convert_to_ticket

__all__ = [
    "Draft",
    "Posted",
    "Visitor",
    "accept_conversation",
    "ask_person",
    "ask_security",
    "convert_to_ticket",
    "end_conversation",
    "give_up_conversation",
    "give_up_left",
    "mark_read",
    "mark_seen",
    "post_message",
    "post_messages",
    "release_conversation",
    "requeue_lost",
    "say",
    "start_conversation",
    "topic_of",
]
