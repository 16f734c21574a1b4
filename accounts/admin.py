"""People in Django's admin. Every change goes through accounts.actions, so that the ledger tells of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget

from accounts import actions
from accounts.forms import timezone_choices
from accounts.invitations import send_invitation
from accounts.models import ROLES, AgentSkill, ApiToken, Presence, Skill, Team, User
from accounts.permissions import signed_in
from helpdesk.ledger.recorded import RecordedAdmin
from helpdesk.lib.admin import HouseAdmin, NoEditing
from helpdesk.lib.errors import DomainError

ROLE_NAMES = {
    "customer": _("Customer"),
    "agent": _("Agent"),
    "lead": _("Lead"),
    "administrator": _("Administrator"),
}


class PersonForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, ROLE_NAMES[role]) for role in ROLES],
        widget=UnfoldAdminSelectWidget,
        initial="agent",
    )

    class Meta:
        model = User
        fields = ("email", "name", "language", "timezone", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].initial = self.instance.role
        if "language" in self.fields:
            self.fields["language"].widget = UnfoldAdminSelectWidget(choices=settings.LANGUAGES)
        if "timezone" in self.fields:
            self.fields["timezone"].widget = UnfoldAdminSelectWidget(choices=timezone_choices())

    def clean_role(self) -> str:
        role = str(self.cleaned_data["role"])
        person, by = self.instance, self.actor
        if person.pk and role != person.role and person.pk == by.pk:
            raise forms.ValidationError(_("You cannot change your own role. Ask another administrator."))
        if person.pk and role != person.role and person.is_superuser and not by.is_superuser:
            raise forms.ValidationError(_("Only a superuser may change a superuser."))
        return role

    actor: User


class SkillInline(TabularInline):
    model = AgentSkill
    extra = 0
    autocomplete_fields = ("skill",)
    fields = ("skill", "level", "expires_at", "granted_at")
    readonly_fields = ("granted_at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AgentSkill]:
        return super().get_queryset(request).select_related("skill")


@admin.register(User)
class UserAdmin(HouseAdmin):
    form = PersonForm
    list_display = ("email", "name", "role_name", "team", "language", "is_active", "last_login")
    list_select_related = ("team",)
    list_filter = ("is_active", "is_staff", "groups", "team", "language")
    search_fields = ("email", "name")
    autocomplete_fields = ("team",)
    ordering = ("-is_staff", "email")
    actions = ("deactivate", "reactivate", "invite_again")
    readonly_fields = ("is_active", "email_verified_at", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "role", "team")}),
        (_("Speaking and time"), {"fields": ("language", "timezone")}),
        (_("State"), {"fields": ("is_active", "email_verified_at", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "role", "team")}),)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @display(description=_("role"))
    def role_name(self, person: User) -> str:
        held = {group.name for group in person.groups.all()} if person.is_staff else {"customer"}
        return str(next((ROLE_NAMES[role] for role in reversed(ROLES) if role in held), "–"))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("email", *self.readonly_fields) if obj else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[Any]:
        return [SkillInline] if obj and obj.is_staff else []

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kind = super().get_form(request, obj, change, **kwargs)
        return type("PersonFormFor", (kind,), {"actor": request.user})

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are deactivated; what they wrote keeps its author."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        wanted, actor = form.cleaned_data, signed_in(request)
        if not change:
            fields = {key: wanted[key] for key in ("name", "language", "role")}
            person = actions.invite_person(wanted["email"], **fields, actor=actor)
            send_invitation(person)
            obj.pk, obj._state.adding = person.pk, False
        else:
            person = User.objects.get(pk=obj.pk)
            fields = {key: wanted[key] for key in ("name", "language", "timezone")}
            person = actions.change_profile(person, **fields, actor=actor)
            person = actions.change_role(person, wanted["role"], actor=actor)
        actions.move_to_team(person, wanted.get("team"), actor=actor)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The role is a group, and save_model has set it: only the inlines are left."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        actor = signed_in(request)
        formset.save(commit=False)
        for held in formset.deleted_objects:
            actions.withdraw_skill(held.user, held.skill, actor=actor, reason="by_hand")
        for held in [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]:
            actions.grant_skill(
                held.user, held.skill, level=held.level, expires_at=held.expires_at, actor=actor
            )

    @action(description=_("Deactivate: end sessions and tokens, refuse sign-in"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        self.each(request, queryset, actions.deactivate_user, _("Deactivated: %(people)s"))

    @action(description=_("Reactivate"), permissions=["change"])
    def reactivate(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        self.each(request, queryset, actions.reactivate_user, _("Reactivated: %(people)s"))

    @action(description=_("Send the link to choose a password again"), permissions=["change"])
    def invite_again(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        self.each(request, queryset, lambda person, actor: send_invitation(person), _("Sent to: %(people)s"))

    def each(self, request: HttpRequest, people: models.QuerySet[User], act: Any, told: Any) -> None:
        """Do it to each; one refusal stops no other, and both are told."""
        actor, done = signed_in(request), []
        for person in people:
            try:
                act(person, actor=actor)
                done.append(person.email)
            except DomainError as refusal:
                self.message_user(request, f"{person.email}: {refusal.message}", messages.ERROR)
        if done:
            self.message_user(request, told % {"people": ", ".join(done)}, messages.SUCCESS)


@admin.register(Team)
class TeamAdmin(RecordedAdmin):
    list_display = ("name", "description", "size")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Team]:
        return super().get_queryset(request).annotate(people=models.Count("members"))

    @display(description=_("people"), ordering="people")
    def size(self, team: Any) -> int:
        return int(team.people)


@admin.register(Skill)
class SkillAdmin(RecordedAdmin):
    list_display = ("code", "name", "kind", "holders_now")
    list_filter = ("kind",)
    search_fields = ("code", "name")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Skill]:
        return super().get_queryset(request).annotate(held=models.Count("holders"))

    @display(description=_("held by"), ordering="held")
    def holders_now(self, skill: Any) -> int:
        return int(skill.held)


@admin.register(Presence)
class PresenceAdmin(RecordedAdmin):
    """Who is here; the capacity is the one thing set by hand."""

    list_display = ("user", "state", "capacity", "since", "seen_at")
    list_select_related = ("user",)
    list_filter = ("state",)
    search_fields = ("user__email", "user__name")
    readonly_fields = ("user", "state", "since", "seen_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Presence | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(NoEditing, HouseAdmin):
    """Which programs hold a key; deleting one here revokes it."""

    list_display = ("name", "token_key", "user", "scope", "created", "last_used_at", "expiry")
    list_select_related = ("user",)
    list_filter = ("scope",)
    search_fields = ("name", "token_key", "user__email")
    fields = ("name", "token_key", "user", "scope", "created", "last_used_at", "expiry")

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return request.user.has_perm("accounts.delete_apitoken")

    def delete_model(self, request: HttpRequest, obj: ApiToken) -> None:
        actions.revoke_token(obj.user, obj.token_key, actor=signed_in(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[ApiToken]) -> None:
        for token in queryset.select_related("user"):
            self.delete_model(request, token)
