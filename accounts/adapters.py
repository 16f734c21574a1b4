"""Where django-allauth asks us: what it stores, sends and shows on our behalf."""

import base64
import hashlib
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions import note_email_change, note_sign_up, verify_email
from accounts.invitations import choose_password_url
from accounts.models import User
from accounts.words import ERRORS, MESSAGES, NOTICES, SECOND_FACTOR_ERRORS
from helpdesk.lib.jobs import later

USER_AGENT_LENGTH = 200


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, verification and mail of accounts."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **ERRORS}

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

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Every session ended with the old password: after signing in they stand on their own page."""
        return reverse("accounts:home")

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
        """Whoever never proved the address, or has no password, is sent the way to choose one; the rest, the way in.

        What was typed into the sign-up form is dropped, as whoever typed it has not proved the address. The
        password is hashed all the same, so that the answer takes as long as for a new address.
        """
        make_password(email)
        user = User.objects.filter(email=User.objects.normalise(email), is_active=True).first()
        if user is None or (user.email_verified_at and user.has_usable_password()):
            super().send_account_already_exists_mail(email)
            return
        self.send_mail("account/email/finish_sign_up", email, {"finish_url": choose_password_url(user)})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner what was done to the account, in their language; the addresses stay out of the letter."""
        values = {
            "what": NOTICES[template_prefix],
            "when": timezone.now(),
            "ip": self.get_client_ip(self.request),
            "browser": self.get_http_user_agent(self.request)[:USER_AGENT_LENGTH],
            "reset_url": absolute("account_reset_password", user.language),
        }
        with translation.override(user.language), timezone.override(user.timezone):
            self.send_mail("accounts/email/notice", email or user.email, values)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        **given: Any,
    ) -> None:
        words = given.get("message") or MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=given.get("extra_tags", ""))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signing in through the mailbox counts as having just said who one is, as a password does."""
        super().login(request, user)
        if not get_authentication_records(request, user):
            record_authentication(request, user, method="code")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just signed in is not asked again at once; later, before what protects the account is changed."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        names = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a security key"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": names.get(way["id"], way["description"])} for way in ways]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The worker sends it: the page answers as fast for an unknown address, and when the mail server is down."""
        language = translation.get_language()
        values = {
            "request": self.request,
            "email": email,
            "brand": settings.BRAND_NAME,
            "login_url": absolute("account_login", language),
            "minutes": settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60,
            **context,
        }
        message = self.render_mail(template_prefix, email, values)
        later("accounts.tasks.send_mail", message.subject, message.body, message.from_email, message.to)


def absolute(name: str, language: str) -> str:
    """The full address of a page, in a language."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(name)}"


class MFAAdapter(DefaultMFAAdapter):
    """Second factors rest encrypted: a copy of the database alone opens no account."""

    error_messages: ClassVar[dict[str, Any]] = SECOND_FACTOR_ERRORS

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Key %(number)s") % {"number": held + 1}

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
