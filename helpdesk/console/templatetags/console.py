"""Tags of the console's shell."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Presence
from helpdesk.console.counts import Count, counts

register = template.Library()


@dataclass(frozen=True)
class Door:
    """One entry of the rail: where it leads, its drawing, its word and its key after `g`."""

    url_name: str
    icon: str
    label: Promise
    key: str
    lead_only: bool = False
    minor: bool = False


DOORS = (
    Door("console:home", "house", _("Home"), "h"),
    Door("tickets-console:ticket-list", "inbox", _("Tickets"), "t"),
    Door("chat-console:chat-list", "messages-square", _("Chats"), "c"),
    Door("kb:home", "book-open", _("Knowledge"), "k", minor=True),
    Door("qa:review-list", "clipboard-check", _("Quality"), "q"),
    Door("console:live", "activity", _("Live board"), "l"),
    Door("admin:index", "settings", _("Settings"), "s", lead_only=True, minor=True),
)


@register.inclusion_tag("console/_rail.html", takes_context=True)
def rail(context: Context) -> dict[str, Any]:
    request = context["request"]
    numbers = counts(request.user)
    return {
        **{
            name: context.get(name)
            for name in ("request", "user", "theme", "brand", "language", "csrf_token")
        },
        "doors": [
            link
            for link in (
                link_of(door, request.path, numbers) for door in DOORS if may_see(door, request.user)
            )
            if link
        ],
        "presence": Presence.objects.filter(user=request.user).first(),
        "states": Presence.State.choices,
    }


def may_see(door: Door, user: Any) -> bool:
    return not door.lead_only or user.is_lead


def link_of(door: Door, path: str, numbers: dict[str, Count]) -> dict[str, Any] | None:
    try:
        url = reverse(door.url_name)
    except NoReverseMatch:
        return None
    here = path == url if door.url_name == "console:home" else path.startswith(url)
    return {
        "url": url,
        "icon": door.icon,
        "label": door.label,
        "key": door.key,
        "minor": door.minor,
        "here": here,
        "count": numbers.get(door.url_name),
    }
