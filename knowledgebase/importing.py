"""Articles from a folder of Markdown files with front matter, one file a language.

Each file is imported whole or not at all; a bad one is named with its line and the others go on. Importing the same
folder again touches only what has changed.
"""

from collections.abc import Callable, Iterator
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
from knowledgebase.models import Article, Category
from knowledgebase.source_files import BadFile, CategoryFile, SourceFile, read_article, read_categories

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What an import did: counts of files, and what is wrong where (`path:line: what to mend`)."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    categories: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems


def import_folder(
    path: Path, *, dry_run: bool = False, actor: User | None = None, progress: Progress | None = None
) -> Report:
    """Import every `*.md` below `path`, and `categories.yaml` when there is one. A dry run reports the same and keeps nothing."""
    report = Report()
    files = list(_read_all(Path(path), report))
    if not dry_run:
        _import_all(Path(path), files, report, actor, progress)
        return report
    with transaction.atomic():
        _import_all(Path(path), files, report, actor, progress)
        transaction.set_rollback(True)
    return report


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


def _import_all(
    path: Path, files: list[SourceFile], report: Report, actor: User | None, progress: Progress | None
) -> None:
    try:
        described = read_categories(path / "categories.yaml")
    except BadFile as bad:
        report.problems.append(f"categories.yaml:{bad.line}: {bad}")
        described = []
    for shelf in described:
        _import_category(shelf, report, actor)
    for done, file in enumerate(files, 1):
        outcome = _import_file(file, report, path, actor)
        if outcome:
            setattr(report, outcome, getattr(report, outcome) + 1)
        if progress:
            progress(done, len(files))
    _relate(files, report, path, actor)


def _import_category(shelf: CategoryFile, report: Report, actor: User | None) -> None:
    _row, changed = save_category(
        shelf.slug, icon=shelf.icon, position=shelf.position, words=shelf.words, actor=actor
    )
    report.categories += changed


def _import_file(file: SourceFile, report: Report, path: Path, actor: User | None) -> str:
    """Which counter of the report the file belongs to; empty when it was refused."""
    try:
        with transaction.atomic():
            return _write(file, report, actor)
    except BadFile as bad:
        report.problems.append(f"{file.path.relative_to(path)}:{bad.line}: {bad}")
        return ""


def _write(file: SourceFile, report: Report, actor: User | None) -> str:
    article = Article.objects.select_related("category").filter(slug=file.slug).first()
    if article is None:
        shelf = _shelf(file.category, report, actor)
        article = create_article(file.slug, category=shelf, source_language=file.language, actor=actor)
    elif article.category.slug != file.category:
        if file.language != article.source_language:
            message = (
                f"the article stands in category {article.category.slug}, not {file.category}. Use the same."
            )
            raise BadFile(message, file.line_of("category"))
        move_article(article, _shelf(file.category, report, actor), actor=actor)
    return _translate(article, file, actor)


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
    articles = Article.objects.in_bulk([file.slug for file in files], field_name="slug")
    wanted = {slug for file in files for slug in (*file.related, *file.links)}
    articles.update(Article.objects.in_bulk(wanted - articles.keys(), field_name="slug"))
    for file in files:
        for slug in dict.fromkeys((*file.related, *file.links)):
            if slug not in articles:
                report.warnings.append(
                    f"{file.path.relative_to(path)}: no article has the slug {slug}; left out"
                )
        article = articles.get(file.slug)
        if article is not None and article.source_language == file.language and file.related:
            targets = [articles[slug] for slug in file.related if slug in articles]
            relate_article(article, targets, actor=actor)
