"""Articles: Markdown in, safe HTML with anchors, callouts, steps and scrolling tables out. Raw HTML is shown, not obeyed."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

import nh3
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from helpdesk.lib.errors import Invalid

MAX_SOURCE: Final = 100_000
MEDIA_PREFIX: Final = "/media/"
ArticleUrl = Callable[[str], str | None]

_CALLOUTS: Final = {
    "note": pgettext_lazy("above a hint", "Note"),
    "caution": _("Caution"),
    "never-share": _("Never share"),
}
_TONES: Final = {"caution": "wait", "never-share": "bad"}
_CONTAINERS: Final = (*_CALLOUTS, "steps")
# Lexers chosen by us: an unknown or slow one must not be reachable from an article.
_CODE: Final = frozenset(
    [
        "bash",
        "console",
        "diff",
        "go",
        "html",
        "http",
        "ini",
        "java",
        "javascript",
        "js",
        "json",
        "php",
        "python",
    ]
    + ["rust", "sh", "sql", "toml", "typescript", "xml", "yaml"]
)
_LONGEST_COLOURED: Final = 20_000
_ALIGNMENT: Final = {
    "text-align:left": "align-start",
    "text-align:center": "align-center",
    "text-align:right": "align-end",
}
_HEADING_ID: Final = re.compile(r"\s*\{#([\w-]{1,80})\}\s*$")
_BETWEEN_CELLS: Final = " – "
_CJ: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_TAGS: Final = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li",
    "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title", "rel"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start", "class"}, "th": {"scope", "class"},
    "td": {"class"}, "div": {"class", "data-tone", "role", "tabindex", "aria-label"}, "p": {"class"}, "span": {"class"}, "code": {"class", "dir"},
    "pre": {"tabindex", "dir"}, **{f"h{level}": {"id"} for level in range(2, 7)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of an article's contents; `id` is the anchor in the HTML."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article ready to show, to index (`plain`) and to estimate (`words`; two Chinese or Japanese characters are a word)."""

    html: str
    contents: tuple[Heading, ...]
    plain: str
    words: int


def render(
    source: str,
    *,
    article_url: ArticleUrl | None = None,
    language: str | None = None,
    media_prefix: str = MEDIA_PREFIX,
) -> Rendered:
    """Render an article; callout titles speak `language` (default: the active one).

    `[text](article:slug)` asks `article_url` for the address; without one the text stays and the link goes.
    Images come from `media_prefix` and have a description, or only their description is shown.
    Raises Invalid above 100,000 characters: the parser's time grows with the source.
    """
    if len(source) > MAX_SOURCE:
        raise Invalid(
            _("This text is too long. Shorten it to %(limit)s characters or split it into several articles.")
            % {"limit": f"{MAX_SOURCE:,}"},
            code="too_long",
        )
    with override(language) if language else nullcontext():
        tokens = _parser().parse(source.replace("\x00", ""))
        contents = _headings(tokens)
        _mark_steps(tokens)
        _tables(tokens, contents)
        for token in tokens:
            if token.children:
                token.children = _inline(token.children, article_url, media_prefix)
        html = _clean(str(_parser().renderer.render(tokens, _parser().options, {})))
    plain = _plain(tokens)
    return Rendered(html, tuple(contents), plain, _count_words(plain))


_local = threading.local()


def _parser() -> MarkdownIt:
    # The link finder keeps the text it is searching in itself, so each thread has its own parser.
    if not hasattr(_local, "parser"):
        _local.parser = _build_parser()
    parser: MarkdownIt = _local.parser
    return parser


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": False, "linkify": True, "highlight": _colour})
    if parser.linkify is not None:
        # Only full addresses become links: "support.example" in a warning about fakes must not.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for name in _CONTAINERS:
        parser.use(container_plugin, name, render=_container)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.add_render_rule("list_item_open", _item_open)
    parser.add_render_rule("list_item_close", _item_close)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    return parser


def _container(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    name = token.type.removeprefix("container_").rsplit("_", 1)[0]
    if name not in _CALLOUTS:
        return ""
    if token.nesting == -1:
        return "</div>\n"
    title = token.info.strip().removeprefix(name).strip() or str(_CALLOUTS[name])
    tone = f' data-tone="{_TONES[name]}"' if name in _TONES else ""
    return f'<div class="callout callout--{name}"{tone} role="note">\n<p class="callout__title">{escapeHtml(title)}</p>\n'


def _table_open(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    label = escapeHtml(str(tokens[index].meta.get("label", "")))
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'


def _table_close(_renderer: Any, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
    return "</table>\n</div>\n"


def _item_open(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return "<li><div>\n" if tokens[index].meta.get("card") else "<li>"


def _item_close(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return "</div></li>\n" if tokens[index].meta.get("card") else "</li>\n"


def _fence(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    # Code reads left to right in every language and scrolls inside itself, also from the keyboard.
    token = tokens[index]
    name = (token.info.split() or [""])[0].lower()
    label = f' class="language-{name}"' if name in _CODE else ""
    inner = _colour(token.content, name, "") or escapeHtml(token.content)
    return f'<pre dir="ltr" tabindex="0"><code{label}>{inner}</code></pre>\n'


def _colour(code: str, name: str, _attrs: str) -> str:
    if name not in _CODE or len(code) > _LONGEST_COLOURED:
        return ""
    return str(highlight(code, get_lexer_by_name(name), HtmlFormatter(nowrap=True)))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _text(tokens: Iterable[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(token.content if token.children is None else _text(token.children))
        elif token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
    return "".join(parts)


def _slug(title: str) -> str:
    kept = [
        char if unicodedata.category(char)[0] in "LNM" else "-"
        for char in unicodedata.normalize("NFKC", title)
    ]
    return re.sub("-+", "-", "".join(kept).casefold()).strip("-")[:60].rstrip("-") or "section"


def _headings(tokens: list[Token]) -> list[Heading]:
    """Give each heading its level and anchor. The page owns h1, so an article that uses it moves down by one.

    Anchors begin with `h-`: no heading can take the name of a part of the page.
    """
    opened = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    shift = 1 if any(tokens[at].tag == "h1" for at in opened) else 0
    used: dict[str, int] = {}
    contents = []
    for at in opened:
        level = min(int(tokens[at].tag[1]) + shift, 6)
        wanted = _explicit_id(tokens[at + 1].children or [])
        title = _text(tokens[at + 1].children or []).strip()
        anchor = f"h-{wanted or _slug(title)}"
        used[anchor] = used.get(anchor, 0) + 1
        if used[anchor] > 1:
            anchor = f"{anchor}--{used[anchor]}"
        tokens[at].tag = tokens[at + 2].tag = f"h{level}"
        tokens[at].attrs = {"id": anchor}
        contents.append(Heading(level, anchor, title))
    return contents


def _explicit_id(children: list[Token]) -> str:
    if not children or children[-1].type != "text":
        return ""
    match = _HEADING_ID.search(children[-1].content)
    if match is None:
        return ""
    children[-1].content = children[-1].content[: match.start()]
    return _slug(match[1])


def _mark_steps(tokens: list[Token]) -> None:
    """Name the ordered lists of a steps container, and mark their items: each becomes a card with one body."""
    inside: list[int] = []
    for token in tokens:
        if token.type == "container_steps_open":
            inside.append(token.level)
        elif token.type == "container_steps_close":
            inside.pop()
        elif inside and token.type == "ordered_list_open" and token.level == inside[-1] + 1:
            token.attrs["class"] = "steps"
        elif inside and token.type in {"list_item_open", "list_item_close"} and token.level == inside[-1] + 2:
            token.meta["card"] = True


def _tables(tokens: list[Token], contents: list[Heading]) -> None:
    """Name each table by its number and section, and turn the alignment styles the policy forbids into classes."""
    number, section, headings = 0, "", iter(contents)
    for token in tokens:
        if token.type == "heading_open":
            section = next(headings).title
        elif token.type == "table_open":
            number += 1
            label = gettext("Table %(number)s: %(section)s") if section else gettext("Table %(number)s")
            token.meta["label"] = label % {"number": number, "section": section}
        elif token.type in {"th_open", "td_open"}:
            alignment = _ALIGNMENT.get(str(token.attrs.pop("style", "")))
            if alignment:
                token.attrs["class"] = alignment
            if token.type == "th_open":
                token.attrs["scope"] = "col"


def _inline(children: list[Token], article_url: ArticleUrl | None, media_prefix: str) -> list[Token]:
    kept: list[Token] = []
    dropped: list[bool] = []
    for token in children:
        if token.type == "link_open":
            dropped.append(not _address(token, article_url))
            if not dropped[-1]:
                kept.append(token)
        elif token.type == "link_close":
            if not dropped.pop():
                kept.append(token)
        elif token.type == "image":
            kept.append(_picture(token, media_prefix))
        else:
            if token.type == "code_inline":
                token.attrs["dir"] = "ltr"
            kept.append(token)
    return kept


def _address(token: Token, article_url: ArticleUrl | None) -> bool:
    """Resolve and label one link; False when it leads nowhere we allow."""
    href = str(token.attrs.get("href", ""))
    if href.startswith("article:"):
        slug, _hash, anchor = href.removeprefix("article:").partition("#")
        found = article_url(slug) if article_url else None
        token.attrs["href"] = f"{found}#{anchor}" if found and anchor else found or ""
        return bool(found)
    if href.startswith("#"):
        token.attrs["href"] = href if href.startswith("#h-") else f"#h-{href[1:]}"
        return True
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", href)
    if scheme or href.startswith("//"):
        token.attrs["rel"] = "nofollow noopener"
    return bool(href) and (scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"})


def _picture(token: Token, media_prefix: str) -> Token:
    src = str(token.attrs.get("src", ""))
    alt = _text(token.children or []).strip()
    ours = src.startswith(media_prefix) and ".." not in src and "\\" not in src
    if ours and alt:
        token.attrs["loading"] = "lazy"
        return token
    return Token("text", "", 0, content=alt)


def _plain(tokens: list[Token]) -> str:
    """Each block on a line of its own; the cells of a table's row share one, with a dash between them."""
    lines: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            lines.append(_BETWEEN_CELLS.join(cells or []))
            cells = None
        elif token.type == "inline":
            text = _text(token.children or []).strip()
            if text:
                (lines if cells is None else cells).append(text)
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line for line in lines if line.strip())


def _count_words(plain: str) -> int:
    characters = len(_CJ.findall(plain))
    return len(_CJ.sub(" ", plain).split()) + (characters + 1) // 2
