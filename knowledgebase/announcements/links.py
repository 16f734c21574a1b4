"""Addresses that carry a right: to say yes for an address, and to say no. Each is bound to one subscription and purpose."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from helpdesk.lib.errors import Missing
from knowledgebase.announcements.models import Subscription

CONFIRM = "announcements.confirm"
END = "announcements.end"
CONFIRM_SECONDS = 7 * 86_400


def confirm_url(subscription: Subscription) -> str:
    """Where the address says yes; good for a week."""
    return absolute("announcements:subscription-confirm", subscription, CONFIRM)


def end_url(subscription: Subscription) -> str:
    """Where the address says no; good as long as the subscription lasts."""
    return absolute("announcements:subscription-end", subscription, END)


def absolute(name: str, subscription: Subscription, purpose: str) -> str:
    language = subscription.language if subscription.language in dict(settings.LANGUAGES) else "en"
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=[signing.dumps(subscription.pk, salt=purpose)])


def subscription_to_confirm(token: str) -> Subscription:
    """Whose yes this is; Missing for a made-up, old or used-up link."""
    found = opened(token, CONFIRM, CONFIRM_SECONDS)
    if found is None:
        raise Missing
    return found


def subscription_to_end(token: str) -> Subscription | None:
    """Whose no this is; None when it was said before. Missing for a made-up link."""
    return opened(token, END, None)


def opened(token: str, purpose: str, seconds: int | None) -> Subscription | None:
    try:
        pk = signing.loads(token, salt=purpose, max_age=seconds)
    except (signing.BadSignature, ValueError):
        raise Missing from None
    return Subscription.objects.filter(pk=pk).first()
