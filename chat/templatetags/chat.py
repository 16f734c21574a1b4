"""What the chat adds to templates: the last words of a row, and the present wait for any page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from chat.models import Conversation, Message
from chat.selectors import present_wait

register = template.Library()


@register.filter
def said_last(last: dict[int, Message], conversation: Conversation) -> str:
    """The newest message of a listed conversation, cut to a line."""
    message = last.get(conversation.pk)
    return " ".join(message.text.split())[:120] if message else ""


@register.inclusion_tag("chat/_present_wait.html", takes_context=True)
def chat_wait(context: template.Context) -> dict[str, Any]:
    """How long a chat takes now, honestly, for the "talk to us" panels."""
    return {"wait": present_wait(get_language() or "en")}
