import factory
from django.utils.timezone import now

from tests.factories.accounts import UserFactory
from tickets.models import Message, Participant, Ticket


class TicketFactory(factory.django.DjangoModelFactory):
    """A confirmed ticket of a customer with its first message; `TicketFactory(confirmed_at=None)` is a guest's."""

    class Meta:
        model = Ticket
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"T-{n:06d}")
    subject = "My deposit has not arrived"
    requester = factory.SubFactory(UserFactory)
    confirmed_at = factory.LazyFunction(now)
    last_seq = 1

    @factory.post_generation
    def thread(self, create, body, **kwargs):
        if not create:
            return
        Participant.objects.create(ticket=self, user=self.requester)
        body = body or "I sent it two hours ago."
        Message.objects.create(ticket=self, seq=1, author=self.requester, body=body)
