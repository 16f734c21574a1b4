"""The demo's announcements: one warning and one planned work that run, and an incident of last week with its course."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Max

from accounts.models import User
from helpdesk.demo.past import Past, mark_as_heard
from helpdesk.ledger.models import Event
from knowledgebase.announcements.actions import (
    Facts,
    Said,
    create_announcement,
    end_announcement,
    post_update,
    publish_announcement,
    save_words,
)
from knowledgebase.announcements.models import Announcement, IncidentUpdate

SOURCE = Path(__file__).parent / "announcements.yaml"


def build_announcements(past: Past, lead: User) -> None:
    """Through the actions everybody has; then the clock is set back to when it happened."""
    before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    for told in yaml.safe_load(SOURCE.read_text(encoding="utf-8")):
        began = past.now - timedelta(hours=told["began_hours_ago"])
        row = announced(told, began, lead)
        if told.get("updates"):
            tell_course(row, told["updates"], began, lead)
    mark_as_heard(Event.objects.filter(pk__gt=before))


def announced(told: dict[str, Any], began: datetime, lead: User) -> Announcement:
    words = {
        code: Said(**{name: text.strip() for name, text in said.items()})
        for code, said in told["words"].items()
    }
    facts = Facts(kind=told["kind"], severity=told["severity"])
    row = create_announcement(words.pop("en"), facts=facts, actor=lead)
    for language, said in words.items():
        save_words(row, language, said=said, actor=lead)
    ends_at = began + timedelta(hours=told["lasts_hours"]) if told.get("lasts_hours") else None
    publish_announcement(row, ends_at=ends_at, actor=lead)
    rows = Announcement.objects.filter(pk=row.pk)
    rows.update(slug=told["slug"], starts_at=began, started_at=began, created_at=began, updated_at=began)
    return rows.get()


def tell_course(row: Announcement, updates: list[dict[str, Any]], began: datetime, lead: User) -> None:
    at = began
    for told in updates:
        at = began + timedelta(minutes=told["minutes_in"])
        update = post_update(row, stage=told["stage"], words=told["words"], actor=lead)
        IncidentUpdate.objects.filter(pk=update.pk).update(posted_at=at)
    end_announcement(row, actor=lead)
    Announcement.objects.filter(pk=row.pk).update(ends_at=at + timedelta(hours=1), updated_at=at)
