"""How people read what happened to announcements."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe

describe("announcement.created", _("%(actor)s wrote the announcement %(slug)s."))
describe("announcement.changed", _("%(actor)s changed whom or what the announcement is for."))
describe("announcement.worded", _("%(actor)s wrote the words in %(language)s."))
describe("announcement.published", _("%(actor)s published the announcement."))
describe("announcement.unscheduled", _("%(actor)s made the announcement a draft again."))
describe("announcement.started", _("The announcement began to be shown."))
describe("announcement.ended", _("%(actor)s ended the announcement."))
describe("incident.updated", _("%(actor)s posted an update: %(stage)s."))
describe("incident.worded", _("%(actor)s wrote the update in %(language)s."))
