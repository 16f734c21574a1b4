"""The catalogs on disk: one `.po` a language in `locale/`, kept in git; the `.mo` beside it is compiled."""

import gettext
import io
import os
import tempfile
from pathlib import Path
from typing import Any, TypedDict, cast

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from helpdesk.lib.catalogs.faults import faults_of_message

# The number of forms whole numbers need. Babel's own rule for Arabic has its last two forms in another order.
PLURAL_FORMS = {
    "zh-hans": "nplurals=1; plural=0;",
    "es": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
    "ja": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
}


class Entry(TypedDict, total=False):
    """One string for a translator: `text` is what they fill in, one text or one for each plural form."""

    id: str
    plural: str
    context: str
    places: list[str]
    examples: list[str]
    text: str | list[str]


def translated_languages() -> list[str]:
    """The interface's languages but the one the code is written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalog_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The language's catalog as it stands on disk; an empty one when there is none yet."""
    path = catalog_path(language)
    locale = Locale.parse(to_locale(language))
    if path.exists():
        with path.open("rb") as source:
            return read_po(source, locale=locale, domain="django")
    return read_po(io.StringIO(header(language)), locale=locale, domain="django")


def update(language: str, found: Catalog) -> Catalog:
    """The language's catalog with exactly the strings found in the code; a changed string starts again untranslated."""
    catalog = load(language)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def save(language: str, catalog: Catalog) -> bool:
    """Write the catalog if it changed. Its header carries no dates, so an unchanged catalog is an unchanged file."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=110,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
        omit_header=True,
    )
    text = f"{header(language)}\n{buffer.getvalue().decode()}".rstrip() + "\n"
    path = catalog_path(language)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode())
    return True


def header(language: str) -> str:
    fields = {
        "Project-Id-Version": "Vigil",
        "Language": to_locale(language),
        "Plural-Forms": PLURAL_FORMS[language],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = [f'"{name}: {value}\\n"\n' for name, value in fields.items()]
    return 'msgid ""\nmsgstr ""\n' + "".join(lines)


def replace(path: Path, content: bytes) -> None:
    """Write beside and rename: whoever reads meanwhile sees the old file or the new one, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def compile_changed() -> list[str]:
    """Compile each catalog newer than its compiled form; gives the languages compiled."""
    compiled = []
    for source in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        buffer = io.BytesIO()
        write_mo(buffer, catalog)
        replace(target, buffer.getvalue())
        compiled.append(source.parent.parent.name)
    return compiled


def missing(language: str, found: Catalog) -> list[Entry]:
    """What a translator still has to write, ready to be filled in and handed to `fill`."""
    catalog = update(language, found)
    return [entry_of(message, catalog) for message in catalog if message.id and not is_done(message)]


def is_done(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return all(texts) and not message.fuzzy


def entry_of(message: Message, catalog: Catalog) -> Entry:
    entry = Entry(places=sorted({place for place, _line in message.locations}))
    if message.context:
        entry["context"] = message.context
    if isinstance(message.id, (list, tuple)):
        entry["id"], entry["plural"] = message.id
        entry["examples"] = numbers_of_forms(catalog)
        entry["text"] = [""] * catalog.num_plurals
    else:
        entry["id"], entry["text"] = message.id, ""
    return entry


def numbers_of_forms(catalog: Catalog) -> list[str]:
    """A few numbers for each plural form, so that the translator sees which form is which."""
    choose = gettext.c2py(catalog.plural_expr)
    forms: list[list[int]] = [[] for _ in range(catalog.num_plurals)]
    for number in range(202):
        forms[choose(number)].append(number)
    return [", ".join(map(str, numbers[:5])) for numbers in forms]


def fill(language: str, entries: list[Entry], found: Catalog) -> list[str]:
    """Write the translations that hold; gives one sentence for each that was refused."""
    catalog = update(language, found)
    refused = []
    for entry in entries:
        problem = place(entry, catalog)
        if problem:
            refused.append(f"{entry.get('id', '')!r}: {problem}")
    save(language, catalog)
    return refused


def place(entry: Entry, catalog: Catalog) -> str:
    """Put one translation into the catalog; a sentence when it may not stand there."""
    message = catalog.get(entry.get("id", ""), context=entry.get("context"))
    text = entry.get("text")
    if message is None:
        return "no such string in the code"
    if not text or not all(text):
        return ""
    candidate = message.clone()
    candidate.string = tuple(text) if isinstance(text, list) else cast(Any, text)
    candidate.flags.discard("fuzzy")
    problems = faults_of_message(candidate, catalog)
    if problems:
        return "; ".join(problems)
    message.string = candidate.string
    message.flags.discard("fuzzy")
    return ""
