"""Every change to what is announced: written in the ledger, forgotten by the kept pages, told by mail from there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib import languages
from helpdesk.lib.errors import Conflict, Invalid
from knowledgebase.announcements.banner import forget_announced
from knowledgebase.announcements.models import Announcement, AnnouncementWords, IncidentUpdate, UpdateWords
from knowledgebase.caching import forget_pages

# How long the banner still says that an incident is over.
RESOLVED_STAYS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an announcement is, apart from its words."""

    kind: str = Announcement.Kind.NOTICE
    severity: str = Announcement.Severity.INFO
    audience: str = Announcement.Audience.EVERYONE
    shows_in_help: bool = True
    shows_in_widget: bool = True
    shows_in_form: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What an announcement says in one language."""

    title: str
    body: str = ""
    afterword: str = ""


@transaction.atomic
def create_announcement(
    said: Said, *, facts: Facts, actor: User | None, language: str = languages.DEFAULT
) -> Announcement:
    """A draft in its source language; nobody outside the desk sees it before it is published."""
    _check_title(said.title)
    announcement = Announcement.objects.create(
        slug=_free_slug(said.title, facts.kind), source_language=language, author=actor, **asdict(facts)
    )
    AnnouncementWords.objects.create(announcement=announcement, language=language, **asdict(said))
    record("announcement.created", announcement, actor=actor, data={"slug": announcement.slug})
    return announcement


@transaction.atomic
def change_announcement(announcement: Announcement, facts: Facts, *, actor: User | None) -> Announcement:
    """Change what it is, whom it is for and where it shows; one that is over stays as it was."""
    announcement = _locked(announcement)
    _refuse_ended(announcement)
    changed = [name for name, value in asdict(facts).items() if getattr(announcement, name) != value]
    if not changed:
        return announcement
    if "kind" in changed and announcement.updates.exists():
        raise Conflict(_("This incident has updates already, so it stays an incident."))
    for name in changed:
        setattr(announcement, name, getattr(facts, name))
    _touch(announcement, *changed)
    record("announcement.changed", announcement, actor=actor, data={"changed": changed})
    return announcement


@transaction.atomic
def save_words(announcement: Announcement, language: str, *, said: Said, actor: User | None) -> Announcement:
    """Say it in a language, or better; the afterword may be written when it is over."""
    _check_title(said.title)
    _check_language(language)
    announcement = _locked(announcement)
    row, is_new = AnnouncementWords.objects.get_or_create(
        announcement=announcement, language=language, defaults=asdict(said)
    )
    changed = [name for name, value in asdict(said).items() if getattr(row, name) != value]
    if not is_new and not changed:
        return announcement
    for name in changed:
        setattr(row, name, getattr(said, name))
    row.save(update_fields=["title", "body", "afterword"])
    _touch(announcement)
    record("announcement.worded", announcement, actor=actor, data={"language": language})
    return announcement


@transaction.atomic
def publish_announcement(
    announcement: Announcement,
    *,
    actor: User | None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Announcement:
    """Show it from `starts_at` (now) until `ends_at` (until it is ended). One that runs keeps its start."""
    announcement = _locked(announcement)
    _refuse_ended(announcement)
    starts_at = announcement.starts_at if announcement.started_at else (starts_at or now())
    if ends_at and (ends_at <= now() or (starts_at and ends_at <= starts_at)):
        late = _("Choose an end after the start and after this moment.")
        raise Invalid(late, fields={"ends_at": [late]})
    if not announcement.is_draft and (announcement.starts_at, announcement.ends_at) == (starts_at, ends_at):
        return announcement
    announcement.status = Announcement.Status.PUBLISHED
    announcement.starts_at, announcement.ends_at = starts_at, ends_at
    if announcement.is_incident and not announcement.stage:
        announcement.stage = Announcement.Stage.INVESTIGATING
    _touch(announcement, "status", "starts_at", "ends_at", "stage")
    times = {"starts_at": _iso(starts_at), "ends_at": _iso(ends_at)}
    record("announcement.published", announcement, actor=actor, data=times)
    return start_announcement(announcement, actor=actor)


@transaction.atomic
def start_announcement(announcement: Announcement, *, actor: User | None) -> Announcement:
    """Note that its hour has come, once; before that, or after the end, nothing happens."""
    announcement = _locked(announcement)
    if announcement.started_at or not announcement.is_on():
        return announcement
    announcement.started_at = now()
    _touch(announcement, "started_at")
    record("announcement.started", announcement, actor=actor, data={"slug": announcement.slug})
    return announcement


@transaction.atomic
def unschedule_announcement(announcement: Announcement, *, actor: User | None) -> Announcement:
    """Make a draft again of one whose hour has not come."""
    announcement = _locked(announcement)
    if announcement.is_draft:
        return announcement
    if not announcement.is_scheduled:
        raise Conflict(_("Readers have seen this announcement. End it instead."))
    announcement.status = Announcement.Status.DRAFT
    _touch(announcement, "status")
    record("announcement.unscheduled", announcement, actor=actor)
    return announcement


@transaction.atomic
def end_announcement(announcement: Announcement, *, actor: User | None) -> Announcement:
    """Take it from the banners; it stays in the list of the past."""
    announcement = _locked(announcement)
    if announcement.status == Announcement.Status.ENDED:
        return announcement
    if announcement.is_draft or announcement.is_scheduled:
        raise Conflict(_("Nobody has seen this announcement yet, so there is nothing to end."))
    announcement.status = Announcement.Status.ENDED
    announcement.ends_at = min(announcement.ends_at or now(), now())
    _touch(announcement, "status", "ends_at")
    record("announcement.ended", announcement, actor=actor, data={"slug": announcement.slug})
    return announcement


@transaction.atomic
def post_update(
    announcement: Announcement, *, stage: str, words: Mapping[str, str], actor: User | None
) -> IncidentUpdate:
    """Say how the incident goes on, in one language or several; the same words twice are one update.

    "Resolved" lets the banner say so for an hour more; an update of another stage opens it again.
    """
    announcement = _locked(announcement)
    _refuse_ended(announcement)
    spoken = _checked(announcement, stage, words)
    last = announcement.updates.prefetch_related("words").first()
    if last and last.stage == stage and {row.language: row.text for row in last.words.all()} == spoken:
        return last
    update = IncidentUpdate.objects.create(announcement=announcement, stage=stage, author=actor)
    rows = [UpdateWords(update=update, language=code, text=text) for code, text in spoken.items()]
    UpdateWords.objects.bulk_create(rows)
    announcement.ends_at = _end_after(announcement, stage)
    announcement.stage = stage
    _touch(announcement, "stage", "ends_at")
    record("incident.updated", announcement, actor=actor, data={"update": update.pk, "stage": stage})
    return update


def _checked(announcement: Announcement, stage: str, words: Mapping[str, str]) -> dict[str, str]:
    if not announcement.is_incident:
        raise Conflict(_("Only an incident has updates. Change the words instead."))
    if stage not in Announcement.Stage.values:
        raise Invalid(_("Choose how far it is."), fields={"stage": [_("Choose how far it is.")]})
    spoken = {code: text.strip() for code, text in words.items() if text.strip()}
    if not spoken:
        empty = _("Say what is known now.")
        raise Invalid(empty, fields={"text": [empty]})
    for code in spoken:
        _check_language(code)
    return spoken


def _end_after(announcement: Announcement, stage: str) -> datetime | None:
    if stage == Announcement.Stage.RESOLVED:
        soon = now() + RESOLVED_STAYS
        return min(announcement.ends_at or soon, soon) if announcement.starts_at else None
    return None if announcement.stage == Announcement.Stage.RESOLVED else announcement.ends_at


@transaction.atomic
def save_update_words(update: IncidentUpdate, language: str, *, text: str, actor: User | None) -> UpdateWords:
    """Say an update in one more language, or mend its words; who was told by mail is not told again."""
    text = text.strip()
    if not text:
        empty = _("Say what is known now.")
        raise Invalid(empty, fields={"text": [empty]})
    _check_language(language)
    announcement = _locked(update.announcement)
    row, is_new = UpdateWords.objects.get_or_create(update=update, language=language, defaults={"text": text})
    if not is_new and row.text == text:
        return row
    row.text = text
    row.save(update_fields=["text"])
    _touch(announcement)
    data = {"update": update.pk, "language": language}
    record("incident.worded", announcement, actor=actor, data=data)
    return row


def _locked(announcement: Announcement) -> Announcement:
    return Announcement.objects.select_for_update().get(pk=announcement.pk)


def _touch(announcement: Announcement, *fields: str) -> None:
    announcement.updated_at = now()
    announcement.save(update_fields=[*fields, "updated_at"])
    forget_announced()
    forget_pages()


def _check_title(title: str) -> None:
    if not title.strip():
        empty = _("Write the one line people read first.")
        raise Invalid(empty, fields={"title": [empty]})


def _check_language(language: str) -> None:
    if not languages.is_known(language):
        unknown = _("Choose one of the languages.")
        raise Invalid(unknown, fields={"language": [unknown]})


def _refuse_ended(announcement: Announcement) -> None:
    if announcement.is_over:
        raise Conflict(_("This announcement is over. Write a new one."))


def _free_slug(title: str, kind: str) -> str:
    """A short address: the title's Latin words, or the kind; never one that is taken."""
    stem = f"{now():%Y-%m-%d}-{slugify(title)[:50].strip('-') or kind}"
    taken = set(Announcement.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := f"{stem}-{n}" if n > 1 else stem) not in taken
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
