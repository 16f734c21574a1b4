from datetime import timedelta

import factory
from django.utils.timezone import now

from qa.actions import start_standard_scorecard
from qa.models import Review
from tests.factories.accounts import UserFactory
from tests.factories.chat import ChatMessageFactory, ConversationFactory
from tests.factories.tickets import TicketFactory


def closed_chat(agent, *, days_ago=1, **fields):
    """A chat an agent answered and that ended: question, bot, hand-over, answer after two minutes."""
    start = now() - timedelta(days=days_ago)
    chat = ConversationFactory(
        status="ended",
        agent=agent,
        created_at=start,
        queued_at=start + timedelta(seconds=40),
        accepted_at=start + timedelta(minutes=1),
        ended_at=start + timedelta(minutes=9),
        last_seq=3,
        **fields,
    )
    said = [("visitor", None, 0), ("bot", None, 2), ("agent", agent, 120)]
    for seq, (kind, author, seconds) in enumerate(said, start=1):
        ChatMessageFactory(
            conversation=chat,
            seq=seq,
            author_kind=kind,
            author=author,
            sender_key=kind,
            body=f"{kind} says {seq}",
            created_at=start + timedelta(seconds=seconds),
        )
    return chat


def solved_ticket(assignee, *, days_ago=1, **fields):
    moment = now() - timedelta(days=days_ago)
    return TicketFactory(assignee=assignee, status="solved", solved_at=moment, **fields)


class ReviewFactory(factory.django.DjangoModelFactory):
    """A draft by a lead of a closed chat of an agent; `ReviewFactory(agent=…, reviewer=…)` to choose them."""

    class Meta:
        model = Review

    scorecard = factory.LazyFunction(lambda: start_standard_scorecard(actor=None))
    reviewer = factory.LazyFunction(lambda: UserFactory(role="lead"))
    agent = factory.LazyFunction(lambda: UserFactory(role="agent"))
    subject_type = "chat"
    subject_id = factory.LazyAttribute(lambda review: closed_chat(review.agent).pk)
