"""Narrowing the desk's lists: only by what is named here, so that no address can ask for anything else."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.lib.clean_text import PlainTextField
from tickets.models import Message, Ticket, TicketQuerySet, Topic

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ORDERS = {
    "due": ("due_order", "pk"),
    "updated": ("-updated_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "newest": ("-created_at", "-pk"),
}
NUMBER = re.compile(r"(?:[A-Za-z]{1,6}-?)?0*(\d{1,12})")
ANY = ("", _("Any"))


class ListFilter(forms.Form):
    """What the agent asked for; a value that is not offered is left out rather than refused."""

    q = PlainTextField(label=_("Number, address or words"), max_length=200, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *Ticket.Status.choices], required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=[ANY, *Ticket.Priority.choices], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[ANY, *Ticket.Channel.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[ANY, *settings.LANGUAGES], required=False)
    topic = forms.ChoiceField(label=pgettext_lazy("of a request", "Topic"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("due", _("Next due first")),
            ("updated", _("Last change first")),
            ("oldest", _("Oldest first")),
            ("newest", _("Newest first")),
        ],
        required=False,
    )

    def __init__(self, data: QueryDict, *, topics: dict[str, Topic]) -> None:
        super().__init__(data)
        offered = [ANY, *((slug, topic.name) for slug, topic in topics.items())]
        self.fields["topic"].choices = offered  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.chosen.get("sort", "due")]

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.chosen) - {"sort", "q"})

    def narrow(self, tickets: TicketQuerySet) -> TicketQuerySet:
        """The tickets that fit, ready to be put in `order`."""
        chosen = self.chosen
        for name in ("status", "priority", "channel", "language", "topic"):
            if name in chosen:
                tickets = tickets.filter(**{name: chosen[name]})
        if "q" in chosen:
            tickets = tickets.filter(matching(chosen["q"]))
        return tickets.annotate(due_order=Coalesce("next_due_at", Value(NEVER)))


def matching(words: str) -> Q:
    """By number, by address, or by words of the subject, the customer's name or the thread."""
    number = NUMBER.fullmatch(words)
    if number:
        return Q(number__iexact=words) | Q(number__endswith=f"-{int(number[1]):06d}")
    if "@" in words:
        return Q(requester__email__icontains=words)
    said = Message.objects.filter(ticket=OuterRef("pk"), body__icontains=words)
    return Q(subject__icontains=words) | Q(requester__name__icontains=words) | Q(Exists(said))
