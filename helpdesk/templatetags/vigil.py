"""The few template tags every page uses."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.defaultfilters import date as date_words
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from helpdesk.lib.charts import spark_columns, sparkline
from helpdesk.lib.languages import direction, get
from helpdesk.lib.secrets import shown
from helpdesk.lib.secrets.words import LISTS

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, size: int = 20, mirror: bool = False) -> SafeString:
    """An inline drawing beside a word: hidden from screen readers, which read the word.

    `mirror` turns it over in right-to-left pages, for arrows and other drawings whose direction means something.
    """
    classes = "icon icon--mirror" if mirror else "icon"
    attributes = {"class": classes, "aria-hidden": "true", "focusable": "false", "stroke_width": "1.5"}
    try:
        return SafeString(lucide(name, size=size, **attributes))
    except IconDoesNotExist as error:
        raise template.TemplateSyntaxError(f"There is no icon named {name!r}.") from error


@register.filter
def in_list(value: object, words: str) -> bool:
    return str(value) in words.split(",")


@dataclass(frozen=True)
class LanguageLink:
    """The present page in one language."""

    code: str
    native: str
    direction: str
    url: str
    absolute: str
    is_current: bool


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """This page in every interface language; empty where the address carries no language.

    A view whose pages differ by language puts `language_urls` (code → path) into the context; a language it leaves
    out is not linked.
    """
    request = context.get("request")
    if request is None:
        return []
    urls = context.get("language_urls") or translated_paths(request.path)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    current = get_language() or settings.LANGUAGE_CODE
    return [
        LanguageLink(
            code,
            get(code).native,
            get(code).direction,
            path + query,
            settings.BASE_URL + path,
            code == current,
        )
        for code, path in urls.items()
    ]


def translated_paths(path: str) -> dict[str, str]:
    """The path in each interface language: the language is its first part and the rest is the same in all of them."""
    codes = [code for code, _name in settings.LANGUAGES]
    first, _, rest = path.lstrip("/").partition("/")
    return {code: f"/{code}/{rest}" for code in codes} if first in codes else {}


@register.simple_tag(name="time", takes_context=True)
def time_tag(context: Context, value: datetime | None, form: str = "moment") -> SafeString | str:
    """`<time datetime>` in the reader's zone. form: moment (date and time), day, clock, or relative (a script keeps
    "5 minutes ago" fresh; without it the moment is shown)."""
    if value is None:
        return "—"
    return _time(value, form, get_language() or "", timezone.get_current_timezone_name())


@lru_cache(maxsize=4096)
def _time(value: datetime, form: str, language: str, zone: str) -> SafeString:
    """Drawn once for each moment, language and zone: a list that refreshes shows the same moments again."""
    local = timezone.localtime(value)
    formats = {"day": "DATE_FORMAT", "clock": "TIME_FORMAT"}
    words = date_words(local, formats.get(form, "SHORT_DATETIME_FORMAT"))
    whole = date_words(local, "DATETIME_FORMAT")
    if form == "relative":
        return format_html(
            '<relative-time><time datetime="{}" title="{} {}">{}</time></relative-time>',
            local.isoformat(),
            whole,
            local.tzname(),
            words,
        )
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>', local.isoformat(), whole, local.tzname(), words
    )


@register.inclusion_tag("components/_who.html")
def who(person: Any, size: str = "", presence: str = "") -> dict[str, Any]:
    """A person's avatar and name side by side."""
    return {"person": person, "size": size, "presence": presence}


@register.simple_tag
def avatar(person: Any) -> SafeString:
    """A person's avatar alone, for lists of many."""
    return _avatar(initials(person), bool(getattr(person, "is_staff", False)))


@lru_cache(maxsize=1024)
def _avatar(letters: str, is_staff: bool) -> SafeString:
    return render_to_string("components/_avatar.html", {"letters": letters, "person": {"is_staff": is_staff}})


@register.simple_tag
def bidi(text: object) -> SafeString:
    """Words of unknown direction inside a sentence, kept from turning it around."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def text_direction(code: str) -> str:
    """`dir` for a block in a language: `<p lang="{{ code }}" dir="{{ code|text_direction }}">`."""
    return direction(code)


@register.filter
def native_name(code: str) -> str:
    """A language as its own speakers call it."""
    return get(code).native


@register.filter
def initials(person: object) -> str:
    """One or two letters for an avatar; a single character in scripts that have no capitals."""
    words = str(person or "").split("@")[0].split()
    if not words:
        return "?"
    if words[0][0].lower() == words[0][0].upper():
        return words[0][:1]
    return words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]


TONES = {
    "new": ("accent", "circle-dot"),
    "open": ("", "circle"),
    "waiting": ("wait", "hourglass"),
    "solved": ("good", "circle-check"),
    "closed": ("", "archive"),
    "bot": ("bot", "bot"),
    "queued": ("wait", "hourglass"),
    "active": ("accent", "message-circle"),
    "ended": ("", "circle-check"),
    "high": ("wait", "chevron-up"),
    "urgent": ("bad", "chevrons-up"),
    "low": ("", "chevron-down"),
    "normal": ("", "minus"),
}


@register.simple_tag
def status(value: str, label: object) -> SafeString:
    """A status or priority as a pill: always with its own shape beside its colour."""
    return _pill(str(value), str(label))


@lru_cache(maxsize=512)
def _pill(value: str, label: str) -> SafeString:
    tone, shape = TONES.get(value, ("", "circle"))
    drawn = {"text": label, "tone": tone, "icon": shape, "strong": value == "urgent"}
    return render_to_string("components/_pill.html", drawn)


SOON = timedelta(hours=1)


@register.simple_tag
def sla(due_at: datetime | None) -> SafeString | str:
    """A promise as a pill whose word and shape change as its time runs out; nothing when nothing is owed."""
    if due_at is None:
        return ""
    left = due_at - timezone.now()
    if left <= timedelta(0):
        words, tone, shape = _("Late by %(time)s"), "bad", "triangle-alert"
    else:
        words = _("Due in %(time)s")
        tone, shape = ("wait", "timer") if left <= SOON else ("", "clock")
    drawn = (("text", words % {"time": short_duration(abs(left))}), ("tone", tone), ("icon", shape))
    return _promise(due_at, drawn, get_language() or "", timezone.get_current_timezone_name())


@lru_cache(maxsize=2048)
def _promise(due_at: datetime, drawn: tuple[tuple[str, str], ...], language: str, zone: str) -> SafeString:
    given = dict(drawn)
    return render_to_string(
        "components/_sla.html", {"due_at": due_at, "strong": given["tone"] == "bad", **given}
    )


@register.filter
def short_duration(length: timedelta | None) -> str:
    """One unit, rounded down: 40 s, 12 min, 3 h, 2 days."""
    seconds = int(length.total_seconds()) if length is not None else 0
    if seconds < 60:
        return _("%(n)s s") % {"n": max(seconds, 0)}
    if seconds < 3600:
        return _("%(n)s min") % {"n": seconds // 60}
    if seconds < 2 * 86400:
        return _("%(n)s h") % {"n": seconds // 3600}
    days = seconds // 86400
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.inclusion_tag("components/_spark.html")
def spark(points: Sequence[float], form: str = "line") -> dict[str, object]:
    """An hour below a number: the `line` it took, or `columns` of how often something happened."""
    return {"spark": spark_columns(points) if form == "columns" else sparkline(points)}


@register.filter
def split(words: str) -> list[str]:
    """The words of a comma-separated list, for a loop over a few constants."""
    return words.split(",")


@register.filter
def item(values: dict[str, Any], key: str) -> Any:
    """A value whose key is not a name a template can write."""
    return values.get(key)


@register.filter
def kept_text(text: str) -> str:
    """A kept text as its reader sees it: the notes in the place of secrets in the reader's language."""
    return shown(text)


@register.inclusion_tag("components/_secret_guard.html")
def secret_guard() -> dict[str, str]:
    """The page's guard; the word lists are fetched by the browser that needs one."""
    lists = {name: static(f"wordlists/{name}.txt") for name in LISTS}
    return {"lists": json.dumps(lists), "lane_url": reverse("tickets:ticket-new")}
