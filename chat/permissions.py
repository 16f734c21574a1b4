"""Who sees which conversation, and what they may do in it."""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db.models import Q

from accounts.permissions import Anyone, can_work
from chat.models import Conversation, ConversationQuerySet
from helpdesk.lib.errors import Missing

SALT = "chat.visitor"
TOKEN_SECONDS = 60 * 60 * 24 * 14


def visible_conversations(user: Anyone) -> ConversationQuerySet:
    """Agents see every conversation, customers their own, visitors none: they come with a token."""
    rows = Conversation.objects.all()
    if isinstance(user, AnonymousUser) or not user.is_active:
        return rows.none()
    if user.is_agent:
        return rows
    return rows.filter(customer=user)


def visitor_token(conversation: Conversation) -> str:
    """What lets a visitor back into this conversation and into no other."""
    return signing.dumps(str(conversation.public_id), salt=SALT)


def conversation_of_token(token: str) -> uuid.UUID | None:
    """The conversation a token was signed for; None when it is forged or older than two weeks."""
    try:
        return uuid.UUID(signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def access_conversation(user: Anyone, public_id: uuid.UUID, *, token: str = "") -> Conversation:
    """The conversation, for an agent, for its customer, or for whoever holds its token.

    A known customer's conversation is closed to the token alone: after they sign out on a shared machine the
    token that stayed behind opens nothing.
    """
    rows = Conversation.objects.select_related("customer", "agent").filter(public_id=public_id)
    if can_work(user):
        allowed = rows
    else:
        mine = Q(customer=user) if user.is_authenticated and user.is_active else Q(pk__in=[])
        if token and conversation_of_token(token) == public_id:
            mine |= Q(customer=None)
        allowed = rows.filter(mine)
    conversation = allowed.first()
    if conversation is None:
        raise Missing
    return conversation


def access_as_visitor(user: Anyone, public_id: uuid.UUID, *, token: str) -> Conversation:
    """The visitor's side of a conversation. Staff who try the widget are visitors there: being an agent opens
    nothing, so that nobody speaks as a customer by mistake."""
    person = AnonymousUser() if user.is_authenticated and user.is_staff else user
    return access_conversation(person, public_id, token=token)


def can_answer(user: Anyone, conversation: Conversation) -> bool:
    """Only the agent who accepted it speaks in it."""
    return (
        can_work(user)
        and conversation.status == Conversation.Status.ACTIVE
        and conversation.agent_id == user.pk
    )


def can_end(user: Anyone, conversation: Conversation) -> bool:
    """Its own agent; any agent while it is nobody's."""
    return can_work(user) and not conversation.is_ended and conversation.agent_id in {None, user.pk}


def can_accept(user: Anyone, conversation: Conversation) -> bool:
    """Any agent, while it waits."""
    return can_work(user) and conversation.status == Conversation.Status.QUEUED
