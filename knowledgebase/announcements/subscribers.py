"""What announcements set off, and how people read what happened to them."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe, subscribe
from helpdesk.ledger.models import Event
from helpdesk.lib.jobs import later
from knowledgebase.announcements.models import Announcement

WRITE = "knowledgebase.announcements.tasks.write_letters_after"


@subscribe("announcement.started")
def write_of_start(event: Event) -> None:
    """Tell the subscribers that something is announced."""
    later(WRITE, event.subject_id, None, 0)


@subscribe("incident.updated")
def write_of_update(event: Event) -> None:
    """Tell them how it goes on; not while readers do not see the incident."""
    found = Announcement.objects.filter(pk=event.subject_id).first()
    if found and found.started_at:
        later(WRITE, event.subject_id, event.data["update"], 0)


describe("announcement.created", _("%(actor)s wrote the announcement %(slug)s."))
describe("announcement.changed", _("%(actor)s changed whom or what the announcement is for."))
describe("announcement.worded", _("%(actor)s wrote the words in %(language)s."))
describe("announcement.published", _("%(actor)s published the announcement."))
describe("announcement.unscheduled", _("%(actor)s made the announcement a draft again."))
describe("announcement.started", _("The announcement began to be shown."))
describe("announcement.ended", _("%(actor)s ended the announcement."))
describe("incident.updated", _("%(actor)s posted an update: %(stage)s."))
describe("incident.worded", _("%(actor)s wrote the update in %(language)s."))
describe("announcement.mailed", _("Letters to subscribers: %(letters)s."))
describe("subscription.asked", _("An address was asked whether it wants to be told."))
describe("subscription.confirmed", _("The address said yes."))
describe("subscription.ended", _("The subscription ended."))
describe("subscription.unreached", _("A letter could not be delivered."))
