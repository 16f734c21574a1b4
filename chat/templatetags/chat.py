"""What the chat adds to templates."""

from django import template

from chat.models import Conversation, Message

register = template.Library()


@register.filter
def words_for(message: Message, side: str) -> str:
    """The message as the visitor or the agent reads it."""
    return message.text_for(side)


@register.filter
def unread_in(unread: dict[int, int], conversation: Conversation) -> int:
    """How much the visitor wrote since the agent last looked."""
    return unread.get(conversation.pk, 0)


@register.filter
def said_last(last: dict[int, Message], conversation: Conversation) -> str:
    """What a person said last in a listed conversation, cut to a line."""
    message = last.get(conversation.pk)
    return " ".join(message.text.split())[:120] if message else ""
