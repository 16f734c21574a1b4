"""Articles from a folder of Markdown files with front matter, one file a language.

Each file is imported whole or not at all; a bad one is named with its line and the others go on. Importing the same
folder again touches only what has changed.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from accounts.models import User
from helpdesk.lib import languages
from knowledgebase.actions import (
    create_article,
    move_article,
    publish_translation,
    relate_article,
    save_category,
    save_translation,
)
from knowledgebase.content import body_terms
from knowledgebase.models import Article, Category
from knowledgebase.source_files import BadFile, CategoryFile, SourceFile, read_article, read_categories

Progress = Callable[[int, int], None]
# SQLite gives its lock to whoever asks at the right moment: without a pause one who writes on end has it for ever.
_BREATH_SECONDS = 0.004


@dataclass(slots=True)
class Report:
    """What an import did, or would do: counts of files, and what is wrong where (`path:line: what to mend`)."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    categories: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    def count(self, file: SourceFile, outcome: str) -> None:
        """Add a file to `created`, `updated` or `unchanged`; one that was refused has no outcome."""
        if outcome:
            setattr(self, outcome, getattr(self, outcome) + 1)
            self.languages[file.language] += 1

    def refuse(self, file: SourceFile, bad: BadFile, path: Path) -> None:
        self.problems.append(f"{file.path.relative_to(path)}:{bad.line}: {bad}")

    def warn_of_links(self, files: list[SourceFile], slugs: Collection[str], path: Path) -> None:
        """Name each link to an article that is not there."""
        for file in files:
            for slug in dict.fromkeys((*file.related, *file.links)):
                if slug not in slugs:
                    self.warnings.append(
                        f"{file.path.relative_to(path)}: no article has the slug {slug}; left out"
                    )


def import_folder(path: Path, *, actor: User | None = None, progress: Progress | None = None) -> Report:
    """Import every `*.md` below `path`, and `categories.yaml` when there is one.

    Each file is a short transaction of its own, so a site goes on answering and writing meanwhile.
    """
    report = Report()
    files, shelves = read_folder(Path(path), report)
    for shelf in shelves:
        _import_category(shelf, report, actor)
    for done, file in enumerate(files, 1):
        report.count(file, _import_file(file, report, path, actor))
        if progress:
            progress(done, len(files))
    _relate(files, report, path, actor)
    return report


def read_folder(path: Path, report: Report) -> tuple[list[SourceFile], list[CategoryFile]]:
    """What a folder says, its bad files named in the report."""
    files = list(_read_all(path, report))
    try:
        return files, read_categories(path / "categories.yaml")
    except BadFile as bad:
        report.problems.append(f"categories.yaml:{bad.line}: {bad}")
        return files, []


def _read_all(path: Path, report: Report) -> Iterator[SourceFile]:
    """The readable files, each article's source language first, so that its translations know what they were made from."""
    seen: dict[tuple[str, str], Path] = {}
    good: list[SourceFile] = []
    for name in sorted(path.rglob("*.md")):
        if name.name.lower() == "readme.md":
            continue
        try:
            file = read_article(name)
            _refuse_twin(seen, file)
        except BadFile as bad:
            report.problems.append(f"{name.relative_to(path)}:{bad.line}: {bad}")
            continue
        good.append(file)
    yield from sorted(good, key=lambda file: (file.slug, file.language != languages.DEFAULT, file.language))


def _refuse_twin(seen: dict[tuple[str, str], Path], file: SourceFile) -> None:
    other = seen.setdefault((file.slug, file.language), file.path)
    if other != file.path:
        raise BadFile(
            f"{other.name} has the same slug and language. Give one of them another.", file.line_of("slug")
        )


def _import_category(shelf: CategoryFile, report: Report, actor: User | None) -> None:
    _row, changed = save_category(
        shelf.slug, icon=shelf.icon, position=shelf.position, words=shelf.words, actor=actor
    )
    report.categories += changed


def _import_file(file: SourceFile, report: Report, path: Path, actor: User | None) -> str:
    """Which counter of the report the file belongs to; empty when it was refused."""
    # The slow part is done before the database is locked for writing, which everybody else waits for.
    body_terms(file.words.body, file.language)
    time.sleep(_BREATH_SECONDS)
    try:
        with transaction.atomic():
            return _write(file, report, actor)
    except BadFile as bad:
        report.refuse(file, bad, path)
        return ""


def _write(file: SourceFile, report: Report, actor: User | None) -> str:
    article = Article.objects.select_related("category").filter(slug=file.slug).first()
    if article is None:
        shelf = _shelf(file.category, report, actor)
        article = create_article(file.slug, category=shelf, source_language=file.language, actor=actor)
    elif article.category.slug != file.category:
        refuse_other_shelf(file, article.category.slug, article.source_language)
        move_article(article, _shelf(file.category, report, actor), actor=actor)
    return _translate(article, file, actor)


def refuse_other_shelf(file: SourceFile, shelf: str, source_language: str) -> None:
    """Only the source language's file moves an article; a translation that names another shelf is mistaken."""
    if file.language != source_language:
        message = f"the article stands in category {shelf}, not {file.category}. Use the same."
        raise BadFile(message, file.line_of("category"))


def _shelf(slug: str, report: Report, actor: User | None) -> Category:
    shelf = Category.objects.filter(slug=slug).first()
    if shelf is None:
        shelf, _changed = save_category(slug, position=Category.objects.count(), words={}, actor=actor)
        report.categories += 1
    return shelf


def _translate(article: Article, file: SourceFile, actor: User | None) -> str:
    now_there = article.translations.filter(language=file.language).first()
    if now_there is not None and now_there.is_published and file.says_the_same_as(now_there):
        return "unchanged"
    saved = save_translation(article, file.language, words=file.words, actor=actor)
    publish_translation(saved, actor=actor)
    return "created" if now_there is None else "updated"


def _relate(files: list[SourceFile], report: Report, path: Path, actor: User | None) -> None:
    """Links between articles, once all of them are there; the source language's file decides."""
    wanted = {slug for file in files for slug in (file.slug, *file.related, *file.links)}
    articles = Article.objects.in_bulk(wanted, field_name="slug")
    report.warn_of_links(files, articles.keys(), path)
    for file in files:
        article = articles.get(file.slug)
        if article is not None and article.source_language == file.language and file.related:
            targets = [articles[slug] for slug in file.related if slug in articles]
            relate_article(article, targets, actor=actor)
