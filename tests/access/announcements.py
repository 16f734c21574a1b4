from datetime import timedelta

from django.core import signing
from django.utils.timezone import now

from knowledgebase.announcements.actions import post_update, publish_announcement
from knowledgebase.announcements.links import CONFIRM, END
from knowledgebase.announcements.models import Subscription
from tests.access import Row, public
from tests.factories import announce, draft_announcement, incident

LEADS = {"agent": 403, "lead": 302, "admin": 302}
FACTS = {"kind": "notice", "severity": "minor", "audience": "everyone", "places": ["shows_in_help"]}


def one(cast):
    return {"slug": announce().slug}


def draft(cast):
    return {"pk": draft_announcement().pk}


def running(cast):
    return {"pk": announce().pk}


def scheduled(cast):
    return {
        "pk": publish_announcement(draft_announcement(), starts_at=now() + timedelta(days=1), actor=None).pk
    }


def trouble(cast):
    return {"pk": incident().pk}


def course(cast):
    row = incident()
    return {"pk": row.pk, "update": post_update(row, stage="identified", words={"en": "A"}, actor=None).pk}


def yes(cast):
    return {"token": signing.dumps(Subscription.objects.create(email="a@example.com").pk, salt=CONFIRM)}


def no(cast):
    return {"token": signing.dumps(Subscription.objects.create(email="a@example.com").pk, salt=END)}


ROWS = [
    public("announcements:subscription-new"),
    public("announcements:subscription-new", method="POST", data={"email": "b@example.com"}, status=302),
    public("announcements:subscription-asked"),
    public("announcements:subscription-confirm", yes),
    public("announcements:subscription-confirm", yes, method="POST", data={}),
    public("announcements:subscription-confirm", no, status=404),
    public("announcements:subscription-end", no),
    public("announcements:subscription-end", no, method="POST", data={}),
    public("announcements:announcement-list"),
    public("announcements:announcement-detail", one),
    public(
        "announcements:announcement-detail",
        lambda cast: {"slug": announce(audience="staff").slug},
        visitor=404,
        customer=404,
    ),
    public(
        "announcements:announcement-detail",
        lambda cast: {"slug": announce(audience="customers").slug},
        visitor=404,
    ),
    public("announcements:announcement-dismiss", one, method="POST", data={}, status=302),
    public("announcements:feed"),
    public("announcements:bar", query="?place=help"),
    public("announcements-api:announcement-list"),
    public("announcements-api:announcement-detail", one),
    Row("GET", "announcements-console:announcement-list"),
    Row("GET", "announcements-console:announcement-new", agent=403),
    Row(
        "POST",
        "announcements-console:announcement-new",
        data={**FACTS, "title": "A", "language": "en"},
        **LEADS,
    ),
    Row("GET", "announcements-console:announcement-detail", draft),
    Row("POST", "announcements-console:announcement-change", draft, data=FACTS, **LEADS),
    Row("POST", "announcements-console:announcement-words", draft, data={"title": "B"}, **LEADS),
    Row("POST", "announcements-console:announcement-publish", draft, data={}, **LEADS),
    Row("POST", "announcements-console:announcement-unschedule", scheduled, data={}, **LEADS),
    Row("POST", "announcements-console:announcement-end", running, data={}, **LEADS),
    Row(
        "POST",
        "announcements-console:update-new",
        trouble,
        data={"stage": "identified", "text": "A"},
        **LEADS,
    ),
    Row("POST", "announcements-console:update-words", course, data={"text": "B"}, **LEADS),
]
