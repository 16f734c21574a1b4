"""What the pages, the banner and the feed show of announcements, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.permissions import Anyone
from helpdesk.lib import languages
from helpdesk.lib.markdown import render
from helpdesk.lib.paging import keyset
from knowledgebase.announcements.banner import MOST_LINES, Announced, lines_for, state_of
from knowledgebase.announcements.models import Announcement, AnnouncementWords, IncidentUpdate, UpdateWords
from knowledgebase.announcements.permissions import visible_announcements
from knowledgebase.announcements.selectors import past, present

PAST_A_PAGE = 20
FEED_ENTRIES = 30
TONES = {"info": "accent", "minor": "wait", "major": "bad", "critical": "bad"}
ICONS = {
    "notice": "megaphone",
    "maintenance": "wrench",
    "incident": "triangle-alert",
    "security": "shield-alert",
}
STAGE_TONES = {"investigating": "bad", "identified": "wait", "monitoring": "accent", "resolved": "good"}
STAGE_ICONS = {
    "investigating": "search",
    "identified": "crosshair",
    "monitoring": "eye",
    "resolved": "circle-check",
}
# A page that stays open while somebody writes asks by itself; the others when the reader comes back to them.
ASK_AGAIN_SECONDS = {"widget": 45, "form": 45}
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """An announcement as one line: in a banner or a list."""

    announcement: Announcement
    words: AnnouncementWords
    is_fallback: bool

    @property
    def tone(self) -> str:
        is_resolved = self.announcement.stage == Announcement.Stage.RESOLVED
        return "good" if is_resolved else TONES[self.announcement.severity]

    @property
    def icon(self) -> str:
        is_resolved = self.announcement.stage == Announcement.Stage.RESOLVED
        return "circle-check" if is_resolved else ICONS[self.announcement.kind]

    @property
    def kind_icon(self) -> str:
        return ICONS[self.announcement.kind]

    @property
    def severity_tone(self) -> str:
        return TONES[self.announcement.severity]

    @property
    def language_native(self) -> str:
        return languages.get(self.words.language).native

    @property
    def stage_tone(self) -> str:
        return STAGE_TONES.get(self.announcement.stage, "")

    @property
    def stage_icon(self) -> str:
        return STAGE_ICONS.get(self.announcement.stage, "circle")


@dataclass(frozen=True, slots=True)
class Step:
    """An update of an incident as the reader sees it."""

    update: IncidentUpdate
    words: UpdateWords
    is_fallback: bool

    @property
    def tone(self) -> str:
        return STAGE_TONES[self.update.stage]

    @property
    def icon(self) -> str:
        return STAGE_ICONS[self.update.stage]

    @property
    def language_native(self) -> str:
        return languages.get(self.words.language).native

    @property
    def html(self) -> SafeString:
        return html_of(self.words.text, self.words.language)


def html_of(source: str, language: str) -> SafeString:
    """Markdown as the house renders it: cleaned, with links to articles."""
    return mark_safe(render(source, article_url=article_address, language=language).html)  # noqa: S308 cleaned by the renderer


def article_address(slug: str) -> str:
    return reverse("kb:article", args=[slug])


def line_of(announcement: Announcement, language: str) -> Line | None:
    words = announcement.said_in(language)
    return Line(announcement, words, words.language != language) if words else None


def steps_of(announcement: Announcement, language: str) -> list[Step]:
    """Its course, the latest first; an update nobody has put into words is left out."""
    said = ((update, update.said_in(language)) for update in announcement.updates.all())
    return [Step(update, words, words.language != language) for update, words in said if words]


def bar_context(request: HttpRequest, place: str, *, without: int | None = None) -> Context:
    """The banner of a place: at most three lines, the rest is one link away."""
    told = [one for one in lines_for(request, place) if one.pk != without]
    language = request.LANGUAGE_CODE
    return {
        "lines": [as_line(one, language) for one in told[:MOST_LINES]],
        "more": len(told) - MOST_LINES,
        "state": state_of(told),
        "place": place,
        "every": ASK_AGAIN_SECONDS.get(place, 0),
        "back": request.path,
        "language": languages.get(language),
    }


def as_line(one: Announced, language: str) -> Line:
    words = one.line(language)
    return Line(one.announcement, words, words.language != language)


def list_context(user: Anyone, language: str, cursor: str) -> tuple[Context, float]:
    """What is announced now and what was, and when any of it last changed. Five queries."""
    running = list(present(user))
    gone = keyset(past(user), cursor, order=("-starts_at", "-pk"), size=PAST_A_PAGE)
    context = {
        "present": [line for row in running if (line := line_of(row, language))],
        "past": [line for row in gone.rows if (line := line_of(row, language))],
        "page": gone,
    }
    changed = max((row.updated_at.timestamp() for row in [*running, *gone.rows]), default=0.0)
    return context, changed


def detail_context(announcement: Announcement, language: str) -> tuple[Context, float]:
    """One announcement with its course, and when it last changed."""
    line = line_of(announcement, language)
    words = line.words if line else None
    context = {
        "announcement": announcement,
        "line": line,
        "content_language": languages.get(words.language) if words else None,
        "body": html_of(words.body, words.language) if words and words.body else "",
        "afterword": html_of(words.afterword, words.language) if words and words.afterword else "",
        "steps": steps_of(announcement, language),
        "summary": summary_of(words),
    }
    return context, announcement.updated_at.timestamp()


def feed_xml(user: Anyone, language: str) -> str:
    """Atom: an entry for each announcement and each update of an incident, the latest first."""
    home = settings.BASE_URL + reverse("announcements:announcement-list")
    title = _("%(brand)s announcements") % {"brand": settings.BRAND_NAME}
    own = settings.BASE_URL + reverse("announcements:feed")
    feed = Atom1Feed(
        title=title, link=home, description="", language=language, feed_url=own, feed_guid=own,
        author_name=settings.BRAND_NAME,
    )  # fmt: skip
    rows = visible_announcements(user).with_course().order_by("-starts_at", "-pk")[:FEED_ENTRIES]
    entries = [entry for row in rows for entry in entries_of(row, language)]
    for entry in sorted(entries, key=lambda entry: entry["pubdate"], reverse=True)[:FEED_ENTRIES]:
        feed.add_item(**entry)
    return feed.writeString("utf-8")


def entries_of(announcement: Announcement, language: str) -> list[Context]:
    line = line_of(announcement, language)
    if line is None:
        return []
    link = settings.BASE_URL + reverse("announcements:announcement-detail", args=[announcement.slug])
    started = {
        "title": f"{announcement.get_kind_display()}: {line.words.title}",
        "description": html_of(line.words.body or line.words.title, line.words.language),
        "link": link,
        "unique_id": link,
        "pubdate": announcement.starts_at,
        "updateddate": announcement.updated_at,
    }
    return [started, *(entry_of(step, line.words.title, link) for step in steps_of(announcement, language))]


def entry_of(step: Step, title: str, link: str) -> Context:
    place = f"{link}#update-{step.update.pk}"
    return {
        "title": f"{step.update.get_stage_display()}: {title}",
        "description": step.html,
        "link": place,
        "unique_id": place,
        "pubdate": step.update.posted_at,
        "updateddate": step.update.posted_at,
    }


def summary_of(words: AnnouncementWords | None) -> str:
    """A sentence or two for a page's description."""
    if words is None:
        return ""
    plain = strip_tags(html_of(words.body, words.language)) if words.body else words.title
    return " ".join(plain.split())[:200]
