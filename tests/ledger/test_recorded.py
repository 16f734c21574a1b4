"""What is configured in the admin leaves one event with who did it, and nothing when nothing changed."""

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from accounts.actions import set_presence
from accounts.admin import ApiTokenAdmin, UserAdmin
from accounts.models import Presence, Skill, Team
from helpdesk.ledger.models import Event
from helpdesk.ledger.recorded import RecordedAdmin
from helpdesk.lib.admin import HouseAdmin, NoEditing
from knowledgebase.admin import ArticleTranslationAdmin
from knowledgebase.models import Article, Category
from qa.actions import start_standard_scorecard
from qa.models import Criterion, Scorecard
from tests.factories.knowledgebase import ArticleFactory, CategoryFactory
from tickets.models import BusinessCalendar, SlaPolicy, Topic

pytestmark = pytest.mark.django_db
THROUGH_ACTIONS = {UserAdmin, ArticleTranslationAdmin, ApiTokenAdmin}


@pytest.fixture
def desk(agent, lead):
    """A row of everything that is configured by hand, beside what every desk begins with; returns the events to come."""
    set_presence(agent, "available", actor=agent)
    start_standard_scorecard(actor=lead)
    Team.objects.create(name="Night")
    Skill.objects.create(code="ja", name="Japanese", kind="language")
    ArticleFactory(category=CategoryFactory())
    return Event.objects.filter(pk__gt=Event.objects.latest("pk").pk)


def fields_of(form):
    """What a browser would send for an untouched form."""
    values = {bound.html_name: bound.value() for bound in form}
    values |= {bound.html_initial_name: bound.value() for bound in form if bound.field.show_hidden_initial}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def page_of(client, row):
    """The change form of a row, as it would be sent back, and its address."""
    options = row._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    context = client.get(address).context_data
    sent = fields_of(context["adminform"].form)
    for beside in context["inline_admin_formsets"]:
        sent |= fields_of(beside.formset.management_form)
        for form in beside.formset.initial_forms:
            sent |= fields_of(form)
    return address, sent


CHANGES = [
    (Topic, {"priority": "high"}, "tickets.topic_changed", ["priority"]),
    (SlaPolicy, {"name": "Gold"}, "tickets.slapolicy_changed", ["name"]),
    (SlaPolicy, {"targets-0-resolution_minutes": 90}, "tickets.slapolicy_changed", ["slatarget"]),
    (BusinessCalendar, {"timezone": "Asia/Tokyo"}, "tickets.businesscalendar_changed", ["timezone"]),
    (Scorecard, {"name": "Calls"}, "qa.scorecard_changed", ["name"]),
    (Scorecard, {"criteria-0-weight": 7}, "qa.scorecard_changed", ["criterion"]),
    (Criterion, {"weight": 8}, "qa.criterion_changed", ["weight"]),
    (Presence, {"capacity": 5}, "accounts.presence_changed", ["capacity"]),
    (Team, {"name": "Dawn"}, "accounts.team_changed", ["name"]),
    (Skill, {"name": "Nihongo"}, "accounts.skill_changed", ["name"]),
    (Category, {"icon": "key"}, "knowledgebase.category_changed", ["icon"]),
    (Article, {"is_promoted": "on"}, "knowledgebase.article_changed", ["is_promoted"]),
]


@pytest.mark.parametrize(("model", "change", "verb", "fields"), CHANGES)
def test_a_change_leaves_one_event_with_who_did_it(desk, admin, client_of, model, change, verb, fields):
    client = client_of(admin)
    address, sent = page_of(client, model.objects.first())
    answer = client.post(address, {**sent, **change})
    assert answer.status_code == 302, answer.context_data["errors"]
    event = desk.get()
    assert (event.verb, event.actor, event.data) == (verb, admin, {"fields": fields})
    assert "Ada Admin changed" in event.text


@pytest.mark.parametrize("model", dict.fromkeys(row[0] for row in CHANGES))
def test_a_save_that_changes_nothing_leaves_nothing(desk, admin, client_of, model):
    client = client_of(admin)
    address, sent = page_of(client, model.objects.first())
    assert client.post(address, sent).status_code == 302
    assert not desk.exists()


def test_a_refused_form_leaves_nothing(desk, admin, client_of):
    client = client_of(admin)
    address, sent = page_of(client, SlaPolicy.objects.first())
    assert client.post(address, {**sent, "name": ""}).status_code == 200
    assert not desk.exists()


def test_what_an_action_tells_of_is_told_once(desk, admin, client_of):
    client = client_of(admin)
    address, sent = page_of(client, Article.objects.first())
    client.post(address, {**sent, "category": CategoryFactory().pk})
    assert [(event.verb, event.actor) for event in desk.all()] == [("article.moved", admin)]


def test_a_list_edited_in_place_is_told_row_by_row(desk, admin, client_of):
    client, rows = client_of(admin), Category.objects.order_by("position", "slug")
    sent = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    client.post("/admin/knowledgebase/category/", {**sent, "form-0-id": rows[0].pk, "form-0-position": 4})
    assert [event.data for event in desk.all()] == [{"fields": ["position"]}]


def test_what_is_added_and_removed_is_named(admin, client_of):
    client = client_of(admin)
    client.post("/admin/accounts/team/add/", {"name": "Dusk"})
    team = Team.objects.get()
    client.post(f"/admin/accounts/team/{team.pk}/delete/", {"post": "yes"})
    told = [(event.verb, event.actor, event.data) for event in Event.objects.all()]
    assert told == [(f"accounts.team_{what}", admin, {"name": "Dusk"}) for what in ("added", "removed")]


def test_many_removed_at_once_are_each_told(admin, client_of):
    Team.objects.create(name="A"), Team.objects.create(name="B")
    chosen = list(Team.objects.values_list("pk", flat=True))
    client_of(admin).post(
        "/admin/accounts/team/", {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    )
    assert not Team.objects.exists()
    assert sorted(event.data["name"] for event in Event.objects.filter(actor=admin)) == ["A", "B"]


def test_no_page_of_the_admin_writes_unrecorded():
    pages = {type(page) for page in django_admin.site._registry.values()}
    silent = {page for page in pages - THROUGH_ACTIONS if not issubclass(page, (NoEditing, RecordedAdmin))}
    assert not silent
    assert all(issubclass(page, HouseAdmin) for page in pages)


def test_every_table_shown_is_named_in_words():
    shown = set(django_admin.site._registry)
    for page in django_admin.site._registry.values():
        shown |= {beside.model for beside in page.inlines}
    assert [
        model.__name__ for model in shown if "verbose_name_plural" not in model._meta.original_attrs
    ] == []
