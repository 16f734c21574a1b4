"""The banner of what is announced, on every public page."""

from typing import Any

from django import template
from django.template.context import Context

from knowledgebase.announcements.showing import bar_context

register = template.Library()


@register.inclusion_tag("knowledgebase/announcements/_bar.html", takes_context=True)
def announcement_bar(context: Context, place: str = "help") -> dict[str, Any]:
    """What the reader is told at this place now; a page about one announcement does not repeat it."""
    shown = context.get("announcement")
    return bar_context(context["request"], place, without=shown.pk if shown else None)
