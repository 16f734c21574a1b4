"""Reading article files: YAML front matter, then Markdown. Whatever is wrong is said with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from helpdesk.lib import languages
from knowledgebase.actions import Words
from knowledgebase.models import MAX_BODY, ArticleTranslation

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CONTAINER = re.compile(r"^:{3,}\s*([\w-]*)\s*$")
_CONTAINERS = {"note", "caution", "never-share", "steps"}
_LINK = re.compile(r"\]\(article:([-a-zA-Z0-9_]+)[#)]")
_TOP_HEADING = re.compile(r"\A\s*# [^\n]*\n*")
_KEYS = {"slug", "category", "language", "title", "summary", "questions", "related"}
_LONGEST = {"title": 200, "summary": 500}
_MOST_BYTES = 1_000_000


class BadFile(Exception):
    """A file that cannot be imported, and the line to look at."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One article in one language, as its file says it."""

    path: Path
    slug: str
    category: str
    language: str
    words: Words
    related: tuple[str, ...]
    lines: Mapping[str, int]

    def line_of(self, key: str) -> int:
        return self.lines.get(key, 1)

    @property
    def links(self) -> tuple[str, ...]:
        """Slugs of the articles its text points to."""
        return links_in(self.words.body)

    def says_the_same_as(self, translation: ArticleTranslation) -> bool:
        words = self.words
        there = (translation.title, translation.summary, translation.body, translation.questions)
        return not translation.has_staged_edit and there == (
            words.title,
            words.summary,
            words.body,
            words.questions,
        )


@dataclass(frozen=True, slots=True)
class CategoryFile:
    """One entry of categories.yaml; `words` maps a language to title and description."""

    slug: str
    icon: str
    position: int
    words: Mapping[str, tuple[str, str]]


def links_in(body: str) -> tuple[str, ...]:
    """Slugs of `[text](article:slug)` in a text."""
    return tuple(dict.fromkeys(_LINK.findall(body)))


def read_article(path: Path) -> SourceFile:
    """Raises BadFile with a line for anything that is not a complete article."""
    text = _read_text(path)
    head, body, body_line = _split(text)
    facts = _front_matter(head)
    lines = {
        match[1]: number
        for number, line in enumerate(head.split("\n"), 2)
        if (match := re.match(r"(\w+):", line))
    }
    for key in facts:
        if key not in _KEYS:
            raise BadFile(
                f"{key} is not a known key. Known: {', '.join(sorted(_KEYS))}.", lines.get(str(key), 1)
            )
    slug = _slug(facts, "slug", lines)
    _check_containers(body, body_line)
    if len(body) > MAX_BODY:
        raise BadFile(
            f"the text has {len(body):,} characters, more than {MAX_BODY:,}. Split the article.", body_line
        )
    words = Words(
        title=_text(facts, "title", lines),
        summary=_text(facts, "summary", lines),
        body=_TOP_HEADING.sub("", body).strip() + "\n" if body.strip() else "",
        questions=_list(facts, "questions", lines),
    )
    if not words.title:
        raise BadFile("there is no title. Add one.", lines.get("title", 1))
    related = tuple(_list(facts, "related", lines))
    return SourceFile(
        path, slug, _slug(facts, "category", lines), _language(facts, lines), words, related, lines
    )


def _read_text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise BadFile("the file is larger than 1 MB. Split the article.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadFile("the text is not UTF-8. Save the file as UTF-8.", line) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        raise BadFile(
            "there is a control character here. Remove it.", text.count("\n", 0, control.start()) + 1
        )
    return text


def _split(text: str) -> tuple[str, str, int]:
    if not text.startswith("---\n"):
        raise BadFile("the file must begin with a line of three hyphens and its front matter.")
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, 4)
    if end is None:
        raise BadFile("the front matter has no end. Close it with a line of three hyphens.")
    return (
        text[4 : end.start()].rstrip("\n"),
        text[end.end() :].lstrip("\n"),
        text.count("\n", 0, end.end()) + 2,
    )


def _front_matter(head: str) -> dict[str, Any]:
    facts = _load_yaml(head, first_line=2)
    if not isinstance(facts, dict):
        raise BadFile("the front matter must be `key: value` lines.", 2)
    return facts


def _load_yaml(text: str, *, first_line: int) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise BadFile(
            f"this is not valid YAML: {error.problem}. Put quotes around texts with colons.", line
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadFile("this is not valid YAML.", first_line) from error


def _slug(facts: Mapping[str, Any], key: str, lines: Mapping[str, int]) -> str:
    value = str(facts.get(key) or "")
    if not _SLUG.fullmatch(value):
        raise BadFile(f"{key} must be letters, digits and hyphens, not {value[:40]!r}.", lines.get(key, 1))
    return value


def _language(facts: Mapping[str, Any], lines: Mapping[str, int]) -> str:
    # YAML reads the bare word no, Norwegian's code, as False.
    value = "no" if facts.get("language") is False else str(facts.get("language") or "")
    code = languages.canonical(value)
    if not languages.is_known(code):
        raise BadFile(f"language {value[:20]!r} is not one we know.", lines.get("language", 1))
    return code


def _text(facts: Mapping[str, Any], key: str, lines: Mapping[str, int]) -> str:
    value = facts.get(key)
    if value is None:
        return ""
    if isinstance(value, list | dict):
        raise BadFile(f"{key} must be one text.", lines.get(key, 1))
    text = " ".join(str(value).split())
    if len(text) > _LONGEST[key]:
        raise BadFile(f"{key} has {len(text)} characters; shorten it to {_LONGEST[key]}.", lines.get(key, 1))
    return text


def _list(facts: Mapping[str, Any], key: str, lines: Mapping[str, int]) -> list[str]:
    value = facts.get(key) or []
    if not isinstance(value, list) or any(isinstance(item, list | dict) for item in value):
        raise BadFile(f"{key} must be a list of texts.", lines.get(key, 1))
    items = [" ".join(str(item).split()) for item in value]
    if any(len(item) > 300 for item in items) or len(items) > 50:
        raise BadFile(f"{key} may have 50 entries of 300 characters.", lines.get(key, 1))
    return [item for item in items if item]


def _check_containers(body: str, first_line: int) -> None:
    """Every `::: name` has a known name and an end; code blocks may hold anything."""
    fence = ""
    opened: list[int] = []
    for number, line in enumerate(body.split("\n"), first_line):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (container := _CONTAINER.match(line)):
            if not container[1]:
                if not opened:
                    raise BadFile("this ::: closes nothing.", number)
                opened.pop()
            elif container[1] not in _CONTAINERS:
                raise BadFile(f"::: {container[1]} is not one of {', '.join(sorted(_CONTAINERS))}.", number)
            else:
                opened.append(number)
    if opened:
        raise BadFile("this ::: block has no end. Close it with a line of three colons.", opened[-1])


def read_categories(path: Path) -> list[CategoryFile]:
    """The shelves in their order; none when there is no such file."""
    if not path.exists():
        return []
    entries = _load_yaml(_read_text(path), first_line=1)
    if not isinstance(entries, list):
        raise BadFile("categories must be a list.")
    return [_category(entry, position) for position, entry in enumerate(entries)]


def _category(entry: Any, position: int) -> CategoryFile:
    if not isinstance(entry, dict) or not isinstance(entry.get("titles"), dict):
        raise BadFile(f"entry {position + 1} needs slug and titles.")
    slug = _slug(entry, "slug", {})
    about = entry.get("descriptions") or {}
    words = {
        languages.canonical(str(code)): (str(title)[:120], str(about.get(code, ""))[:300])
        for code, title in entry["titles"].items()
    }
    unknown = [code for code in words if not languages.is_known(code)]
    if unknown:
        raise BadFile(f"category {slug}: a language of its titles is not one we know.")
    return CategoryFile(slug, str(entry.get("icon") or "book-open")[:40], position, words)
