"""The chat as a way to reach us, with its present wait."""

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chat.selectors import Wait, present_wait
from knowledgebase.contact import Channel, offer_channel

KEPT_SECONDS = 10


def chat_channel() -> Channel:
    """What may honestly be said now; asked for on every page of the help center, so worked out once in ten seconds."""
    language = get_language() or "en"
    wait: Wait | None = cache.get(f"chat:wait:{language}")
    if wait is None:
        wait = present_wait(language)
        cache.set(f"chat:wait:{language}", wait, KEPT_SECONDS)
    return Channel(_("Live chat"), wait.text, "message-circle", reverse("chat:widget"))


offer_channel("chat", 10, chat_channel)
