"""Who is told what, and who may tell it."""

from accounts.permissions import NOT_LEAD, Anyone, can_lead, can_work
from helpdesk.lib.errors import Forbidden, Missing
from knowledgebase.announcements.models import Announcement, AnnouncementQuerySet, IncidentUpdate


def audiences_of(user: Anyone) -> frozenset[str]:
    """The audiences a reader belongs to; staff belong to all."""
    if not user.is_authenticated:
        return frozenset({Announcement.Audience.EVERYONE})
    if user.is_staff:
        return frozenset(Announcement.Audience.values)
    return frozenset({Announcement.Audience.EVERYONE, Announcement.Audience.CUSTOMERS})


def visible_announcements(user: Anyone) -> AnnouncementQuerySet:
    """What a reader may open: begun, present or past, meant for them."""
    return Announcement.objects.begun().filter(audience__in=audiences_of(user))


def access_announcement(user: Anyone, slug: str) -> Announcement:
    """The announcement with its words and course, or Missing. Four queries."""
    found = visible_announcements(user).with_course().filter(slug=slug).first()
    if found is None:
        raise Missing
    return found


def can_announce(user: Anyone) -> bool:
    """May write, publish and end announcements: leads and administrators."""
    return can_lead(user)


def access_draft(user: Anyone, pk: int) -> Announcement:
    """An announcement as the desk sees it, whatever its state; agents may read it. Missing for everybody else."""
    found = Announcement.objects.with_course().select_related("author").filter(pk=pk).first()
    if found is None or not can_work(user):
        raise Missing
    return found


def access_to_change(user: Anyone, pk: int) -> Announcement:
    """The same, for whoever may change it; Forbidden for agents, who only read."""
    found = access_draft(user, pk)
    if not can_announce(user):
        raise Forbidden(NOT_LEAD)
    return found


def access_update(announcement: Announcement, pk: int) -> IncidentUpdate:
    """An update of this announcement, or Missing."""
    update = announcement.updates.filter(pk=pk).first()
    if update is None:
        raise Missing
    return update
