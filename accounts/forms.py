"""Parsing what people type about themselves."""

from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
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


PASSWORD = {
    "label": _("Password"),
    "help_text": "",
    "error_messages": {"required": _("Enter your password.")},
}
NEW_PASSWORD = {
    "label": _("New password"),
    "help_text": _("At least 10 characters, not a common password, and not close to your name or address."),
    "error_messages": {"required": _("Choose a password.")},
}
PASSWORD_AGAIN = {
    "label": _("New password again"),
    "error_messages": {"required": _("Enter the new password again.")},
}
NOT_AN_ADDRESS = _("Enter an e-mail address such as name@example.com.")
ADDRESS = {
    "label": _("E-mail address"),
    "error_messages": {"required": NOT_AN_ADDRESS, "invalid": NOT_AN_ADDRESS},
}
CODE = {"label": _("Code"), "error_messages": {"required": _("Enter the code.")}}
KEY_NAME = {"label": _("Name of the key"), "error_messages": {"required": _("Give the key a name.")}}


class PlainFields:
    """Our words stand above the fields; the placeholders that repeat them go. `words` holds them by the field's name."""

    fields: dict[str, forms.Field]
    words: ClassVar[dict[str, dict[str, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, words in self.words.items():
            for attribute, value in words.items():
                setattr(self.fields[name], attribute, value)


class CodeField(PlainFields):
    """One field for a code: typed from left to right in every language, in whatever letters it is shown."""

    words: ClassVar = {"code": CODE}
    is_first = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            "dir": "ltr",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": self.is_first,
        }
        self.fields["code"].widget.attrs.update(wanted)


class LoginForm(PlainFields, allauth_forms.LoginForm):
    words: ClassVar = {"login": ADDRESS, "password": PASSWORD}


class SignupForm(PlainFields, allauth_forms.SignupForm):
    words: ClassVar = {"email": ADDRESS, "password1": {**NEW_PASSWORD, "label": _("Password")}}


class ConfirmCodeForm(CodeField, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": {**PASSWORD, "label": _("Current password")},
        "password1": NEW_PASSWORD,
        "password2": PASSWORD_AGAIN,
    }


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    words: ClassVar = {"password1": NEW_PASSWORD, "password2": PASSWORD_AGAIN}


class AddEmailForm(PlainFields, allauth_forms.AddEmailForm):
    words: ClassVar = {"email": {**ADDRESS, "label": _("New address")}}


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    words: ClassVar = {"password": PASSWORD}


class SecondFactorForm(CodeField, factor_forms.AuthenticateForm):
    pass


class SecondFactorAgainForm(CodeField, factor_forms.ReauthenticateForm):
    pass


class ActivateAppForm(CodeField, ActivateTOTPForm):
    is_first = False


class AddKeyForm(PlainFields, AddWebAuthnForm):
    words: ClassVar = {
        "name": KEY_NAME,
        "passwordless": {
            "label": _("Sign in with this key alone"),
            "help_text": _("Your device then asks for your fingerprint, your face or its PIN."),
        },
    }


class RenameKeyForm(PlainFields, EditWebAuthnForm):
    words: ClassVar = {"name": KEY_NAME}


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    """Answers every address alike, and sends the link only to the address the account is known by.

    An address somebody has merely asked to move to is not theirs until they prove it.
    """

    words: ClassVar = {"email": ADDRESS}

    def clean_email(self) -> str:
        address = str(get_adapter().clean_email(User.objects.normalise(self.cleaned_data["email"])))
        self.users = list(User.objects.filter(email=address, is_active=True))
        return address


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    words: ClassVar = SetPasswordForm.words

    def save(self) -> None:
        super().save()
        recover_account(self.user, actor=self.user)
