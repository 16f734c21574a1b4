"""`manage.py reindex`: the search index made anew from what is published."""

from typing import Any

from django.core.management.base import BaseCommand

from helpdesk.lib.patience import unhurried
from knowledgebase.search import rebuild

WIDTH = 30


class Command(BaseCommand):
    help = "Make the search index anew. Readers see the old one until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        with unhurried():
            done = rebuild(self.progress)
        self.stdout.write(f"{done} translations are in the index.")

    def progress(self, done: int, total: int) -> None:
        filled = WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (WIDTH - filled)
        self.stdout.write(f"\r{bar} {done} of {total}", ending="\n" if done >= total else "")
        self.stdout.flush()
