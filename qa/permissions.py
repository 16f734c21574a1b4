"""Who may see and do what with reviews. Leads review; an agent sees what was submitted about their work."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Anyone, can_lead, can_work
from helpdesk.lib.errors import Forbidden, Missing
from qa.models import Review, ReviewQuerySet


def visible_reviews(user: Anyone) -> ReviewQuerySet:
    """A lead sees every review but unfinished ones of their own work; an agent the finished ones about them."""
    if not isinstance(user, User) or not can_work(user):
        return Review.objects.none()
    if can_lead(user):
        return Review.objects.exclude(status=Review.Status.DRAFT, agent=user)
    return Review.objects.finished().filter(agent=user)


def reviews_about(user: User) -> ReviewQuerySet:
    """Finished reviews of this person's own work."""
    return Review.objects.finished().filter(agent=user)


def can_score(user: Anyone, review: Review) -> bool:
    """May answer the scorecard: the reviewer it was drawn for, while it is a draft."""
    return can_lead(user) and review.is_draft and review.reviewer_id == user.pk


def can_acknowledge(user: Anyone, review: Review) -> bool:
    """May say that they have read it: the agent it is about, once."""
    return can_work(user) and review.status == Review.Status.SUBMITTED and review.agent_id == user.pk


def access_review(user: Anyone, pk: int) -> Review:
    """The review with all its page shows; 404 when it is not this person's to see."""
    review = visible_reviews(user).for_detail().filter(pk=pk).first()
    if review is None:
        raise Missing
    return review


def access_scoring(user: Anyone, pk: int) -> Review:
    """A review this person may still score."""
    review = access_review(user, pk)
    if not can_score(user, review):
        raise Forbidden(_("Only the reviewer may change a review, and only until it is submitted."))
    return review


def access_acknowledging(user: Anyone, pk: int) -> Review:
    """A review of this person's own work."""
    review = access_review(user, pk)
    if not (can_work(user) and review.agent_id == user.pk):
        raise Forbidden(_("Only the agent whose work was reviewed acknowledges the review."))
    return review
