"""How people read what happened in the help center."""

from django.utils.translation import gettext_lazy as _

from helpdesk.ledger import describe
from knowledgebase.announcements import subscribers as announcements

__all__ = ["announcements"]

describe("article.created", _("%(actor)s made the article %(slug)s."))
describe("article.moved", _("%(actor)s moved the article to %(to)s."))
describe("article.related", _("%(actor)s changed the related articles."))
describe("article.archived", _("%(actor)s took the article from readers."))
describe("article.restored", _("%(actor)s showed the article to readers again."))
describe("article.verified", _("%(actor)s said that the article is true."))
describe("category.saved", _("%(actor)s changed the category %(slug)s."))
describe("translation.saved", _("%(actor)s saved revision %(revision)s in %(language)s."))
describe("translation.published", _("%(actor)s published revision %(revision)s in %(language)s."))
describe("translation.withdrawn", _("%(actor)s withdrew the translation in %(language)s."))
describe("translation.voted", _("A reader said whether revision %(revision)s helped."))
describe("translation.explained", _("A reader said why revision %(revision)s did not help: %(reason)s."))
describe("term.created", _("%(actor)s made the term %(slug)s."))
describe("term.changed", _("%(actor)s changed the term %(slug)s."))
describe("term.words_saved", _("%(actor)s saved the term %(slug)s in %(language)s."))
describe("term.words_locked", _("%(actor)s locked the term %(slug)s in %(language)s."))
describe("term.words_unlocked", _("%(actor)s unlocked the term %(slug)s in %(language)s."))
describe("term.words_removed", _("%(actor)s removed the term %(slug)s in %(language)s."))
describe("term.related", _("%(actor)s changed what the term %(slug)s points to."))
describe("term.removed", _("%(actor)s removed the term %(slug)s."))
