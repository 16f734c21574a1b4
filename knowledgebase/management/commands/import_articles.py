"""`manage.py import_articles DIR [--dry-run]`: articles from Markdown files, re-runnable."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.lib import languages
from knowledgebase.importing import Report, import_folder
from knowledgebase.previewing import preview_folder


class Command(BaseCommand):
    help = "Import articles from Markdown files with front matter, one file a language. Bad files are named and skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and keep nothing"
        )

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        run = preview_folder if dry_run else import_folder
        report = run(folder, progress=self.progress)
        self.tell(report, dry_run)
        if not report.is_clean:
            raise SystemExit(1)

    def progress(self, done: int, total: int) -> None:
        """One line that counts up for a person, a line for each hundred in a log."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total} files", ending="" if done < total else "\n")
        elif done % 100 == 0 or done == total:
            self.stdout.write(f"{done} of {total} files")
        self.stdout.flush()

    def tell(self, report: Report, dry_run: bool) -> None:
        for warning in report.warnings:
            self.stderr.write(f"note: {warning}")
        for problem in report.problems:
            self.stderr.write(self.style.ERROR(problem))
        for code, files in sorted(report.languages.items(), key=lambda pair: (-pair[1], pair[0])):
            self.stdout.write(f"  {languages.get(code).english:<24}{files:>6}")
        self.stdout.write(
            f"{'Dry run, nothing kept: ' if dry_run else ''}{report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.problems)} refused, {report.categories} categories changed."
        )
        if report.problems:
            again = "then run it without --dry-run" if dry_run else "then run it again"
            self.stdout.write(
                f"Mend the files named above, {again}; what is imported already stays as it is."
            )
        elif dry_run:
            self.stdout.write("Nothing would be refused. Run it without --dry-run to import.")
