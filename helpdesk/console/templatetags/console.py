"""Tags of the console's shell."""

from typing import Any

from django import template
from django.template.context import Context

from accounts.models import Presence
from helpdesk.console.doors import doors_of
from helpdesk.console.news import seen_by
from helpdesk.console.selectors import own_presence

register = template.Library()

HANDED_ON = ("request", "user", "theme", "brand", "language", "csrf_token")


@register.inclusion_tag("console/_rail.html", takes_context=True)
def rail(context: Context) -> dict[str, Any]:
    request = context["request"]
    return {
        **{name: context.get(name) for name in HANDED_ON},
        "doors": doors_of(request.user, request.path, seen=seen_by(request)),
        "presence": own_presence(request.user),
        "states": Presence.State.choices,
    }
