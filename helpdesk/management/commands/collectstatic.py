"""Collecting the static files, and with them the pages that name the hashed ones."""

from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command


class Command(collectstatic.Command):
    def handle(self, **options: Any) -> str | None:
        summary = super().handle(**options)
        if not options["dry_run"]:
            call_command("error_pages", verbosity=0)
        return summary
