"""What the clock does to people."""

from accounts.actions import set_silent_away
from helpdesk.lib.jobs import every

every("accounts-silence", "accounts.tasks.notice_silence", minutes=1)


def notice_silence() -> int:
    """Job, every minute: agents whose console went quiet stop counting as available."""
    return set_silent_away()
