"""What the chat adds to templates."""

from django import template

from chat.models import Conversation, Message

register = template.Library()


@register.filter
def said_last(last: dict[int, Message], conversation: Conversation) -> str:
    """What a person said last in a listed conversation, cut to a line."""
    message = last.get(conversation.pk)
    return " ".join(message.text.split())[:120] if message else ""
