"""Who is told by mail: only an address that said yes itself, and until it says no."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.jobs import later
from helpdesk.lib.letters import new_mail_id
from knowledgebase.announcements.models import AnnouncementLetter, Subscription

QUIET = timedelta(hours=1)
UNCONFIRMED_STAYS = timedelta(days=7)


@transaction.atomic
def ask_subscription(email: str, *, language: str, actor: User | None) -> None:
    """Ask the address for its yes, at most once an hour; the person's own proven address needs none.

    Tells the caller nothing, so that nobody learns which addresses are known.
    """
    email = email.strip().lower()
    row, is_new = Subscription.objects.select_for_update().get_or_create(
        email=email, defaults={"language": language}
    )
    if row.confirmed_at:
        return
    if actor and actor.email_verified_at and actor.email == email:
        row.language = language
        row.save(update_fields=["language"])
        confirm_subscription(row, actor=actor)
        return
    if not is_new and now() - row.asked_at < QUIET:
        return
    row.language, row.asked_at = language, now()
    row.save(update_fields=["language", "asked_at"])
    letter = AnnouncementLetter.objects.create(subscription=row, mail_id=new_mail_id())
    record("subscription.asked", row, actor=actor)
    later("knowledgebase.announcements.tasks.send_letter_now", letter.pk)


@transaction.atomic
def confirm_subscription(subscription: Subscription, *, actor: User | None) -> Subscription:
    """The address said yes; twice equals once."""
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if row.confirmed_at:
        return row
    row.confirmed_at = now()
    row.user = User.objects.filter(email=row.email, email_verified_at__isnull=False).first()
    row.save(update_fields=["confirmed_at", "user"])
    record("subscription.confirmed", row, actor=actor)
    return row


@transaction.atomic
def end_subscription(subscription: Subscription, *, actor: User | None) -> None:
    """The address said no: it is forgotten, with every letter that waits for it."""
    row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None:
        return
    record("subscription.ended", row, actor=actor)
    row.delete()


@transaction.atomic
def forget_unconfirmed(*, actor: User | None) -> int:
    """Forget addresses that never said yes, since somebody else may have typed them. Returns how many."""
    old = Subscription.objects.filter(confirmed_at=None, asked_at__lt=now() - UNCONFIRMED_STAYS)
    rows = list(old[:500])
    for row in rows:
        end_subscription(row, actor=actor)
    return len(rows)
