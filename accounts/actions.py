"""Everything that changes a person: each function is one thing somebody would say was done."""

from datetime import datetime
from typing import cast
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import AWAY_AFTER, STAFF_ROLES, AgentSkill, ApiToken, Presence, Skill, Team, User
from helpdesk.ledger import Entry, record, record_many
from helpdesk.lib.errors import Conflict, Forbidden, Invalid

NAME_LENGTH = 120
EMAIL_LENGTH = 254
TOKENS_AT_MOST = 20


@transaction.atomic
def create_customer(email: str, *, name: str = "", language: str = "en", actor: User | None = None) -> User:
    """Find the person with this address, or write down a new customer who has no password yet.

    Never signs anybody in and never changes somebody known: an address in a mail or a form proves nothing.
    Two callers at once get the same row.
    """
    address = checked_address(email)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    user, is_new = User.objects.get_or_create(
        email=address,
        defaults={"name": clean_name(name), "language": spoken, "password": "!"},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record("customer.created", user, actor=actor, customer=user)
    return user


def checked_address(email: str) -> str:
    address = User.objects.normalise(email)
    try:
        validate_email(address)
        MaxLengthValidator(EMAIL_LENGTH)(address)
    except ValidationError as error:
        message = _("Enter an e-mail address such as name@example.com.")
        raise Invalid(message, code="email", fields={"email": [message]}) from error
    return address


def clean_name(name: str) -> str:
    """One line without control characters, cut to what the column holds."""
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(printable.split())[:NAME_LENGTH]


@transaction.atomic
def verify_email(user: User, *, actor: User | None) -> User:
    """Write down that the person proved they read this mailbox; twice equals once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if user.email_verified_at:
        return user
    user.email_verified_at = now()
    user.save(update_fields=["email_verified_at"])
    record("email.verified", user, actor=actor, customer=user if user.is_customer else None)
    return user


@transaction.atomic
def claim_mailbox(user: User, *, actor: User | None) -> User:
    """The mailbox is proved by a link that was not a sign-up's own.

    A password set before belongs to whoever typed it, perhaps a stranger who signed up with this address. It ends
    with all it opened, and the owner chooses one through the reset.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.email_verified_at:
        forget_ways_in(user)
    return verify_email(user, actor=actor)


def forget_ways_in(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    end_access(user)


@transaction.atomic
def note_sign_up(user: User, *, actor: User | None) -> User:
    """Write down that somebody signed up themselves; their address is not proved yet."""
    record("customer.signed_up", user, actor=actor, customer=user)
    return user


@transaction.atomic
def note_email_change(user: User, *, actor: User | None) -> User:
    """Write down that somebody moved to another address they proved; the addresses stay out of the ledger."""
    record("email.changed", user, actor=actor, customer=user if user.is_customer else None)
    return user


@transaction.atomic
def recover_account(user: User, *, actor: User | None) -> User:
    """After a password reset by mail: the mailbox is proved, and whatever was open elsewhere ends."""
    end_access(user)
    record("password.reset", user, actor=actor, customer=user if user.is_customer else None)
    return verify_email(user, actor=actor)


@transaction.atomic
def change_profile(user: User, *, name: str, language: str, timezone: str, actor: User) -> User:
    """Change how somebody is called, spoken to and shown the time."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages in the list."), code="language")
    if timezone not in available_timezones():
        raise Invalid(_("Choose one of the time zones in the list."), code="timezone")
    wanted = {"name": clean_name(name), "language": language, "timezone": timezone}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if not changed:
        return user
    for field in changed:
        setattr(user, field, wanted[field])
    user.save(update_fields=changed)
    record("profile.changed", user, actor=actor, data={"fields": changed})
    return user


@transaction.atomic
def invite_person(email: str, *, name: str, language: str, role: str, actor: User) -> User:
    """Write down a person in a role; they choose a password through the link that is mailed to them."""
    if User.objects.filter(email=checked_address(email)).exists():
        message = _("Somebody with this address is already here. Change their role instead.")
        raise Conflict(message, code="known")
    user = create_customer(email, name=name, language=language, actor=actor)
    user = change_role(user, role, actor=actor)
    record("person.invited", user, actor=actor, data={"role": role})
    return user


@transaction.atomic
def change_role(user: User, role: str, *, actor: User) -> User:
    """Give somebody one of the four roles. Nobody changes their own, so the last administrator stays one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.role
    if role == before:
        return user
    if user.pk == actor.pk:
        raise Conflict(_("You cannot change your own role. Ask another administrator."))
    if user.is_superuser and not actor.is_superuser:
        raise Forbidden(_("Only a superuser may change a superuser."))
    user.is_staff = role in STAFF_ROLES
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name=role))
    if not user.is_staff:
        Presence.objects.filter(user=user).delete()
    record("role.changed", user, actor=actor, data={"from": before, "to": role})
    return User.objects.get(pk=user.pk)


@transaction.atomic
def move_to_team(user: User, team: Team | None, *, actor: User) -> User:
    """Put somebody into a team, or out of any."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.team_id == (team.pk if team else None):
        return user
    user.team = team
    user.save(update_fields=["team"])
    record("team.changed", user, actor=actor, data={"team": team.pk if team else None})
    return user


@transaction.atomic
def deactivate_user(user: User, *, actor: User) -> User:
    """Lock somebody out at once: their sessions and API tokens end with the same commit.

    Open sockets close when they next check, and on the nudge this event sends.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.pk:
        raise Conflict(_("You cannot deactivate yourself. Ask another administrator."))
    if not user.is_active:
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_access(user)
    Presence.objects.filter(user=user).update(state=Presence.State.OFFLINE, is_silent=False, since=now())
    record("user.deactivated", user, actor=actor)
    return user


@transaction.atomic
def reactivate_user(user: User, *, actor: User) -> User:
    """Let somebody sign in again; their old sessions and tokens stay ended."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("user.reactivated", user, actor=actor)
    return user


def end_access(user: User) -> None:
    """End every session and API token somebody has."""
    ApiToken.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def create_token(user: User, *, name: str, scope: str, actor: User) -> tuple[ApiToken, str]:
    """A new API token: its row and its text, which is shown once and stored only as a digest."""
    if ApiToken.objects.filter(user=user).count() >= TOKENS_AT_MOST:
        raise Conflict(_("You hold as many API tokens as one person may. Revoke one you no longer use."))
    token, text = ApiToken.objects.create(user=user, name=clean_name(name), scope=scope)
    record("token.created", user, actor=actor, data={"key": token.token_key, "scope": scope})
    return cast(ApiToken, token), cast(str, text)


def note_token_use(token: ApiToken) -> None:
    """Show in the list of tokens that this one still works somewhere; not an event."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())


@transaction.atomic
def revoke_token(user: User, token_key: str, *, actor: User) -> bool:
    """End one of somebody's API tokens, named by its first letters; False when there is none."""
    removed, _rows = ApiToken.objects.filter(user=user, token_key=token_key).delete()
    if removed:
        record("token.revoked", user, actor=actor, data={"key": token_key})
    return bool(removed)


@transaction.atomic
def grant_skill(
    user: User, skill: Skill, *, level: int, expires_at: datetime | None = None, actor: User | None
) -> AgentSkill:
    """Trust somebody with a skill, or set the level and end of one they hold. `actor` None means Vigil itself."""
    if not 1 <= level <= 5:
        raise Invalid(_("Choose a level from 1 to 5."), code="level")
    held = AgentSkill.objects.select_for_update().filter(user=user, skill=skill).first()
    if held and (held.level, held.expires_at) == (level, expires_at):
        return held
    held, _created = AgentSkill.objects.update_or_create(
        user=user,
        skill=skill,
        defaults={"level": level, "expires_at": expires_at, "granted_at": now()},
    )
    ends = expires_at.isoformat() if expires_at else None
    record("skill.granted", user, actor=actor, data={"skill": skill.code, "level": level, "expires_at": ends})
    return held


@transaction.atomic
def withdraw_skill(user: User, skill: Skill, *, actor: User | None, reason: str) -> bool:
    """Take a skill away; False when the person did not hold it. Routing stops at once."""
    removed, _rows = AgentSkill.objects.filter(user=user, skill=skill).delete()
    if removed:
        record("skill.withdrawn", user, actor=actor, data={"skill": skill.code, "reason": reason})
    return bool(removed)


@transaction.atomic
def set_presence(user: User, state: str, *, actor: User) -> Presence:
    """Say whether an agent takes work. The same state again only counts as a sign of life."""
    if not user.is_agent:
        raise Forbidden(_("Only support staff have a presence."))
    if state not in Presence.State.values:
        raise Invalid(_("Choose available, busy, away or offline."), code="presence")
    presence = locked_presence(user)
    before, moment = presence.state, now()
    presence.seen_at, presence.is_silent = moment, False
    if before != state:
        presence.state, presence.since = Presence.State(state), moment
    presence.save(update_fields=["state", "since", "seen_at", "is_silent"])
    if before != state:
        record("presence.changed", user, actor=actor, data={"from": before, "to": state})
    return presence


def locked_presence(user: User) -> Presence:
    Presence.objects.get_or_create(user=user)
    return Presence.objects.select_for_update().get(user=user)


@transaction.atomic
def heartbeat(user: User) -> None:
    """A sign of life from an agent's open console; one who was set away for silence is available again."""
    heard = Presence.objects.filter(user=user)
    if not heard.filter(is_silent=True).exists():
        heard.update(seen_at=now())
        return
    presence = locked_presence(user)
    presence.seen_at = presence.since = now()
    presence.state, presence.is_silent = Presence.State.AVAILABLE, False
    presence.save(update_fields=["state", "since", "seen_at", "is_silent"])
    record("presence.changed", user, data={"from": Presence.State.AWAY, "to": Presence.State.AVAILABLE})


@transaction.atomic
def set_silent_away() -> int:
    """Set away every available agent who has not been heard from for a minute. Returns how many."""
    gone = Presence.objects.filter(state=Presence.State.AVAILABLE, seen_at__lte=now() - AWAY_AFTER)
    silent = list(gone.select_for_update().select_related("user"))
    Presence.objects.filter(pk__in=[presence.pk for presence in silent]).update(
        state=Presence.State.AWAY, is_silent=True, since=now()
    )
    told = {"from": Presence.State.AVAILABLE, "to": Presence.State.AWAY, "silent": True}
    record_many([Entry("presence.changed", presence.user, data=told) for presence in silent])
    return len(silent)
