"""Writing the pages a server shows when it cannot make one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from helpdesk.errors import draw_static, static_file

STATUSES = (500, 503)


class Command(BaseCommand):
    help = "Write the 500 and 503 pages of every language as files beside the static files (collectstatic does it too)."

    def handle(self, *args: Any, **options: Any) -> None:
        written = [write(status, code) for code, _name in settings.LANGUAGES for status in STATUSES]
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(written)} error pages written to {written[0].parent}.")


def write(status: int, language: str) -> Path:
    path = static_file(status, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draw_static(status, language), "utf-8")
    return path
