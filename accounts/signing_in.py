"""Proving who one is without a page: the same limits and second factors as the sign-in page."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import BaseAuthenticateForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.lib.errors import Forbidden, TooMany

WRONG = _("The e-mail address, the password or the code is not right.")
TOO_OFTEN = _("Too many failed sign-ins. Wait five minutes, or choose a new password by e-mail.")
NEEDS_FACTOR = _("Staff accounts need a second factor. Sign in on the website and set one up first.")
LOCKED_SECONDS = 300


def prove(request: HttpRequest, *, email: str, password: str, code: str) -> User:
    """The person these belong to.

    Wrong password, unknown address, unproved address and wrong code are refused in the same words; the sixth
    failure within five minutes is refused whatever it says. Staff without a second factor are told to set one up,
    which only somebody who knows the password can learn.
    """
    try:
        user = get_adapter().authenticate(request, email=User.objects.normalise(email), password=password)
    except ValidationError as error:
        raise TooMany(TOO_OFTEN, retry_after=LOCKED_SECONDS) from error
    if user is None or not user.is_active or not has_proved_address(user):
        raise Forbidden(WRONG, code="credentials")
    if user.is_staff and not user.is_protected:
        raise Forbidden(NEEDS_FACTOR, code="second_factor_required")
    check_code(user, code)
    return User.objects.get(pk=user.pk)


def has_proved_address(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())


def check_code(user: User, code: str) -> None:
    """A person with second factors needs a right code, from the app or from the recovery list."""
    if not user.has_second_factor:
        return
    form = BaseAuthenticateForm(data={"code": code}, user=user)
    if form.is_valid():
        return
    if form.has_error("code", "too_many_login_attempts"):
        raise TooMany(TOO_OFTEN, retry_after=LOCKED_SECONDS)
    raise Forbidden(WRONG, code="credentials")
