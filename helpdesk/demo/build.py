"""Building the demo, whole or not at all."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from helpdesk.demo.announcements import build_announcements
from helpdesk.demo.cast import build_cast
from helpdesk.demo.chats import tell_chats
from helpdesk.demo.mail import tell_mail
from helpdesk.demo.past import Past
from helpdesk.demo.reviews import Reviewing, build_scorecard
from helpdesk.demo.shelves import build_glossary, build_shelves
from helpdesk.demo.talks import Lounge
from helpdesk.demo.threads import Desk
from helpdesk.demo.tickets import set_up_desk, tell_tickets

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MARK = "admin@staff.demo"
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Size:
    tickets: int
    chats: int


WHOLE, SMALL = Size(tickets=130, chats=170), Size(tickets=24, chats=30)


def refuse_outside_demo() -> None:
    """The demo's passwords are printed in the README, so it is never loaded where strangers could sign in."""
    if not settings.DEMO:
        raise CommandError(
            "The demo is off. Set VIGIL_DEMO=1, as `make run` does, to load it into a database of its own."
        )
    if settings.BIND not in LOOPBACK:
        raise CommandError(
            f"The demo's passwords are public, so it loads only when Vigil is bound to 127.0.0.1, not to {settings.BIND}."
        )
    if User.objects.exists() and not is_built():
        raise CommandError(
            "This database already has people in it. The demo loads only into an empty one, so that it mixes with nothing. "
            "Set VIGIL_DEMO=0 to start without it."
        )


def is_built() -> bool:
    return User.objects.filter(email=MARK).exists()


@transaction.atomic
def build(*, seed: int, size: Size, say: Say) -> dict[str, int]:
    """Build everything in one transaction; an interrupted build leaves nothing behind. Returns what was made."""
    rng, past = random.Random(seed), Past(now())  # noqa: S311 the dice choose stories, not secrets
    say("People and their skills …")
    cast = build_cast(past, rng)
    say("24 articles in six languages, eight of them in Arabic too …")
    build_shelves(past, cast.admin, rng)
    build_announcements(past, cast.lead)
    build_glossary(cast.admin)
    set_up_desk()
    desk, lounge = Desk.of(past), Lounge.of(past)
    say("Two weeks of tickets and chats …")
    tell_tickets(desk, cast, rng, count=size.tickets)
    tell_chats(lounge, desk, cast, rng, count=size.chats)
    desk.write()
    lounge.write()
    say("Mail …")
    tell_mail(desk, random.Random(seed))  # noqa: S311 the dice choose seconds, not secrets
    say("Reviews …")
    Reviewing(past, cast, rng, build_scorecard(past, cast)).tell()
    events = past.write()
    desk.settle()
    return {"tickets": len(desk.threads), "chats": len(lounge.talks), "events": events}
