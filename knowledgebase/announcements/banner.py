"""What is announced at this moment, for every page: one short list, kept for seconds, narrowed to the reader.

A page kept for visitors holds the lines it was made with; it lives half a minute and this list a quarter of one, so
that nothing is shown or missed longer than 45 seconds, whichever process published it. Start and end go by the clock.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from knowledgebase.announcements.models import Announcement, AnnouncementWords, best_of
from knowledgebase.announcements.permissions import audiences_of

COOKIE = "vigil_put_away"
COOKIE_SECONDS = 90 * 86_400
REMEMBERED = 20
MOST_LINES = 3
PLACES = {"help": "shows_in_help", "widget": "shows_in_widget", "form": "shows_in_form"}
_KEPT_SECONDS = 15
_KEY = "kb:announced"
_WEIGHT = {value: weight for weight, value in enumerate(Announcement.Severity.values)}


@dataclass(frozen=True, slots=True)
class Announced:
    """A published announcement with the lines of its banner."""

    announcement: Announcement
    words: tuple[AnnouncementWords, ...]

    @property
    def pk(self) -> int:
        return int(self.announcement.pk)

    def line(self, language: str) -> AnnouncementWords:
        line: AnnouncementWords = best_of(self.words, language, self.announcement.source_language)
        return line


def announced() -> list[Announced]:
    """Everything published and not over, also what begins later; one query in a quarter of a minute."""
    kept: list[Announced] | None = cache.get(_KEY)
    if kept is None:
        kept = _read()
        cache.set(_KEY, kept, _KEPT_SECONDS)
    return kept


def _read() -> list[Announced]:
    lasting = Q(announcement__ends_at=None) | Q(announcement__ends_at__gt=now())
    rows = AnnouncementWords.objects.filter(lasting, announcement__status=Announcement.Status.PUBLISHED)
    held: dict[int, list[AnnouncementWords]] = {}
    for row in rows.select_related("announcement").defer("body", "afterword"):
        held.setdefault(row.announcement_id, []).append(row)
    found = [Announced(words[0].announcement, tuple(words)) for words in held.values()]
    return sorted(found, key=lambda one: (-_WEIGHT[one.announcement.severity], -_begun(one), -one.pk))


def _begun(one: Announced) -> float:
    starts_at = one.announcement.starts_at
    return starts_at.timestamp() if starts_at else 0.0


def forget_announced() -> None:
    """After commit, the list is read anew."""
    transaction.on_commit(lambda: cache.delete(_KEY))


def lines_for(request: HttpRequest, place: str, at: datetime | None = None) -> list[Announced]:
    """What this reader is told at this place now, the gravest first; without what they put away."""
    told, away, at = audiences_of(request.user), put_away(request), at or now()
    return [
        one
        for one in announced()
        if one.announcement.is_on(at)
        and one.announcement.audience in told
        and getattr(one.announcement, PLACES[place])
        and one.pk not in away
    ]


def put_away(request: HttpRequest) -> tuple[int, ...]:
    """Which of the present announcements the reader has put away; costs nothing without the cookie.

    Only what is announced now counts, so that a made-up cookie makes no page of its own.
    """
    if COOKIE not in request.COOKIES:
        return ()
    named = set(_numbers(request.COOKIES[COOKIE]))
    return tuple(sorted(one.pk for one in announced() if one.pk in named and one.announcement.is_dismissible))


def remember_put_away(request: HttpRequest, response: HttpResponse, pk: int) -> None:
    """Keep in the browser that this one was read; the last twenty are remembered."""
    numbers = [number for number in _numbers(request.COOKIES.get(COOKIE, "")) if number != pk]
    value = ".".join(str(number) for number in [*numbers, pk][-REMEMBERED:])
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_SECONDS, httponly=True, secure=request.is_secure(), samesite="Lax"
    )


def _numbers(text: str) -> list[int]:
    parts = text[:400].split(".")
    return [int(part) for part in parts if part.isascii() and part.isdigit()][-REMEMBERED:]


def state_of(lines: Iterable[Announced]) -> str:
    """Changes with anything the lines show, so that an open page knows whether to draw them again."""
    shown = [(one.pk, one.announcement.updated_at.isoformat()) for one in lines]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
