"""`manage.py evaluate [--only NAME]`: how good the answers are, on public data and our own sets."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from helpdesk.lib import measures


class Command(BaseCommand):
    help = "Measure answer quality; prints a table and writes build/evaluate.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", default="", help="one measure by name")

    def handle(self, *args: Any, only: str, **options: Any) -> None:
        autodiscover_modules("evaluation")
        works = measures.evaluations()
        if only and only not in works:
            raise CommandError(f"There is no measure {only}. There are: {', '.join(works)}.")
        chosen = {only: works[only]} if only else works
        with measures.scratch_database():
            found = measures.run(chosen, self.stdout.write)
        path = settings.BASE_DIR / "build" / "evaluate.json"
        measures.write(found, path)
        self.stdout.write(f"Written to {path}.")
