"""The words in which the ledger tells of its own deliveries."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger.registry import describe

describe("delivery.tried_again", _("%(actor)s had a failed delivery tried again"))
describe("delivery.let_go", _("%(actor)s took a failed delivery off the list"))
