"""The link with which somebody chooses their first password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from helpdesk.lib.jobs import later


def send_invitation(user: User) -> None:
    """Mail the link, in the person's language; it works once, and for as long as a password reset does."""
    values = {"brand": settings.BRAND_NAME, "finish_url": choose_password_url(user), "person": user}
    with override(user.language):
        subject = render_to_string("accounts/email/invitation_subject.txt", values).strip()
        body = render_to_string("accounts/email/invitation_message.txt", values).strip()
    later("accounts.tasks.send_mail", subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


def choose_password_url(user: User) -> str:
    key = default_token_generator.make_token(user)
    with override(user.language):
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return f"{settings.BASE_URL}{path}"
