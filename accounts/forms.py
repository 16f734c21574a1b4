"""Parsing what people type about themselves."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions import recover_account
from accounts.models import Presence, User


@lru_cache(maxsize=1)
def timezone_choices() -> list[tuple[str, str]]:
    """UTC first, then every place by name; the bare abbreviations and the legacy folders are left out."""
    places = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/"))
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class ProfileForm(forms.ModelForm):
    timezone = forms.ChoiceField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = User
        fields = ("name", "language", "timezone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = timezone_choices()  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class PresenceForm(forms.Form):
    state = forms.ChoiceField(choices=Presence.State.choices)


class PlainFields:
    """Labels stand above the fields, so the placeholders that repeat them go."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainFields, allauth_forms.LoginForm):
    pass


class SignupForm(PlainFields, allauth_forms.SignupForm):
    pass


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    pass


class AddEmailForm(PlainFields, allauth_forms.AddEmailForm):
    pass


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    pass


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    """Answers every address alike, and sends the link only to the address the account is known by.

    An address somebody has merely asked to move to is not theirs until they prove it.
    """

    def clean_email(self) -> str:
        address = str(get_adapter().clean_email(User.objects.normalise(self.cleaned_data["email"])))
        self.users = list(User.objects.filter(email=address, is_active=True))
        return address


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    def save(self) -> None:
        super().save()
        recover_account(self.user, actor=self.user)
