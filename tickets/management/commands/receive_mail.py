"""Takes in one mail from standard input: the end of a mail server's pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from tickets.actions import receive_mail
from tickets.mailbox import poll


class Command(BaseCommand):
    """Exit code 0 once the mail is kept, whatever it says; a mail server then never returns it to the sender."""

    help = "Take in one mail from standard input, or --poll the mailbox of IMAP_URL."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--poll", metavar="IMAP_URL", help="take in the unseen mails of this mailbox instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["poll"]:
            self.stdout.write(f"{poll(options['poll'])} taken in")
            return
        row = receive_mail(sys.stdin.buffer.read())
        ticket = f" {row.ticket.number}" if row.ticket else ""
        self.stdout.write(f"{row.outcome}{ticket} {row.reason}".strip())
