"""The rail's doors: where the console leads, and what waits behind each."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.console.counts import Count, counts


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
    Door("console:news", "bell", _("News for me"), "i"),
    Door("tickets-console:ticket-list", "inbox", _("Tickets"), "t"),
    Door("chat-console:chat-list", "messages-square", _("Chats"), "c"),
    Door("kb:home", "book-open", _("Knowledge"), "k", minor=True),
    Door("glossary-console:term-list", "book-a", _("Glossary"), "w", minor=True),
    Door("announcements-console:announcement-list", "megaphone", _("Announcements"), "a", minor=True),
    Door("qa:review-list", "clipboard-check", _("Quality"), "q"),
    Door("console:live", "activity", _("Live board"), "l"),
    Door("admin:index", "settings", _("Settings"), "s", lead_only=True, minor=True),
)


def doors_of(user: User, path: str, *, seen: int) -> list[dict[str, Any]]:
    """The doors this person may see, with their counts; `path` is where they stand, `seen` the newest news they know."""
    numbers = counts(user, seen)
    links = [link_of(door, path, numbers) for door in DOORS if user.is_lead or not door.lead_only]
    return [link for link in links if link]


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
