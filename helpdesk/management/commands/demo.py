"""Northstar Exchange, ready to look at."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from helpdesk.demo.build import SMALL, WHOLE, build, is_built, refuse_outside_demo


class Command(BaseCommand):
    help = "Load the demo: an exchange's help center, people, and two weeks of tickets, chats and reviews."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="another number tells other two weeks")
        parser.add_argument("--small", action="store_true", help="a fifth of it, for a quick look")

    def handle(self, *args: Any, seed: int, small: bool, **options: Any) -> None:
        refuse_outside_demo()
        if is_built():
            self.stdout.write("The demo is there already; nothing to do.")
            return
        began = monotonic()
        made = build(seed=seed, size=SMALL if small else WHOLE, say=self.stdout.write)
        counted = ", ".join(f"{count} {name}" for name, count in made.items())
        self.stdout.write(f"The demo is ready: {counted} ({monotonic() - began:.0f} s).")
