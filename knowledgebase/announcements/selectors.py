"""What lists of announcements show."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from accounts.permissions import Anyone
from knowledgebase.announcements.models import (
    Announcement,
    AnnouncementLetter,
    AnnouncementQuerySet,
    Subscription,
)
from knowledgebase.announcements.permissions import visible_announcements


def present(user: Anyone) -> AnnouncementQuerySet:
    """What a reader is told now, with its words."""
    return visible_announcements(user).filter(running()).with_words().order_by("-starts_at", "-pk")


def past(user: Anyone) -> AnnouncementQuerySet:
    """What is over, with its words, the latest first; to be paged by `starts_at`."""
    return visible_announcements(user).exclude(running()).with_words().order_by("-starts_at", "-pk")


def running() -> Q:
    """Published and not past its end."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=now())
    return Q(status=Announcement.Status.PUBLISHED) & lasting


def due_to_start() -> AnnouncementQuerySet:
    """Their hour has come and nobody has noted it."""
    waiting = Announcement.objects.filter(running(), started_at=None, starts_at__lte=now())
    return waiting.order_by("starts_at")


def due_to_end() -> AnnouncementQuerySet:
    """Past their end by the clock."""
    return Announcement.objects.filter(status=Announcement.Status.PUBLISHED, ends_at__lte=now())


def subscriptions_to(announcement: Announcement) -> "models.QuerySet[Subscription]":
    """Confirmed addresses that are told of it: what is for customers or staff goes to their proven addresses only."""
    rows = Subscription.objects.filter(confirmed_at__isnull=False)
    own = rows.filter(user__is_active=True, user__email=F("email"))
    if announcement.audience == Announcement.Audience.STAFF:
        return own.filter(user__is_staff=True)
    if announcement.audience == Announcement.Audience.CUSTOMERS:
        return own
    return rows


def due_letters() -> "models.QuerySet[AnnouncementLetter]":
    """What should be handed to the mail server now."""
    queued = AnnouncementLetter.objects.filter(status=AnnouncementLetter.Status.QUEUED)
    return queued.filter(next_try_at__lte=now()).order_by("next_try_at")
