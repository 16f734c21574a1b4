"""How the accounts' events are told to people."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe

describe("customer.created", _("%(actor)s wrote down a new customer"))
describe("customer.signed_up", _("%(actor)s signed up"))
describe("email.changed", _("%(actor)s changed the e-mail address"))
describe("password.reset", _("%(actor)s chose a new password by e-mail"))
describe("email.verified", _("The e-mail address was confirmed"))
describe("profile.changed", _("%(actor)s changed the profile"))
describe("user.deactivated", _("%(actor)s deactivated the account"))
describe("user.reactivated", _("%(actor)s reactivated the account"))
describe("role.changed", _("%(actor)s changed the role"))
describe("person.invited", _("%(actor)s invited a person"))
describe("team.changed", _("%(actor)s changed the team"))
describe("token.created", _("%(actor)s created the API token %(key)s"))
describe("token.revoked", _("%(actor)s revoked the API token %(key)s"))
describe("skill.granted", _("%(actor)s granted the skill %(skill)s at level %(level)s"))
describe("skill.withdrawn", _("%(actor)s withdrew the skill %(skill)s"))
describe("presence.changed", _("%(actor)s changed presence from %(from)s to %(to)s"))
