"""Factories build the least valid row."""

from tests.factories.accounts import UserFactory
from tests.factories.chat import ChatMessageFactory, ConversationFactory

__all__ = ["ChatMessageFactory", "ConversationFactory", "UserFactory"]
