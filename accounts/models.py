"""People: who they are, what they may do, what they are good at, and whether they are here."""

from datetime import timedelta
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

ROLES = ("customer", "agent", "lead", "administrator")
STAFF_ROLES = ("agent", "lead", "administrator")
AWAY_AFTER = timedelta(seconds=60)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalise(username or ""))

    @staticmethod
    def normalise(email: str) -> str:
        return email.strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> "UserQuerySet":
        return self.filter(is_staff=True, is_active=True)

    def customers(self) -> "UserQuerySet":
        return self.filter(is_staff=False)


People = UserManager.from_queryset(UserQuerySet)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person with an e-mail address. Staff have a role group; a customer may exist without a password,
    known only from a mail or a guest's ticket, until they sign up and prove the address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    email_verified_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    is_staff = models.BooleanField(_("support staff"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    team = models.ForeignKey(
        "Team",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    date_joined = models.DateTimeField(_("here since"), default=now)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def short_name(self) -> str:
        return (self.name or self.email.split("@")[0]).split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the role groups; a customer costs no query."""
        if not self.is_staff:
            return frozenset({"customer"})
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def role(self) -> str:
        """The highest of the person's roles; staff without a group have none."""
        return next((name for name in reversed(ROLES) if name in self.roles), "")

    @property
    def is_customer(self) -> bool:
        return not self.is_staff

    @property
    def is_agent(self) -> bool:
        """May work tickets and chats: agents, leads and administrators."""
        return self.is_superuser or bool(self.roles & set(STAFF_ROLES))

    @property
    def is_lead(self) -> bool:
        """May review and steer: leads and administrators."""
        return self.is_superuser or bool(self.roles & {"lead", "administrator"})

    @property
    def is_administrator(self) -> bool:
        return self.is_superuser or "administrator" in self.roles

    @cached_property
    def has_second_factor(self) -> bool:
        """An authenticator app, a passkey or a security key is set up."""
        return bool(Authenticator.objects.filter(user_id=self.pk).exists())

    @property
    def is_protected(self) -> bool:
        """May use staff pages: has a second factor, or this installation does not ask for one."""
        return not settings.STAFF_MFA_REQUIRED or self.has_second_factor


class Team(models.Model):
    """People who share a queue."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """Something an agent can be trusted with: a product or a kind of case. Languages are told apart by kind."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Topic")
        LANGUAGE = "language", _("Language")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TOPIC)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name


class AgentSkillQuerySet(models.QuerySet["AgentSkill"]):
    def valid(self) -> "AgentSkillQuerySet":
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now()))


class AgentSkill(models.Model):
    """A skill somebody holds, at a level from 1 (learning) to 5 (teaches it), until it expires."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agent_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="holders")
    level = models.PositiveSmallIntegerField(_("level"), default=3)
    granted_at = models.DateTimeField(_("granted"), default=now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)

    objects = AgentSkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent's skill")
        verbose_name_plural = _("agents' skills")
        ordering = ["user_id", "skill_id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="accounts_skill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="accounts_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.skill}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    def reachable(self) -> "PresenceQuerySet":
        """Available by their own word, and heard from within the last minute."""
        return self.filter(state=Presence.State.AVAILABLE, seen_at__gt=now() - AWAY_AFTER)


class Presence(models.Model):
    """Whether an agent takes work now, and how many chats at once."""

    class State(models.TextChoices):
        AVAILABLE = "available", _("Available")
        BUSY = "busy", _("Busy")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presence", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFLINE)
    capacity = models.PositiveSmallIntegerField(_("chats at once"), default=3)
    since = models.DateTimeField(_("since"), default=now)
    seen_at = models.DateTimeField(_("last heard from"), default=now, db_index=True)
    is_silent = models.BooleanField(default=False, editable=False)
    """Set away by the clock, not by their own word: the next sign of life makes them available again."""

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.user} {self.get_state_display()}"

    @property
    def is_reachable(self) -> bool:
        return self.state == self.State.AVAILABLE and self.seen_at > now() - AWAY_AFTER


class ApiToken(AbstractAuthToken):
    """A key for programs. Only a digest of it is stored; `scope` says whether it may change anything."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.READ)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects: ClassVar[models.Manager["ApiToken"]] = AuthTokenManager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"
