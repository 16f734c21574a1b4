"""What the chat does when something happened, and in which words its events are told."""

from django.utils.translation import gettext_lazy as _

from chat.bot import Reading, answer_message, read_message
from helpdesk.ledger import describe, subscribe
from helpdesk.ledger.models import Event

describe("chat.started", _("Chat started"))
describe("chat.message_asked", _("Visitor wrote to the bot"))
describe("chat.message_posted", _("Message sent"))
describe("chat.queued", _("Waiting for a person"))
describe("chat.marked_urgent", _("Moved to the security queue"))
describe("chat.accepted", _("%(actor)s accepted the chat"))
describe("chat.released", _("The chat went back to the queue"))
describe("chat.converted", _("%(actor)s made a ticket of the chat"))
describe("chat.ended", _("Chat ended"))
describe("chat.rated", _("%(actor)s gave %(score)s of 5"))


@subscribe("chat.message_asked", prepare=read_message)
def bot_answers(event: Event, reading: Reading | None) -> None:
    """The bot answers what a visitor wrote while nobody else has the conversation."""
    answer_message(event, reading)
