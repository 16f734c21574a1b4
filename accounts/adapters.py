"""Where django-allauth asks us: what it stores, sends and shows on our behalf."""

import base64
import hashlib
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts.actions import note_email_change, note_sign_up, verify_email
from accounts.invitations import choose_password_url
from accounts.models import User
from helpdesk.lib.jobs import later


class Site(NamedTuple):
    """How django-allauth's mails call this place."""

    name: str
    domain: str


SITE = Site(name=settings.BRAND_NAME, domain=urlsplit(settings.BASE_URL).netloc)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, verification and mail of accounts."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        user = super().save_user(request, user, form, commit)
        return note_sign_up(user, actor=user) if commit else user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their work; a customer to their requests, in their own language."""
        user = request.user
        if user.is_anonymous:
            return str(super().get_login_redirect_url(request))
        if user.is_staff:
            return reverse(settings.STAFF_HOME)
        with translation.override(user.language):
            return reverse(settings.CUSTOMER_HOME)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        before = email_address.user.email
        is_confirmed = bool(super().confirm_email(request, email_address))
        user = User.objects.get(pk=email_address.user_id)
        if is_confirmed and user.email == email_address.email:
            verify_email(user, actor=user)
        if user.email != before:
            note_email_change(user, actor=user)
        return is_confirmed

    def send_account_already_exists_mail(self, email: str) -> None:
        """A customer who only ever wrote to us has no password: they are sent the way to choose one.

        What was typed into the sign-up form is dropped, as whoever typed it has not proved the address. The
        password is hashed all the same, so that the answer takes as long as for a new address.
        """
        make_password(email)
        user = User.objects.filter(email=User.objects.normalise(email), is_active=True).first()
        if user is None or user.has_usable_password():
            super().send_account_already_exists_mail(email)
            return
        self.send_mail("account/email/finish_sign_up", email, {"finish_url": choose_password_url(user)})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The worker sends it: the page answers as fast for an unknown address, and when the mail server is down."""
        values = {
            "request": self.request,
            "email": email,
            "brand": settings.BRAND_NAME,
            "current_site": SITE,
            **context,
        }
        message = self.render_mail(template_prefix, email, values)
        later("accounts.tasks.send_mail", message.subject, message.body, message.from_email, message.to)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors rest encrypted: a copy of the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        return safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return safe().decrypt(encrypted_text.encode()).decode()


def safe() -> MultiFernet:
    """Encrypts with SECRET_KEY, still opens what its fallbacks encrypted."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(key_from(secret)) for secret in secrets])


def key_from(secret: str) -> bytes:
    digest = hashlib.blake2b(secret.encode(), digest_size=32, person=b"vigil-mfa").digest()
    return base64.urlsafe_b64encode(digest)
