"""Factories build the least valid row."""

from tests.factories.accounts import UserFactory
from tests.factories.chat import ChatMessageFactory, ConversationFactory
from tests.factories.tickets import TicketFactory

__all__ = ["ChatMessageFactory", "ConversationFactory", "TicketFactory", "UserFactory"]
