"""What the desk's pages show: the list, and one announcement in the language that is worked in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name

from helpdesk.ledger.models import Event
from helpdesk.lib import languages
from helpdesk.lib.paging import keyset
from knowledgebase.announcements.actions import Said
from knowledgebase.announcements.forms import (
    LanguageForm,
    ListForm,
    UpdateForm,
    facts_form,
    publish_form,
    words_form,
)
from knowledgebase.announcements.models import Announcement, IncidentUpdate, UpdateWords
from knowledgebase.announcements.permissions import can_announce
from knowledgebase.announcements.showing import html_of, line_of

ROWS_A_PAGE = 30
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tab:
    """A language the announcement can be worked on in."""

    code: str
    native: str
    is_written: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An update with its words in the working language, and those it can be translated from."""

    update: IncidentUpdate
    words: UpdateWords | None
    source: UpdateWords | None


def list_context(request: HttpRequest) -> Context:
    form = ListForm(request.GET)
    rows = form.narrowed(Announcement.objects.with_words())
    found = keyset(rows, request.GET.get("after", ""), size=ROWS_A_PAGE)
    return {
        "form": form,
        "lines": [line for row in found.rows if (line := line_of(row, request.LANGUAGE_CODE))],
        "page": found,
        "is_narrowed": any(form.cleaned_data.values()),
        "query": query_of(request),
        "may_announce": can_announce(request.user),
    }


def query_of(request: HttpRequest) -> str:
    """The filters as they stand in an address."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


def detail_context(request: HttpRequest, announcement: Announcement, **shown: object) -> Context:
    """One announcement in the language of `?language=`, its source language without one; `shown` goes before what is fresh."""
    language = LanguageForm.of(request.GET, announcement.source_language)
    spoken = {row.language: row for row in announcement.words.all()}
    return {
        "announcement": announcement,
        "line": line_of(announcement, request.LANGUAGE_CODE),
        "working": languages.get(language),
        "tabs": tabs_of(spoken, language),
        "words": spoken.get(language),
        "source": spoken.get(announcement.source_language),
        "course": [told_in(update, language, announcement) for update in announcement.updates.all()],
        "history": Event.objects.about(announcement).for_timeline().reverse()[:30],
        "may_announce": can_announce(request.user),
        "zone": get_current_timezone_name(),
        "facts_form": facts_form(announcement),
        "words_form": words_form(announcement, language, spoken.get(language)),
        "publish_form": publish_form(announcement),
        "update_form": UpdateForm(initial={"stage": announcement.stage}, language=language),
        **shown,
    }


def tabs_of(spoken: Any, language: str) -> list[Tab]:
    codes = dict.fromkeys([*dict(settings.LANGUAGES), *spoken, language])
    return [Tab(code, languages.get(code).native, code in spoken, code == language) for code in codes]


def told_in(update: IncidentUpdate, language: str, announcement: Announcement) -> Told:
    rows = {row.language: row for row in update.words.all()}
    source = update.said_in(announcement.source_language)
    return Told(update, rows.get(language), source)


def preview_of(said: Said, language: str) -> Context:
    """The typed words as readers would see them; nothing is kept."""
    return {
        "title": said.title,
        "body": html_of(said.body, language) if said.body else "",
        "afterword": html_of(said.afterword, language) if said.afterword else "",
    }
