"""The pictures of the README, taken from the demo. With VIGIL_SCREENSHOTS=1 they are written to docs/screenshots/."""

import base64
import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from chat.models import Conversation
from helpdesk.demo.build import SMALL, build
from qa.models import Review
from tickets.models import Ticket

PLACE = Path(settings.BASE_DIR, "docs", "screenshots")
QUALITY = 82
LARGEST = 120_000


def shoot(page):
    """The window as WebP, which keeps the repository small."""
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(answer["data"])


def scenes():
    """Name, who looks, theme and address of each picture."""
    ticket = Ticket.objects.filter(assignee__isnull=False, language="en", last_seq__gte=3).latest(
        "updated_at"
    )
    chat = Conversation.objects.queued().filter(language="en").latest("pk")
    review = Review.objects.finished().filter(subject_type="chat").latest("pk")
    return [
        ("help-center", None, "light", "/en/"),
        ("ticket", "ana@agent.demo", "light", f"/console/tickets/{ticket.number}/?view=all"),
        ("chat", "ana@agent.demo", "light", f"/console/chats/{chat.public_id}/"),
        ("review", "lead@staff.demo", "light", f"/qa/reviews/{review.pk}/"),
        ("live-board", "lead@staff.demo", "dark", "/console/live/"),
    ]


@pytest.mark.slow
def test_the_readmes_pictures_can_be_taken(page_of, live_url):
    build(seed=2026, size=SMALL, say=lambda words: None)
    taken = {}
    for name, email, theme, path in scenes():
        user = User.objects.get(email=email) if email else None
        page = page_of(user, theme=theme, width=1280, height=800)
        assert page.goto(path).status == 200
        page.wait_for_load_state("networkidle")
        taken[name] = shoot(page)
    assert all(5_000 < len(picture) < LARGEST for picture in taken.values()), {
        n: len(p) for n, p in taken.items()
    }
    if os.environ.get("VIGIL_SCREENSHOTS") == "1":
        PLACE.mkdir(parents=True, exist_ok=True)
        for name, picture in taken.items():
            (PLACE / f"{name}.webp").write_bytes(picture)


def test_the_readme_shows_pictures_that_exist():
    text = Path(settings.BASE_DIR, "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"\(docs/screenshots/([\w-]+\.webp)\)", text)
    assert shown
    assert not [name for name in shown if not (PLACE / name).exists()]
