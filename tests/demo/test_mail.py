"""The demo's mail: letters as the desk writes them, and incoming mails decided as the desk decides."""

from django.test import TestCase
from django.utils.timezone import now

from helpdesk.demo.build import SMALL, build
from helpdesk.ledger.models import Event
from tickets.actions import handle_mail
from tickets.models import MailIn, MailOut, Message


class TestTheMail(TestCase):
    @classmethod
    def setUpTestData(cls):
        build(seed=2026, size=SMALL, say=lambda words: None)

    def test_every_answer_left_as_one_letter(self):
        answers = Message.objects.filter(kind="public", author__is_staff=True)
        assert answers.count() == MailOut.objects.filter(kind="reply").count() > 5
        for letter in MailOut.objects.select_related("message", "recipient"):
            assert letter.message.body.split()[0] in letter.text
            assert letter.language == letter.recipient.language

    def test_each_state_of_delivery_can_be_seen_and_is_told(self):
        assert {"sent", "failed", "queued"} == set(MailOut.objects.values_list("status", flat=True))
        for status in ("sent", "failed"):
            told = Event.objects.filter(verb=f"mail.{status}").count()
            assert told == MailOut.objects.filter(status=status).count()
        assert not MailOut.objects.filter(status="queued", next_try_at__lte=now()).exists()

    def test_the_desk_decides_over_these_mails_as_told(self):
        rows = list(MailIn.objects.all())
        told = {row.pk: (row.outcome, row.reason, row.ticket_id) for row in rows}
        MailIn.objects.update(outcome="received", reason="", ticket=None)
        for row in MailIn.objects.all():
            handle_mail(row)
        decided = {row.pk: (row.outcome, row.reason, row.ticket_id) for row in MailIn.objects.all()}
        assert decided == told
        assert len({reason for _, reason, _ in decided.values()}) == 5
