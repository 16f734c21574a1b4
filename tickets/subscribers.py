"""The words in which a ticket's history is told."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe

describe("ticket.requested", _("%(actor)s wrote as a guest; the address is not confirmed yet"))
describe("ticket.declined", _("A request in this person's name was declined"))
describe("ticket.opened", _("%(actor)s opened the ticket"))
describe("ticket.replied", _("%(actor)s replied"))
describe("ticket.noted", _("%(actor)s added an internal note"))
describe("ticket.assigned", _("%(actor)s changed who is responsible"))
describe("ticket.status_changed", _("%(actor)s changed the status"))
describe("ticket.priority_changed", _("%(actor)s changed the priority"))
describe("ticket.reopened", _("%(actor)s re-opened the ticket"))
describe("ticket.solved", _("%(actor)s marked the ticket as solved"))
describe("ticket.closed", _("%(actor)s closed the ticket"))
describe("ticket.rated", _("%(actor)s gave %(score)s of 5"))
describe("ticket.breached", _("A promised time has passed"))
describe("ticket.unpromised", _("No time could be promised: the business calendar has too few hours"))
describe("secret.masked", _("A secret was taken out of what %(actor)s wrote"))
describe("mail.sent", _("A mail was sent"))
describe("mail.failed", _("A mail could not be delivered"))
describe("mail.held", _("A mail was held"))
describe("mail.recovered", _("%(actor)s made a ticket of a held mail"))
describe("mail.discarded", _("%(actor)s discarded a held mail"))
