"""Reads about people that more than one caller needs."""

from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.timezone import now

from accounts.models import STAFF_ROLES, AgentSkill, Presence, Skill, User, UserQuerySet
from accounts.permissions import is_over


def reachable_agents() -> UserQuerySet:
    """Active agents who said they are available and were heard from within the last minute."""
    present = Presence.objects.reachable().values("user")
    return User.objects.staff().filter(pk__in=present, groups__name__in=STAFF_ROLES).distinct()


def agents_for_chat(language: str) -> UserQuerySet:
    """Reachable agents who hold a valid skill in `language`; when there is none, every reachable agent.

    A chat in a language nobody speaks is better answered through translation than not at all.
    """
    speakers = AgentSkill.objects.valid().filter(skill__kind=Skill.Kind.LANGUAGE, skill__code=language)
    fitting = reachable_agents().filter(pk__in=speakers.values("user"))
    return fitting if fitting.exists() else reachable_agents()


class Seat(NamedTuple):
    """Somebody at an open socket: who, by which session, and whether they came in as staff."""

    user: int
    session_key: str
    works: bool


def seats_kept(seats: set[Seat]) -> set[Seat]:
    """Which open sockets may stay: the rule of `can_work` and of the staff session's end, for all of them in a few
    queries. Whoever was deactivated, signed out, or gained or lost the right to work is not among them."""
    ids = {seat.user for seat in seats}
    active = set(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))
    workers = workers_among(active)
    keys = {seat.session_key for seat in seats}
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    over = {row.session_key: is_over(row.get_decoded()) for row in rows}
    return {
        seat
        for seat in seats
        if seat.user in active
        and (seat.user in workers) == seat.works
        and (not seat.session_key or seat.session_key in over)
        and not (seat.works and over.get(seat.session_key))
    }


def workers_among(ids: set[int]) -> set[int]:
    """Which of these active people may work, by the rule of `can_work`, in one query."""
    works = Q(is_superuser=True) | Q(is_staff=True, groups__name__in=STAFF_ROLES)
    rows = User.objects.filter(works, pk__in=ids)
    if settings.STAFF_MFA_REQUIRED:
        rows = rows.filter(pk__in=Authenticator.objects.values("user"))
    return set(rows.values_list("pk", flat=True))
