"""How the customer felt helped."""

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from helpdesk.lib.secrets import mask
from tickets.models import Rating, Ticket


@transaction.atomic
def rate(
    subject: models.Model,
    *,
    score: int,
    comment: str = "",
    customer: User | None = None,
    actor: User | None = None,
) -> Rating:
    """Rate a solved ticket or an ended chat, once. The first score stands; the same again changes nothing.

    `subject` says by `is_finished` whether it may be rated. It is locked first: a ticket that was re-opened is not
    rated until it is solved again, a chat not before it has ended.
    """
    said = mask(comment).text
    subject = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    refuse_unfinished(subject)
    if score not in range(1, 6):
        raise Invalid(_("Choose a score from 1 to 5."), fields={"score": [_("Choose a score from 1 to 5.")]})
    before = Rating.objects.of(subject).first()
    if before:
        return before
    rating = Rating.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        customer=customer,
        agent=getattr(subject, "assignee", None) or getattr(subject, "agent", None),
        score=score,
        comment=said,
        language=translation.get_language() or "en",
    )
    verb = "ticket.rated" if isinstance(subject, Ticket) else "chat.rated"
    record(verb, subject, actor=actor or customer, customer=customer, data={"score": score})
    return rating


def refuse_unfinished(subject: models.Model) -> None:
    """Raise Conflict for a ticket that is not solved or a chat that has not ended."""
    if getattr(subject, "is_finished", False):
        return
    if isinstance(subject, Ticket):
        raise Conflict(
            _("We are working on this again. You can rate it when it is solved."), code="not_solved"
        )
    raise Conflict(_("You can rate the conversation when it has ended."), code="not_ended")
