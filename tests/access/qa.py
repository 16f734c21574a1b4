"""Rows of the quality reviews."""

from django.utils.timezone import now

from tests.access import Row
from tests.factories import ReviewFactory, closed_chat

LEADS = {"agent": 403, "lead": 302, "admin": 302}


def draft(cast):
    """A draft of the lead's about the agent's chat."""
    return {"pk": ReviewFactory(reviewer=cast.lead, agent=cast.agent).pk}


def submitted(cast):
    review = ReviewFactory(reviewer=cast.lead, agent=cast.agent)
    type(review).objects.filter(pk=review.pk).update(status="submitted", score=90, submitted_at=now())
    return {"pk": review.pk}


def a_draw(cast):
    ReviewFactory(reviewer=cast.lead, agent=cast.agent)
    closed_chat(cast.agent)
    return {"count": 1, "days": 14, "kinds": ["chat"], "seed": 3}


ROWS = [
    Row("GET", "qa:review-list", agent=302),
    Row("POST", "qa:review-list", data=a_draw, **LEADS),
    Row("POST", "qa:review-list", data={"count": 900}, agent=403, lead=422, admin=422),
    Row("POST", "qa:scorecard-start", data={}, **LEADS),
    Row("GET", "qa:my-reviews"),
    Row("GET", "qa:review-detail", draft, agent=404),
    Row("GET", "qa:review-detail", submitted),
    Row("POST", "qa:review-save", draft, data={"comment": "x"}, agent=404, lead=302, admin=403),
    Row("POST", "qa:review-detail", draft, data={}, agent=404, lead=422, admin=403),
    Row("POST", "qa:review-detail", submitted, data={}, agent=403, lead=403, admin=403),
    Row("POST", "qa:review-pin", draft, data={"seq": 1}, agent=404, lead=302, admin=403),
    Row("POST", "qa:review-pin", draft, data={"seq": 99}, agent=404, lead=422, admin=403),
    Row("GET", "qa:review-acknowledge", submitted, agent=302, lead=302, admin=302),
    Row("POST", "qa:review-acknowledge", submitted, data={}, agent=302, lead=403, admin=403),
]
