"""What the clock does to people."""

from django.core.mail import EmailMessage

from accounts.actions import set_silent_away
from helpdesk.lib.jobs import every

every("accounts-silence", "accounts.tasks.notice_silence", minutes=1)


def notice_silence() -> int:
    """Job, every minute: agents whose console went quiet stop counting as available."""
    return set_silent_away()


def send_mail(subject: str, body: str, sender: str, to: list[str]) -> None:
    """Job: one mail about an account; a mail server that is down makes the job try again."""
    EmailMessage(subject, body, sender, to, headers={"Auto-Submitted": "auto-generated"}).send()
