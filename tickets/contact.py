"""A request as a way to reach us, with the answer time promised on one sent now."""

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledgebase.contact import Channel, offer_channel
from tickets.models import SlaPolicy, SlaTarget, Ticket
from tickets.promises import calendar_for

KEPT_SECONDS = 60


def request_channel() -> Channel:
    """The promise of an ordinary request; its terms are looked up once a minute."""
    return Channel(_("Send a request"), promise(), "mail", reverse("tickets:ticket-new"))


def promise() -> str:
    target: SlaTarget | None = cache.get_or_set("tickets:ordinary-target", ordinary_target, KEPT_SECONDS)
    if target is None:
        return _("We tell you by when we answer, and keep it all in one thread.")
    due = calendar_for(target.policy.calendar).due(timezone.now(), target.first_response_minutes)
    return _("We will answer by %(due)s (%(zone)s)") % {
        "due": date_format(timezone.localtime(due), "SHORT_DATETIME_FORMAT"),
        "zone": timezone.get_current_timezone_name(),
    }


def ordinary_target() -> SlaTarget | None:
    targets = SlaTarget.objects.select_related("policy__calendar")
    policy = SlaPolicy.objects.values("pk")[:1]
    return targets.filter(policy__in=policy, priority=Ticket.Priority.NORMAL).first()


offer_channel("request", 20, request_channel)
