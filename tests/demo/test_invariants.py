"""The demo's past obeys the same rules as a past the actions wrote."""

from collections import defaultdict

from django.test import TestCase
from django.utils.timezone import now

from chat.actions import accept_conversation, end_conversation
from chat.models import Conversation
from chat.models import Message as ChatMessage
from helpdesk.demo.build import SMALL, build
from helpdesk.ledger.delivery import sweep
from helpdesk.ledger.models import Delivery, Event
from helpdesk.ledger.registry import handlers_of
from qa.models import Answer, Review, Sample
from qa.sampling import redraw
from qa.scoring import Mark, score_of
from tickets.actions import open_ticket, reply_to_ticket
from tickets.models import Message, Rating, SlaBreach, Ticket
from tickets.promises import DUE_FIELDS, newly_breached, work_out


def by_thread(messages, field):
    threads = defaultdict(list)
    for message in messages.select_related(field).order_by("seq"):
        threads[getattr(message, field)].append(message)
    return threads


def events_of(verb):
    return Event.objects.filter(verb=verb)


class TestThePast(TestCase):
    """One small demo, built once; each test's own writes are taken back."""

    @classmethod
    def setUpTestData(cls):
        cls.before = now()
        build(seed=2026, size=SMALL, say=lambda words: None)

    def test_sequences_have_no_gap_and_follow_time(self):
        said = {
            **by_thread(Message.objects.all(), "ticket"),
            **by_thread(ChatMessage.objects.all(), "conversation"),
        }
        for thread in [*Ticket.objects.all(), *Conversation.objects.all()]:
            rows = said[thread]
            assert [row.seq for row in rows] == list(range(1, thread.last_seq + 1))
            times = [row.created_at for row in rows]
            assert times == sorted(times)

    def test_nothing_happens_after_now_and_ids_follow_time(self):
        told = Event.objects.exclude(at__gte=self.before).order_by("pk")
        times = list(told.values_list("at", flat=True))
        assert len(times) > 500
        assert times == sorted(times)
        assert not Event.objects.filter(at__gt=now()).exists()

    def test_the_ledger_tells_each_ticket_whole(self):
        for ticket in Ticket.objects.all():
            told = list(Event.objects.about(ticket).order_by("pk"))
            verbs = [event.verb for event in told]
            assert verbs.count("ticket.opened") == 1
            assert told[0].at == ticket.created_at
            assert told[0].data["number"] == ticket.number
            public = ticket.messages.filter(kind="public").count()
            assert verbs.count("ticket.replied") == public - 1
            moves = [
                event.data["to"] for event in told if "to" in event.data and event.verb != "ticket.assigned"
            ]
            assert (moves or ["new"])[-1] == ticket.status

    def test_the_ledger_tells_each_chat_whole(self):
        for chat in Conversation.objects.all():
            told = Event.objects.about(chat)
            messages = told.filter(verb__in=["chat.message_asked", "chat.message_posted"])
            assert sorted(event.data["seq"] for event in messages) == list(range(1, chat.last_seq + 1))
            assert told.filter(verb="chat.ended").exists() == chat.is_ended
            assert told.filter(verb="chat.accepted").exists() == (chat.accepted_at is not None)

    def test_promises_are_what_the_facts_say(self):
        for ticket in Ticket.objects.all():
            kept = {name: getattr(ticket, name) for name in DUE_FIELDS}
            work_out(ticket)
            assert kept == {name: getattr(ticket, name) for name in DUE_FIELDS}, ticket

    def test_every_broken_promise_is_noted_already(self):
        assert Ticket.objects.breached().exists()
        assert newly_breached() == []
        assert events_of("ticket.breached").count() == SlaBreach.objects.count()

    def test_answers_later_than_promised_are_noted_as_broken(self):
        for ticket in Ticket.objects.exclude(first_response_at=None):
            target = ticket.policy.targets.get(priority=ticket.priority)
            waited = (ticket.first_response_at - ticket.confirmed_at).total_seconds() / 60
            broken = ticket.breaches.filter(clock="first_response").exists()
            assert broken == (waited >= target.first_response_minutes)

    def test_the_worker_does_not_act_on_the_past(self):
        heard = [event for event in Event.objects.all() if handlers_of(event.verb)]
        marks = sum(len(handlers_of(event.verb)) for event in heard)
        past_marks = Delivery.objects.filter(event__in=heard).count()
        assert past_marks == marks

    def test_the_sweep_finds_nothing_left(self):
        assert sweep() == 0

    def test_ratings_are_of_finished_work_and_told(self):
        for rating in Rating.objects.all():
            model = Ticket if rating.subject_type == "tickets.ticket" else Conversation
            subject = model.objects.get(pk=rating.subject_id)
            finished_at = subject.solved_at if model is Ticket else subject.ended_at
            assert finished_at <= rating.created_at <= now()
        told = events_of("ticket.rated").count() + events_of("chat.rated").count()
        assert told == Rating.objects.count() > 5

    def test_every_score_follows_from_its_answers(self):
        for review in Review.objects.finished():
            answers = Answer.objects.filter(review=review).select_related("criterion")
            score = score_of(Mark(a.criterion.weight, a.criterion.is_critical, a.value) for a in answers)
            assert (review.score, review.is_zeroed) == (score.percent, score.is_zeroed)
            assert len(answers) == 7

    def test_every_sample_can_be_drawn_again(self):
        for sample in Sample.objects.all():
            drawn = {(review.subject_type, review.subject_id) for review in sample.reviews.all()}
            assert {(c.subject_type, c.subject_id) for c in redraw(sample)} == drawn

    def test_the_desk_can_work_on(self):
        ticket = Ticket.objects.exclude(assignee=None).filter(status="open").first()
        ticket = ticket or Ticket.objects.waiting_on_us().exclude(assignee=None).first()
        message = reply_to_ticket(ticket, body="We are on it.", actor=ticket.assignee)
        assert message.seq == ticket.last_seq + 1
        opened = open_ticket(ticket.requester, subject="Another", body="One more thing")
        assert not Ticket.objects.filter(number=opened.number).exclude(pk=opened.pk).exists()

    def test_a_waiting_chat_can_be_taken_and_ended(self):
        chat = Conversation.objects.queued().in_queue_order().first()
        agent = Review.objects.first().agent
        taken = accept_conversation(chat, actor=agent)
        assert end_conversation(taken, actor=agent).is_ended
