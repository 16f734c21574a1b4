"""The glossary as files: one CSV table, or one Markdown file a term and language. Written and read again they are the same."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields

import yaml
from django.utils.translation import gettext as _

from helpdesk.lib import languages
from helpdesk.lib.errors import Invalid
from knowledgebase.glossary.models import Term, TermTranslation

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
_SEPARATOR = " | "
# A spreadsheet runs a cell that begins like this; an apostrophe before it makes it text.
_FORMULA = re.compile("'*[=+@\t\r-]")
_GUARDED = re.compile("'+[=+@\t\r-]")
_FRONT = re.compile(r"\A---\n(.*?)^---[ \t]*\n?(.*)\Z", re.DOTALL | re.MULTILINE)
_TRUE = {"1", "true", "yes", "x"}


@dataclass(frozen=True, slots=True)
class Row:
    """A term in one language as a file says it. What is true of the whole term stands in its source language's row."""

    slug: str
    language: str
    name: str
    short: str
    long: str = ""
    synonyms: list[str] = field(default_factory=list)
    is_locked: bool = False
    is_source: bool = False
    is_name_kept: bool = False
    category: str = ""
    related_terms: list[str] = field(default_factory=list)
    related_articles: list[str] = field(default_factory=list)
    place: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        return f"{self.language}/{self.slug}.md"


_COLUMNS = [one.name for one in fields(Row) if one.name != "place"]
_LISTS = {"synonyms", "related_terms", "related_articles"}
_CLAIMS = {"is_locked", "is_source", "is_name_kept"}


def rows_of_glossary() -> Iterator[Row]:
    """Every term in every language, the source language first. Four queries."""
    terms = Term.objects.select_related("category").prefetch_related(
        "translations", "related_terms", "related_articles"
    )
    for term in terms.order_by("slug"):
        words = sorted(
            term.translations.all(), key=lambda row: (row.language != term.source_language, row.language)
        )
        yield from (_row(term, row) for row in words)


def _row(term: Term, row: TermTranslation) -> Row:
    said = Row(
        term.slug, row.language, row.name, row.short, row.long, list(map(str, row.synonyms)), row.is_locked
    )
    if row.language != term.source_language:
        return said
    return Row(
        **{name: getattr(said, name) for name in _COLUMNS[:7]},
        is_source=True,
        is_name_kept=term.is_name_kept,
        category=term.category.slug if term.category else "",
        related_terms=sorted(one.slug for one in term.related_terms.all()),
        related_articles=sorted(one.slug for one in term.related_articles.all()),
    )


def as_csv(rows: Iterable[Row]) -> str:
    """One line a term and language; lists in a cell are separated by bars."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_cell(name, getattr(row, name)) for name in _COLUMNS])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    if name in _CLAIMS:
        return "yes" if value else ""
    text = _SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def as_zip(rows: Iterable[Row]) -> bytes:
    """One Markdown file with front matter a term and language, in a folder a language."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            # A fixed date keeps the same glossary the same file.
            archive.writestr(zipfile.ZipInfo(row.path, (2000, 1, 1, 0, 0, 0)), as_markdown(row))
    return out.getvalue()


def as_markdown(row: Row) -> str:
    facts = {name: value for name, value in asdict(row).items() if value and name not in {"long", "place"}}
    head = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n{row.long}\n" if row.long else f"---\n{head}---\n"


def read_upload(name: str, raw: bytes) -> list[Row]:
    """The rows of a `.csv`, a `.md` or a `.zip` of `.md` files. Raises Invalid, naming the line or file to mend."""
    if len(raw) > MOST_BYTES:
        raise _bad(_("This file is larger than 5 MB. Split it."))
    kind = name.rpartition(".")[2].lower()
    if kind == "csv":
        rows = read_csv(_text(raw, name))
    elif kind == "md":
        rows = [read_markdown(_text(raw, name), name)]
    elif kind == "zip":
        rows = list(_read_zip(raw))
    else:
        raise _bad(_("Choose a .csv, .md or .zip file."))
    if len(rows) > MOST_ROWS:
        raise _bad(_("This file has more than 20,000 rows. Split it."))
    return rows


def read_csv(text: str, *, language: str = "") -> list[Row]:
    """The rows of a table; `language` is that of rows that name none."""
    csv.field_size_limit(200_000)
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows = []
    try:
        missing = {"slug", "name", "short"} - set(reader.fieldnames or ())
        if missing:
            raise _bad(_("The column %(name)s is missing."), name=sorted(missing)[0])
        for cells in reader:
            place = f"line {reader.line_num}"
            facts = {key: _plain(value) for key, value in cells.items() if key in _COLUMNS and value}
            rows.append(_from_facts({"language": language, **facts}, place))
    except csv.Error as error:
        raise _bad(_("Line %(line)s is not a valid table row."), line=reader.line_num) from error
    return rows


def _plain(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def read_markdown(text: str, place: str) -> Row:
    """One file: front matter, then the explanation."""
    match = _FRONT.match(text)
    if match is None:
        raise _bad(
            _("%(place)s: the file must begin with front matter between two lines of three hyphens."),
            place=place,
        )
    try:
        facts = yaml.safe_load(match[1])
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _bad(_("%(place)s: the front matter is not valid YAML."), place=place) from error
    if not isinstance(facts, dict):
        raise _bad(_("%(place)s: the front matter is not valid YAML."), place=place)
    return _from_facts(
        {
            **{name: value for name, value in facts.items() if name in _COLUMNS and value is not None},
            "long": match[2].strip("\n"),
        },
        place,
    )


def _from_facts(facts: dict[str, object], place: str) -> Row:
    # YAML reads the bare word no, Norwegian's code, as False.
    spoken = "nb" if facts.get("language") is False else str(facts.get("language") or "")
    code = languages.canonical(spoken)
    if not languages.is_known(code):
        raise _bad(_("%(place)s: the language %(code)s is not one we know."), place=place, code=spoken[:20])
    read: dict[str, object] = {"slug": "", "name": "", "short": "", **facts, "language": code, "place": place}
    for name, value in read.items():
        if name in _LISTS:
            parts = value if isinstance(value, list) else str(value).split("|")
            read[name] = [str(part).strip() for part in parts if str(part).strip()]
        elif name in _CLAIMS:
            read[name] = value is True or str(value).strip().lower() in _TRUE
        else:
            read[name] = str(value)
    return Row(**read)  # type: ignore[arg-type]


def _read_zip(raw: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = [one for one in archive.infolist() if one.filename.lower().endswith(".md")]
            if len(files) > MOST_ROWS or sum(one.file_size for one in files) > 4 * MOST_BYTES:
                raise _bad(_("This archive unpacks to more than 20 MB. Split it."))
            for one in files:
                with archive.open(one) as file:
                    yield read_markdown(_text(file.read(200_001)[:200_000], one.filename), one.filename)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise _bad(_("This archive cannot be opened. Make it again without a password.")) from error


def _text(raw: bytes, place: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _bad(_("%(place)s: the text is not UTF-8. Save the file as UTF-8."), place=place) from error


def _bad(message: str, **facts: object) -> Invalid:
    said = message % facts if facts else message
    return Invalid(said, code="bad_file", fields={"file": [said]})
