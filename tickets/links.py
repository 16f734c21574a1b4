"""Addresses that carry a right: to answer by mail, to prove an address, to rate. Each is bound to one person and purpose."""

import base64
import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.lib.errors import DomainError, Missing
from tickets.models import Participant

CONFIRM_DAYS = 7
RATE_DAYS = 30
RATED = ("tickets.ticket", "chat.conversation")
TOKEN = re.compile(r"([0-9a-z]{1,13})-([a-z2-7]{32})")


class Expired(DomainError):
    """The link was good once."""

    code = "expired"
    status = 410


def reply_address(participant: Participant) -> str:
    """The mailbox to which this participant, and nobody else, answers this ticket."""
    local, _at, domain = settings.REPLY_ADDRESS.rpartition("@")
    return f"{local}+{participant.pk}-{reply_mark(participant, settings.SECRET_KEY)}@{domain}"


def reply_mark(participant: Participant, secret: str) -> str:
    """160 bits only we can make, in letters that survive a mail server's lower-casing."""
    digest = salted_hmac(
        "tickets.reply", f"{participant.pk}:{participant.nonce}", secret=secret, algorithm="sha256"
    ).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def is_reply_address(address: str) -> bool:
    """It has our reply mailbox's form, genuine or not."""
    local, _at, domain = settings.REPLY_ADDRESS.lower().rpartition("@")
    return address.lower().startswith(f"{local}+") and address.lower().endswith(f"@{domain}")


def participant_at(address: str) -> Participant | None:
    """Whose reply address this is; None when it is not one of ours or was made up."""
    if not is_reply_address(address):
        return None
    token = TOKEN.fullmatch(address.lower().partition("+")[2].rpartition("@")[0])
    if token is None or not token[1].isdigit():
        return None
    participant = Participant.objects.select_related("user", "ticket").filter(pk=int(token[1])).first()
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if participant and any(constant_time_compare(token[2], reply_mark(participant, key)) for key in secrets):
        return participant
    return None


def confirm_url(user: User) -> str:
    """Where a guest proves the address; good for a week and for nothing else."""
    token = signing.dumps(user.pk, salt="tickets.confirm")
    return absolute("tickets:guest-confirm", user.language, token)


def user_to_confirm(token: str) -> User:
    """Who was sent this link; Missing for a made-up one, Expired for an old one."""
    user = User.objects.filter(pk=opened(token, salt="tickets.confirm", days=CONFIRM_DAYS)).first()
    if user is None:
        raise Missing
    return user


def rate_url(subject: models.Model, language: str) -> str:
    """Where the customer rates this ticket or chat; opening it changes nothing."""
    return absolute("tickets:rating-new", language, rate_token(subject))


def rate_token(subject: models.Model) -> str:
    return signing.dumps([subject._meta.label_lower, subject.pk], salt="tickets.rate")


def subject_to_rate(token: str) -> models.Model:
    """The ticket or chat this link rates."""
    label, pk = opened(token, salt="tickets.rate", days=RATE_DAYS)
    subject: models.Model | None = None
    if label in RATED:
        subject = apps.get_model(label)._base_manager.filter(pk=pk).first()
    if subject is None:
        raise Missing
    return subject


def opened(token: str, *, salt: str, days: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=days * 86_400)
    except signing.SignatureExpired:
        raise Expired(_("This link has expired. Write to us again and we will send a new one.")) from None
    except (signing.BadSignature, ValueError):
        raise Missing from None


def absolute(name: str, language: str, *args: Any) -> str:
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(name, args=args)}"
