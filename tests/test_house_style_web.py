"""The house style for templates, scripts, style sheets and addresses."""

import re

from django.template import TemplateSyntaxError
from django.urls import URLPattern, get_resolver

from helpdesk.templatetags.vigil import icon
from tests.source import APPS, ROOT, files, text_of, where

TEMPLATES = files("templates", "html")
HTMX = re.compile(r"<[a-z][\w-]*\b[^<>]*\bhx-(?:get|post|put|patch|delete)=[^<>]*>")
WORKS_WITHOUT = re.compile(r"\b(?:href|action|formaction)=")
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE)
INCLUDE = re.compile(r"{%\s*include\s+[\"']([^\"']+)[\"']")
MAIL_PARTS = {"email", "mail"}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def without_comments(path):
    text = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}", "", text_of(path), flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", text)


def is_mail(path):
    return bool(MAIL_PARTS & set(path.relative_to(ROOT).parts))


def pages():
    return [path for path in TEMPLATES if not is_mail(path)]


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 5


def test_templates_hold_no_inline_style_or_script():
    found = [
        path
        for path in pages()
        if INLINE.search(without_comments(path)) or SCRIPT.search(without_comments(path))
    ]
    assert not [where(path) for path in found]


def test_what_htmx_sends_works_without_it():
    dead = [
        f"{where(path)}: {' '.join(tag.split())[:100]}"
        for path in pages()
        for tag in HTMX.findall(re.sub(r"{%.*?%}|{{.*?}}", "", without_comments(path)))
        if not WORKS_WITHOUT.search(tag)
    ]
    assert not dead


def test_included_templates_are_fragments():
    named = {(where(path), name) for path in TEMPLATES for name in INCLUDE.findall(text_of(path))}
    assert not sorted(
        f"{path} includes {name}" for path, name in named if not name.rsplit("/", 1)[-1].startswith("_")
    )


def test_pages_extend_a_base():
    whole = [p for p in pages() if not p.name.startswith("_") and p.name != "base.html"]
    bare = [p for p in whole if not re.search(r"{%\s*extends\b|<!doctype", text_of(p), re.IGNORECASE)]
    own_clothes = ("allauth/elements/", "allauth/layouts/", "account/messages/")
    assert not [where(p) for p in bare if not any(part in where(p) for part in own_clothes)]


def test_style_sheets_shout_nothing():
    assert not [where(p) for p in files("static", "css") if "!important" in text_of(p)]


def test_scripts_are_modules_that_write_text():
    banned = re.compile(
        r"\.(?:inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function\(|\bvar \w|\$\("
    )
    assert not [where(p) for p in files("static", "js") if banned.search(text_of(p))]


def own_addresses(patterns=None, space=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            module = getattr(entry.callback, "__module__", "")
            if module.split(".")[0] in APPS and space != "admin:":
                yield space, entry.name or ""
        elif entry.namespace != "admin":
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from own_addresses(entry.url_patterns, inner)


def test_addresses_are_named_noun_verb():
    assert not [f"{space}{name}" for space, name in own_addresses() if not NAME.fullmatch(name)]


def test_every_icon_named_exists():
    named = {
        name for path in TEMPLATES for name in re.findall(r"{%\s*icon [\"']([\w-]+)[\"']", text_of(path))
    }
    assert named
    assert not [name for name in named if not exists(name)]


def exists(name):
    try:
        return bool(icon(name))
    except TemplateSyntaxError:
        return False
