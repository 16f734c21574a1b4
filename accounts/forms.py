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


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Answers every address alike, and sends the link only to the address the account is known by.

    An address somebody has merely asked to move to is not theirs until they prove it.
    """

    def clean_email(self) -> str:
        address = str(get_adapter().clean_email(User.objects.normalise(self.cleaned_data["email"])))
        self.users = list(User.objects.filter(email=address, is_active=True))
        return address


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def save(self) -> None:
        super().save()
        recover_account(self.user, actor=self.user)
