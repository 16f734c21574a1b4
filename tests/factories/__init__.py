"""Factories build the least valid row."""

from tests.factories.accounts import UserFactory
from tests.factories.announcements import announce, draft_announcement, incident
from tests.factories.chat import ChatMessageFactory, ConversationFactory
from tests.factories.glossary import add_term
from tests.factories.knowledgebase import ArticleFactory, CategoryFactory, publish
from tests.factories.qa import ReviewFactory, closed_chat, solved_ticket
from tests.factories.tickets import TicketFactory

__all__ = [
    "ArticleFactory",
    "CategoryFactory",
    "ChatMessageFactory",
    "ConversationFactory",
    "ReviewFactory",
    "TicketFactory",
    "UserFactory",
    "add_term",
    "announce",
    "closed_chat",
    "draft_announcement",
    "incident",
    "publish",
    "solved_ticket",
]
