"""`manage.py bench [--only NAME]`: how fast, as shares of a bare baseline in the same run."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from helpdesk.lib import measures
from helpdesk.management import bench_http

assert bench_http  # it registers itself


class Command(BaseCommand):
    help = "Measure speed; prints a table and writes build/bench.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", default="", help="one measure by name")

    def handle(self, *args: Any, only: str, **options: Any) -> None:
        autodiscover_modules("benchmark")
        works = measures.benchmarks()
        if only and only not in works:
            raise CommandError(f"There is no measure {only}. There are: {', '.join(works)}.")
        with measures.scratch_database():
            found = measures.run({only: works[only]} if only else works, self.stdout.write)
        path = settings.BASE_DIR / "build" / "bench.json"
        measures.write(found, path)
        self.stdout.write(f"Written to {path}.")
