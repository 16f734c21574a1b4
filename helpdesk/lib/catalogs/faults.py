"""What may be wrong with a translation: a gap, a broken placeholder, a lost tag, too few plural forms."""

import gettext
import re
from collections import Counter
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message

PERCENT = re.compile(r"%(?:\(\w+\))?[#0\-+]?\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]")
BRACE = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
COUNT = re.compile(r"%\((?:count|counter|number|total|n)\)[ds]|%d|\{(?:count|counter|number|total|n)\}")


class Fault(NamedTuple):
    language: str
    id: str
    problem: str

    def __str__(self) -> str:
        return f"{self.language}: {self.id!r}: {self.problem}"


def faults_of(language: str, found: Catalog, catalog: Catalog, plural_forms: str = "") -> list[Fault]:
    """Everything that keeps `catalog` from speaking for each string found in the code."""
    faults = []
    if plural_forms and catalog.plural_forms.rstrip(";") != plural_forms.rstrip(";"):
        faults.append(
            Fault(language, "Plural-Forms", f"must be {plural_forms!r}, not {catalog.plural_forms!r}")
        )
    for message in found:
        if not message.id:
            continue
        name = singular_of(message)
        translation = catalog.get(name, context=message.context)
        if translation is None:
            faults.append(Fault(language, name, "is not in the catalog"))
            continue
        if isinstance(message.id, str) != isinstance(translation.id, str):
            faults.append(Fault(language, name, "has a plural on one side only"))
            continue
        faults.extend(Fault(language, name, problem) for problem in faults_of_message(translation, catalog))
    return faults


def faults_of_message(message: Message, catalog: Catalog) -> list[str]:
    """What is wrong with one translation, as sentences; none when it holds."""
    if message.fuzzy:
        return ["is marked fuzzy"]
    if isinstance(message.id, str):
        if not isinstance(message.string, str):
            return ["must have one text"]
        return faults_of_text(message.string, sources=(message.id,), may_omit_count=False)
    texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if len(texts) != catalog.num_plurals:
        return [f"must have {catalog.num_plurals} plural forms, not {len(texts)}"]
    problems = []
    for form, text in enumerate(texts):
        alone = covers_one_number(form, catalog)
        problems.extend(faults_of_text(text or "", sources=tuple(message.id), may_omit_count=alone))
    return list(dict.fromkeys(problems))


def singular_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def covers_one_number(form: int, catalog: Catalog) -> bool:
    """Is this form used for a single number, as Arabic's for two? Then the number may go unsaid."""
    choose = gettext.c2py(catalog.plural_expr)
    return sum(choose(number) == form for number in range(1000)) <= 1


def faults_of_text(text: str, *, sources: tuple[str, ...], may_omit_count: bool) -> list[str]:
    """Compare with the plural where there is one: an English singular may say "one" and drop its number."""
    source = sources[-1]
    if not text or not text.strip():
        return ["has no translation"]
    problems = []
    wanted, given = placeholders(source), placeholders(text)
    spare = Counter(COUNT.findall(source)) if may_omit_count else Counter[str]()
    if lost := (wanted - given) - spare:
        problems.append(f"lacks {', '.join(sorted(lost))}")
    if added := given - wanted:
        problems.append(f"adds {', '.join(sorted(added))}")
    if PERCENT.search(source) and "%" in PERCENT.sub("", text):
        problems.append("has a lone % sign")
    if Counter(TAG.findall(source)) != Counter(TAG.findall(text)):
        problems.append("changes the HTML tags")
    if edges(source) != edges(text):
        problems.append("changes the white space around the text")
    return problems


def placeholders(text: str) -> Counter[str]:
    return Counter(PERCENT.findall(text)) + Counter(BRACE.findall(text))


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
