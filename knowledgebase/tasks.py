"""The help center's clockwork."""

from knowledgebase.announcements import tasks as announcements

__all__ = ["announcements"]
