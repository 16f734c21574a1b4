"""The clockwork of announcements: what is due to begin or to end is noted, and from there told."""

from helpdesk.lib.jobs import every
from knowledgebase.announcements.actions import end_announcement, start_announcement
from knowledgebase.announcements.selectors import due_to_end, due_to_start


def keep_time() -> int:
    """Job, every minute: note what began and what ended by the clock. Returns how many."""
    beginning, ending = list(due_to_start()[:100]), list(due_to_end()[:100])
    for announcement in beginning:
        start_announcement(announcement, actor=None)
    for announcement in ending:
        end_announcement(announcement, actor=None)
    return len(beginning) + len(ending)


every("announcements-time", "knowledgebase.announcements.tasks.keep_time", minutes=1)
