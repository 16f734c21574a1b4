"""What may be done to people, and what each doing leaves behind."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils.timezone import now

from accounts.actions import (
    change_profile,
    create_customer,
    create_token,
    deactivate_user,
    grant_skill,
    heartbeat,
    reactivate_user,
    revoke_token,
    set_presence,
    set_silent_away,
    verify_email,
    withdraw_skill,
)
from accounts.models import AgentSkill, ApiToken, Presence, Skill, User
from accounts.selectors import agents_for_chat
from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Forbidden, Invalid
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def verbs():
    return list(Event.objects.values_list("verb", flat=True))


@pytest.fixture
def japanese():
    return Skill.objects.create(code="ja", name="Japanese", kind=Skill.Kind.LANGUAGE)


def test_a_new_customer_has_no_password_and_is_recorded():
    user = create_customer(" Mei@Example.COM ", name="Mei\x00\n Lin", language="zh-hans")
    assert (user.email, user.name, user.language) == ("mei@example.com", "Mei Lin", "zh-hans")
    assert not user.has_usable_password()
    assert user.email_verified_at is None
    assert verbs() == ["customer.created"]


def test_a_known_address_is_found_and_left_as_it_is(customer):
    found = create_customer(customer.email.upper(), name="Somebody Else", language="ru")
    assert found.pk == customer.pk
    assert (found.name, found.language) == (customer.name, customer.language)
    assert verbs() == []


@pytest.mark.parametrize("address", ["", "no-at-sign", "a@b", "a b@example.com", "x" * 300 + "@example.com"])
def test_it_refuses_what_is_no_address(address):
    with pytest.raises(Invalid) as refusal:
        create_customer(address)
    assert "email" in refusal.value.fields
    assert not User.objects.exists()


def test_an_unknown_language_falls_back_to_english():
    assert create_customer("a@example.com", language="tlh").language == "en"


def test_verifying_twice_equals_once():
    user = create_customer("a@example.com")
    first = verify_email(user, actor=None)
    again = verify_email(first, actor=None)
    assert again.email_verified_at == first.email_verified_at
    assert EmailAddress.objects.filter(user=user, verified=True, primary=True).count() == 1
    assert verbs() == ["customer.created", "email.verified"]


def test_a_profile_change_names_the_fields_that_changed(customer):
    change_profile(customer, name=customer.name, language="ko", timezone="Asia/Seoul", actor=customer)
    assert Event.objects.get().data == {"fields": ["language", "timezone"]}


@pytest.mark.parametrize(("language", "timezone"), [("tlh", "UTC"), ("en", "Mars/Olympus")])
def test_a_profile_refuses_what_does_not_exist(customer, language, timezone):
    with pytest.raises(Invalid):
        change_profile(customer, name="N", language=language, timezone=timezone, actor=customer)
    customer.refresh_from_db()
    assert customer.name == "Mei Lin"


def test_deactivating_ends_sessions_and_tokens(agent, admin, client_of):
    client = client_of(agent)
    create_token(agent, name="script", scope="read", actor=agent)
    set_presence(agent, "available", actor=agent)
    assert client.get("/console/").status_code == 200
    deactivate_user(agent, actor=admin)
    assert client.get("/console/").status_code == 302
    assert not ApiToken.objects.exists()
    assert Presence.objects.get(user=agent).state == "offline"


def test_nobody_deactivates_themselves(admin):
    with pytest.raises(Conflict):
        deactivate_user(admin, actor=admin)
    assert User.objects.get(pk=admin.pk).is_active


def test_a_reactivated_person_may_sign_in_again(agent, admin):
    deactivate_user(agent, actor=admin)
    assert reactivate_user(agent, actor=admin).is_active
    assert verbs() == ["user.deactivated", "user.reactivated"]


def test_a_token_is_stored_as_a_digest_and_revoked_by_its_key(agent):
    token, text = create_token(agent, name="script", scope="read", actor=agent)
    assert text not in str(ApiToken.objects.values().get())
    assert revoke_token(agent, token.token_key, actor=agent)
    assert not revoke_token(agent, token.token_key, actor=agent)
    assert verbs() == ["token.created", "token.revoked"]


def test_somebody_elses_token_cannot_be_revoked(agent, lead):
    token, _text = create_token(agent, name="script", scope="read", actor=agent)
    assert not revoke_token(lead, token.token_key, actor=lead)
    assert ApiToken.objects.count() == 1


def skills_of(user):
    return set(AgentSkill.objects.valid().filter(user=user).values_list("skill__code", flat=True))


def test_a_skill_is_held_until_it_expires(agent, admin, japanese, time_machine_at):
    grant_skill(agent, japanese, level=4, expires_at=now() + timedelta(days=1), actor=admin)
    assert skills_of(agent) == {"ja"}
    time_machine_at(days=2)
    assert skills_of(agent) == set()


def test_the_same_grant_again_says_nothing_new(agent, admin, japanese):
    grant_skill(agent, japanese, level=4, actor=admin)
    grant_skill(agent, japanese, level=4, actor=admin)
    grant_skill(agent, japanese, level=5, actor=None)
    assert [event.data["level"] for event in Event.objects.all()] == [4, 5]


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_outside_one_to_five_is_refused(agent, admin, japanese, level):
    with pytest.raises(Invalid):
        grant_skill(agent, japanese, level=level, actor=admin)
    assert skills_of(agent) == set()


def test_a_withdrawn_skill_is_gone_at_once(agent, admin, japanese):
    grant_skill(agent, japanese, level=4, actor=admin)
    assert withdraw_skill(agent, japanese, actor=admin, reason="failed_review")
    assert not withdraw_skill(agent, japanese, actor=admin, reason="failed_review")
    assert skills_of(agent) == set()
    assert verbs() == ["skill.granted", "skill.withdrawn"]


def test_presence_is_recorded_when_it_changes(agent):
    set_presence(agent, "available", actor=agent)
    set_presence(agent, "available", actor=agent)
    set_presence(agent, "busy", actor=agent)
    assert [event.data for event in Event.objects.all()] == [
        {"from": "offline", "to": "available"},
        {"from": "available", "to": "busy"},
    ]


def test_a_customer_has_no_presence(customer):
    with pytest.raises(Forbidden):
        set_presence(customer, "available", actor=customer)
    assert not Presence.objects.exists()


def test_an_unknown_state_is_refused(agent):
    with pytest.raises(Invalid):
        set_presence(agent, "asleep", actor=agent)
    assert not Presence.objects.exists()


def test_a_silent_agent_is_set_away_and_comes_back_with_a_heartbeat(agent, time_machine_at):
    set_presence(agent, "available", actor=agent)
    time_machine_at(seconds=61)
    assert not agents_for_chat("en").exists()
    assert set_silent_away() == 1
    assert set_silent_away() == 0
    heartbeat(agent)
    assert Presence.objects.get(user=agent).is_reachable
    assert [event.data["to"] for event in Event.objects.all()] == ["available", "away", "available"]


def test_a_heartbeat_wakes_nobody_who_chose_to_be_away(agent):
    set_presence(agent, "away", actor=agent)
    heartbeat(agent)
    assert Presence.objects.get(user=agent).state == "away"


def test_chats_go_to_speakers_and_to_everybody_when_there_is_none(agent, lead, admin, japanese):
    for person in (agent, lead):
        set_presence(person, "available", actor=person)
    assert set(agents_for_chat("ja")) == {agent, lead}
    grant_skill(agent, japanese, level=3, actor=admin)
    assert set(agents_for_chat("ja")) == {agent}


def test_a_deactivated_speaker_gets_no_chats(agent, lead, admin, japanese):
    for person in (agent, lead):
        set_presence(person, "available", actor=person)
        grant_skill(person, japanese, level=3, actor=admin)
    deactivate_user(agent, actor=admin)
    assert set(agents_for_chat("ja")) == {lead}


def test_staff_without_a_role_group_are_no_agents(db):
    nobody = UserFactory(is_staff=True)
    with pytest.raises(Forbidden):
        set_presence(nobody, "available", actor=nobody)
