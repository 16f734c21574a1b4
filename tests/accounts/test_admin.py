"""Django's admin: who enters, what each page costs, and that changes go through the actions."""

import re

import pytest
from django.contrib import admin as django_admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import create_token, grant_skill, set_presence
from accounts.models import ApiToken, Skill, Team, User
from helpdesk.ledger.models import Event
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30
PEOPLE = "/admin/accounts/user/"


def pages():
    return sorted(django_admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def desk(agent, lead, admin):
    """A row of everything of ours, and twenty people."""
    skill = Skill.objects.create(code="ja", name="Japanese", kind="language")
    Team.objects.create(name="Night")
    for person in UserFactory.create_batch(20, role="agent"):
        grant_skill(person, skill, level=3, actor=admin)
    set_presence(agent, "available", actor=agent)
    create_token(agent, name="script", scope="read", actor=agent)
    return skill


@pytest.mark.parametrize("model", pages(), ids=lambda model: model._meta.label)
def test_each_page_is_answered_within_its_queries(model, desk, admin, client_of):
    client = client_of(admin)
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    addresses = [
        reverse(f"{place}_changelist"),
        reverse(f"{place}_changelist") + "?q=a",
        reverse(f"{place}_add"),
    ]
    if first := model._default_manager.first():
        addresses += [reverse(f"{place}_change", args=[first.pk])]
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        assert status == 200 or (status == 403 and address.endswith("/add/")), f"{address} {status}"
        assert len(queries) <= MOST_QUERIES, f"{address} {len(queries)}"


def test_the_mark_beside_its_name_is_there(admin, client_of):
    client = client_of(admin)
    mark = re.search(r'<link rel="icon"[^>]*href="([^"]+)"', client.get("/admin/").text)
    assert client.get(mark[1]).status_code == 302, "the file's own name carries a hash"


def test_the_index_and_the_side_bar_cost_little(desk, admin, client_of):
    client = client_of(admin)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/admin/")
    assert PEOPLE in answer.text
    assert len(queries) <= MOST_QUERIES


def test_only_pages_of_the_house_are_shown():
    foreign = [
        m._meta.label
        for m in pages()
        if not type(django_admin.site._registry[m]).__module__.endswith("admin")
    ]
    assert not foreign
    assert "auth.Group" not in {model._meta.label for model in pages()}


@pytest.mark.parametrize(("role", "sees"), [("agent", False), ("lead", True), ("admin", True)])
def test_people_are_shown_to_leads_and_administrators(request, desk, client_of, role, sees):
    client = client_of(request.getfixturevalue(role))
    assert (client.get(PEOPLE).status_code == 200) is sees


def test_a_lead_changes_nobody(lead, customer, client_of):
    client = client_of(lead)
    page = client.post(f"{PEOPLE}{customer.pk}/change/", {"name": "X", "role": "administrator"})
    assert page.status_code == 403
    assert User.objects.get(pk=customer.pk).is_customer


def form_of(person, **changes):
    return {
        "name": person.name,
        "language": person.language,
        "timezone": person.timezone,
        "role": person.role,
        "team": "",
        "agent_skills-TOTAL_FORMS": 0,
        "agent_skills-INITIAL_FORMS": 0,
        **changes,
    }


def test_inviting_somebody_mails_them_a_link(admin, client, client_of, outbox, monkeypatch, password):
    from accounts import invitations, tasks

    monkeypatch.setattr(invitations, "later", lambda path, *args: tasks.send_mail(*args))
    form = {"email": "New@Staff.example", "name": "Noor", "language": "ar", "role": "lead", "team": ""}
    client_of(admin).post(f"{PEOPLE}add/", form)
    person = User.objects.get(email="new@staff.example")
    assert person.is_lead
    link = re.search(r"https?://[^/\s]+(/ar/\S+)", outbox[0].body)[1]
    chosen = client.get(link, follow=True)
    client.post(chosen.request["PATH_INFO"], {"password1": password, "password2": password})
    assert User.objects.get(pk=person.pk).check_password(password)
    verbs = set(Event.objects.filter(actor=admin).values_list("verb", flat=True))
    assert verbs == {"customer.created", "role.changed", "person.invited"}


def test_a_known_address_cannot_be_invited_again(admin, customer, client_of):
    form = {"email": customer.email.upper(), "name": "X", "language": "en", "role": "agent", "team": ""}
    answer = client_of(admin).post(f"{PEOPLE}add/", form)
    assert answer.status_code in {200, 409}
    assert User.objects.get(pk=customer.pk).is_customer


def test_a_role_is_changed_and_recorded(admin, customer, client_of):
    client_of(admin).post(f"{PEOPLE}{customer.pk}/change/", form_of(customer, role="agent"))
    assert User.objects.get(pk=customer.pk).is_agent
    assert Event.objects.get(verb="role.changed").data == {"from": "customer", "to": "agent"}


def test_nobody_changes_their_own_role(admin, client_of):
    answer = client_of(admin).post(f"{PEOPLE}{admin.pk}/change/", form_of(admin, role="agent"))
    assert "cannot change your own role" in answer.text
    assert User.objects.get(pk=admin.pk).role == "administrator"


def test_an_administrator_makes_nobody_superuser(client_of, customer):
    plain = UserFactory(role="administrator")
    client_of(plain).post(
        f"{PEOPLE}{customer.pk}/change/", form_of(customer, is_superuser="on", is_staff="on")
    )
    person = User.objects.get(pk=customer.pk)
    assert (person.is_superuser, person.is_staff) == (False, False)


def test_skills_are_granted_and_withdrawn_by_hand(admin, agent, desk, client_of):
    client = client_of(admin)
    row = {"agent_skills-0-skill": desk.pk, "agent_skills-0-level": 4, "agent_skills-0-user": agent.pk}
    client.post(f"{PEOPLE}{agent.pk}/change/", form_of(agent, **row, **{"agent_skills-TOTAL_FORMS": 1}))
    held = agent.agent_skills.get()
    counts = {"agent_skills-TOTAL_FORMS": 1, "agent_skills-INITIAL_FORMS": 1}
    gone = {"agent_skills-0-id": held.pk, "agent_skills-0-DELETE": "on"}
    client.post(f"{PEOPLE}{agent.pk}/change/", form_of(agent, **row, **counts, **gone))
    assert not agent.agent_skills.exists()
    about = Event.objects.about(agent).filter(verb__startswith="skill.")
    assert [event.verb for event in about] == ["skill.granted", "skill.withdrawn"]


def test_people_are_deactivated_from_the_list_and_oneself_is_not(admin, agent, client_of):
    form = {"action": "deactivate", "_selected_action": [agent.pk, admin.pk]}
    answer = client_of(admin).post(PEOPLE, form, follow=True)
    assert "You cannot deactivate yourself" in answer.text
    assert set(User.objects.filter(is_active=False)) == {agent}


def test_deleting_a_token_revokes_it(admin, agent, client_of):
    token, _text = create_token(agent, name="script", scope="read", actor=agent)
    client_of(admin).post(f"/admin/accounts/apitoken/{token.pk}/delete/", {"post": "yes"})
    assert not ApiToken.objects.exists()
    assert Event.objects.get(verb="token.revoked").actor == admin


def test_the_ledger_can_only_be_read(admin, client_of, desk):
    event = Event.objects.first()
    client = client_of(admin)
    page = client.get(f"/admin/ledger/event/{event.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert client.post(f"/admin/ledger/event/{event.pk}/change/", {"verb": "x"}).status_code == 403


def test_only_the_admins_own_pages_relax_the_policy(admin, client_of):
    client = client_of(admin)
    assert "unsafe-eval" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/console/")["Content-Security-Policy"]
