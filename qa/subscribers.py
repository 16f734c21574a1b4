"""How a person reads the reviews' part of the ledger."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe

describe("scorecard.published", _("%(actor)s put version %(version)s of the scorecard “%(name)s” in use"))
describe("sample.drawn", _("%(actor)s drew %(drawn)s of %(population)s conversations by lot"))
describe("review.submitted", _("%(actor)s submitted a review: %(score)s %%"))
describe("review.acknowledged", _("%(actor)s read the review"))
