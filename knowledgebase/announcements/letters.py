"""What subscribers read: rendered when it is sent, in their language, so that a late translation still reaches them."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from helpdesk.lib import languages
from helpdesk.lib.html import to_text
from helpdesk.lib.letters import LOOP_HEADER, inliner, sender
from knowledgebase.announcements.links import confirm_url, end_url
from knowledgebase.announcements.models import AnnouncementLetter
from knowledgebase.announcements.showing import html_of

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
FOLDER = "knowledgebase/announcements/mail"


def as_message(letter: AnnouncementLetter, connection: BaseEmailBackend | None) -> EmailMultiAlternatives:
    """The letter, ready to be sent."""
    kind = "news" if letter.announcement else "confirm"
    with translation.override(spoken_to(letter)):
        values = news_of(letter) if letter.announcement else {"link": confirm_url(letter.subscription)}
        values |= {"brand": settings.BRAND_NAME, "language": languages.get(spoken_to(letter))}
        subject = " ".join(render_to_string(f"{FOLDER}/{kind}_subject.txt", values).split())
        text = render_to_string(f"{FOLDER}/{kind}.txt", values).strip() + "\n"
        html = inliner().inline(render_to_string(f"{FOLDER}/{kind}.html", values))
    to = [letter.subscription.email]
    headers = headers_of(letter)
    message = EmailMultiAlternatives(
        subject[:250], text, sender(), to, headers=headers, connection=connection
    )
    message.attach_alternative(html, "text/html")
    return message


def spoken_to(letter: AnnouncementLetter) -> str:
    language = letter.subscription.language
    return language if language in dict(settings.LANGUAGES) else languages.DEFAULT


def news_of(letter: AnnouncementLetter) -> dict[str, Any]:
    """The announcement, or one update of it, in the subscriber's language or the nearest one."""
    announcement, update = letter.announcement, letter.update
    language = letter.subscription.language
    title = announcement.said_in(language) if announcement else None
    told = update.said_in(language) if update else None
    source = (told.text, told.language) if told else (title.body, title.language) if title else ("", language)
    html = html_of(*source)
    slug = announcement.slug if announcement else ""
    return {
        "announcement": announcement,
        "update": update,
        "title": title,
        "spoken": languages.get(source[1]),
        "html": html,
        "text": to_text(html),
        "link": settings.BASE_URL + reverse("announcements:announcement-detail", args=[slug]),
        "end_link": end_url(letter.subscription),
    }


def headers_of(letter: AnnouncementLetter) -> dict[str, str]:
    """Marked as automatic; one click in the reader's mail program ends the subscription (RFC 8058)."""
    lines = {
        LOOP_HEADER: settings.SUPPORT_ADDRESS,
        "Content-Language": spoken_to(letter),
        "Message-ID": letter.mail_id,
        **AUTOMATIC,
    }
    if letter.announcement:
        domain = settings.SUPPORT_ADDRESS.rpartition("@")[2]
        lines["List-Id"] = f"<announcements.{domain}>"
        lines["List-Unsubscribe"] = f"<{end_url(letter.subscription)}>"
        lines["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return lines
