"""A dry run of an import: the same report, from reading alone, so that nobody who works on the site waits for it."""

from pathlib import Path

from knowledgebase.importing import Progress, Report, read_folder, refuse_other_shelf
from knowledgebase.models import Article, ArticleTranslation, Category
from knowledgebase.source_files import BadFile, CategoryFile, SourceFile


def preview_folder(path: Path, *, progress: Progress | None = None) -> Report:
    """What `import_folder` would do now, and what it would refuse."""
    report = Report()
    files, shelves = read_folder(path, report)
    report.categories += sum(_is_new(shelf) for shelf in shelves)
    site = _Site({shelf.slug for shelf in shelves})
    for done, file in enumerate(files, 1):
        try:
            report.count(file, site.take(file, report))
        except BadFile as bad:
            report.refuse(file, bad, path)
        if progress:
            progress(done, len(files))
    report.warn_of_links(files, site.places.keys(), path)
    return report


def _is_new(shelf: CategoryFile) -> bool:
    """Whether the entry makes a category or changes one."""
    row = Category.objects.with_titles().filter(slug=shelf.slug).first()
    if row is None or (row.icon, row.position) != (shelf.icon, shelf.position):
        return True
    there = {one.language: (one.title, one.description) for one in row.translations.all()}
    return any(there.get(language) != said for language, said in shelf.words.items())


class _Site:
    """The help center as the files would leave it."""

    def __init__(self, shelves: set[str]) -> None:
        self.shelves = shelves | set(Category.objects.values_list("slug", flat=True))
        rows = Article.objects.values_list("slug", "category__slug", "source_language")
        self.places: dict[str, tuple[str, str]] = {slug: (shelf, source) for slug, shelf, source in rows}

    def take(self, file: SourceFile, report: Report) -> str:
        """Which counter of the report the file belongs to."""
        shelf, source_language = self.places.get(file.slug, (file.category, file.language))
        if shelf != file.category:
            refuse_other_shelf(file, shelf, source_language)
        if file.category not in self.shelves:
            self.shelves.add(file.category)
            report.categories += 1
        self.places[file.slug] = (file.category, source_language)
        rows = ArticleTranslation.objects.filter(article__slug=file.slug, language=file.language)
        now_there = rows.first()
        if now_there is None:
            return "created"
        return "unchanged" if now_there.is_published and file.says_the_same_as(now_there) else "updated"
