"""Finds every string a person reads: gettext calls in Python, translate tags in templates."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".js"}
NOT_OURS = {"migrations", "tests"}

STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*({STRING}(?:,\s*{STRING})*)(?:,\s*count)?\s*\)", re.DOTALL)
STRINGS = re.compile(STRING, re.DOTALL)


class Found(NamedTuple):
    id: str | tuple[str, str]
    context: str | None
    comments: tuple[str, ...] = ()


def extract(root: Path | None = None) -> Catalog:
    """Every string under `root` (the project by default), with the files that use it.

    Files are named without line numbers, so that moving a line changes no catalog.
    """
    root = root or Path(settings.BASE_DIR)
    catalog = Catalog(domain="django")
    for path in sources(root):
        place = path.relative_to(root).as_posix()
        for found in strings_in(path):
            catalog.add(found.id, locations=[(place, 0)], auto_comments=found.comments, context=found.context)
    return catalog


def sources(root: Path) -> Iterator[Path]:
    """The project's own Python files and templates, in a fixed order."""
    packages = {name.split(".")[0] for name in settings.INSTALLED_APPS}
    for package in sorted(name for name in packages if (root / name).is_dir()):
        for path in sorted((root / package).rglob("*.py")):
            if not NOT_OURS.intersection(path.relative_to(root).parts):
                yield path
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES and path.is_file():
            yield path


def strings_in(path: Path) -> Iterator[Found]:
    if path.suffix == ".py":
        yield from strings_in_python(path)
    else:
        yield from strings_in_template(path.read_text(encoding="utf-8"), origin=str(path))


def strings_in_python(path: Path) -> Iterator[Found]:
    with path.open("rb") as source:
        rows: Iterable[Any] = extract_python(source, KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
        for _line, name, arguments, comments in rows:
            values = arguments if isinstance(arguments, tuple) else (arguments,)
            found = pick(name, values, tuple(comments))
            if found:
                yield found


def strings_in_template(source: str, origin: str = "") -> Iterator[Found]:
    """Django's own reading of the tags, turned into calls; what lies between them is blanked out by it."""
    for name, arguments in CALL.findall(templatize(source, origin=origin)):
        values = tuple(ast.literal_eval(text) for text in STRINGS.findall(arguments))
        found = pick(name, values, ())
        if found:
            yield found


def pick(name: str, values: tuple[str | None, ...], comments: tuple[str, ...]) -> Found | None:
    """The string among a call's arguments; None when it is computed at run time and nothing can be extracted."""
    context = None
    rest = list(values)
    if name.startswith(("p", "np")):
        context, *rest = rest
    wanted = 2 if name.startswith("n") else 1
    ids = [value for value in rest[:wanted] if value]
    if len(ids) < wanted:
        return None
    return Found((ids[0], ids[1]) if wanted == 2 else ids[0], context, comments)
