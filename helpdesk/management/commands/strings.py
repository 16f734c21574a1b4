"""The interface's strings, from the code to the compiled catalogs."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.lib import catalogs
from helpdesk.lib.catalogs.store import PLURAL_FORMS, Entry, save


class Command(BaseCommand):
    help = "Collect the strings people read into locale/ and compile them. Needs no system gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = catalogs.translated_languages()
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="only compile the catalogs that changed")
        what.add_argument("--check", action="store_true", help="name every missing or broken translation")
        what.add_argument(
            "--missing", choices=languages, metavar="LANG", help="print what is untranslated as JSON"
        )
        what.add_argument(
            "--fill", nargs=2, metavar=("LANG", "FILE"), help="read translations from JSON (- is stdin)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            self.compile()
        elif options["check"]:
            self.check_all()
        elif options["missing"]:
            entries = catalogs.missing(options["missing"], catalogs.extract())
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1))
        elif options["fill"]:
            self.fill(*options["fill"])
        else:
            self.collect()

    def compile(self) -> None:
        for name in catalogs.compile_changed():
            self.stdout.write(f"Compiled {name}.")

    def collect(self) -> None:
        found = catalogs.extract()
        for language in catalogs.translated_languages():
            save(language, catalogs.update(language, found))
            left = len(catalogs.missing(language, found))
            self.stdout.write(f"{language}: {len(found)} strings, {left} untranslated.")
        self.compile()

    def check_all(self) -> None:
        found = catalogs.extract()
        faults = [
            fault
            for language in catalogs.translated_languages()
            for fault in catalogs.faults_of(language, found, catalogs.load(language), PLURAL_FORMS[language])
        ]
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} translations are missing or broken.")
        self.stdout.write(f"{len(found)} strings stand in {len(catalogs.translated_languages())} languages.")

    def fill(self, language: str, file: str) -> None:
        if language not in catalogs.translated_languages():
            raise CommandError(f"{language} is not one of {', '.join(catalogs.translated_languages())}.")
        entries = read_entries(file)
        refused = catalogs.fill(language, entries, catalogs.extract())
        self.compile()
        for sentence in refused:
            self.stdout.write(sentence)
        if refused:
            raise CommandError(
                f"{len(refused)} of {len(entries)} translations were refused; the rest is kept."
            )
        self.stdout.write(f"{language}: {len(entries)} translations read.")


def read_entries(file: str) -> list[Entry]:
    """The list `--missing` prints with its texts filled in, or an object of string → translation."""
    try:
        content = json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CommandError(f"{file} cannot be read as JSON: {error}") from error
    if isinstance(content, dict):
        return [Entry(id=key, text=text) for key, text in content.items()]
    if isinstance(content, list) and all(isinstance(entry, dict) for entry in content):
        return content
    raise CommandError(f"{file} must hold a list of entries or one object.")
