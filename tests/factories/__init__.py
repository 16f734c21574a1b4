"""Factories build the least valid row."""

from tests.factories.accounts import UserFactory

__all__ = ["UserFactory"]
