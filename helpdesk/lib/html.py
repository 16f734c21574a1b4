"""Untrusted HTML, as mail brings it: cleaned to show in a sandboxed frame, or turned into readable plain text."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

MAX_SOURCE: Final = 2_000_000
_MAX_DEPTH: Final = 100
_MAX_NESTING_TAGS: Final = 5_000
_MAX_FLAT_TAGS: Final = 20_000
_TAGS: Final = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "data-src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_WITH_CONTENT: Final = {
    "script", "style", "title", "head", "noscript", "noembed", "noframes", "template", "textarea", "select", "svg", "math",
    "iframe", "object", "audio", "video", "canvas",
}  # fmt: skip
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*>)?")
# Elements that hold nothing, or that the next of their kind closes.
_FLAT: Final = frozenset(
    [
        "br",
        "hr",
        "img",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dd",
        "dt",
        "input",
        "meta",
        "link",
        "col",
        "wbr",
        "area",
        "base",
        "source",
        "track",
        "embed",
    ]
)
# nh3 writes every attribute as name="value" with quotes and ampersands escaped, so its output can be matched.
_IMAGE: Final = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_SRC: Final = re.compile(r' (?:data-)?src="([^"]*)"')
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "blockquote",
        "pre",
        "table",
        "tr",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "center",
        "hr",
    ]
)


def clean(html: str) -> str:
    """`html` without anything that acts, styles, names or loads; cleaning twice changes nothing.

    Images keep their address in `data-src` only, so nothing is fetched until a person asks for it. Absurdly deep or long
    input loses tags, not text, and is cut at two million characters.
    """
    cleaned = _once(_shallow(html[:MAX_SOURCE]))
    # Misnested input can settle differently when parsed again; what is stored must not change at the next cleaning.
    for _round in range(4):
        again = _once(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def _once(html: str) -> str:
    safe = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="nofollow noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return _IMAGE.sub(_blocked, safe)


def _allowed(tag: str, name: str, value: str) -> str | None:
    address = value.strip().lower()
    if tag == "img" and name in {"src", "data-src"}:
        return value if address.startswith(("https://", "http://", "cid:")) else None
    if name == "href":
        return value if re.match(r"(https?://|mailto:|tel:)", address) else None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if value.isascii() and value.isdigit() and len(value) <= 4 else None
    return value


def _blocked(match: re.Match[str]) -> str:
    address = _SRC.search(match[1])
    rest = _SRC.sub("", match[1])
    return f'<img{rest} data-src="{address[1]}">' if address else f"<img{rest}>"


def _shallow(html: str) -> str:
    """Drop the tags nested too deep or too many: a parser's time grows with the square of the depth."""
    open_now: dict[str, int] = {}
    depth = nesting = flat = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth, nesting, flat
        name = match[2].lower()
        if name in _FLAT:
            flat += 1
            return match[0] if flat <= _MAX_FLAT_TAGS else " "
        if match[1]:
            if open_now.get(name):
                open_now[name] -= 1
                depth -= 1
            return match[0] if depth < _MAX_DEPTH else ""
        nesting += 1
        # The second limit holds when closing tags inside comments or attributes fool the count of the depth.
        if depth >= _MAX_DEPTH or nesting > _MAX_NESTING_TAGS:
            return " "
        open_now[name] = open_now.get(name, 0) + 1
        depth += 1
        return match[0]

    return _TAG.sub(keep, html)


class _Reader(HTMLParser):
    """Collects plain text from cleaned, and therefore well-formed, HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.quotes = 0
        self.verbatim = 0
        self.links: list[tuple[str, int]] = []
        self.numbers: list[int] = []

    def text(self) -> str:
        lines = "".join(self.parts).split("\n")
        lines = [line[1:].rstrip() if line.startswith("\x01") else line.strip(" \t") for line in lines]
        while lines and not lines[-1].strip("> "):
            lines.pop()
        return re.sub(r"\n(?:(?:> ?)*\n){2,}", "\n\n", "\n".join(lines)).strip()

    def _break(self) -> None:
        self.parts.append("\n" + "> " * min(self.quotes, 10))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.quotes += tag == "blockquote"
        self.verbatim += tag == "pre"
        if tag in _BLOCKS or tag == "br":
            self._break()
        if tag == "a":
            self.links.append((given.get("href") or "", len(self.parts)))
        elif tag == "img":
            self.parts.append(f"[{given['alt']}]" if given.get("alt") else "")
        elif tag in {"ul", "ol"}:
            self.numbers.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self.parts.append(self._bullet())
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def _bullet(self) -> str:
        number = self.numbers[-1] if self.numbers else 0
        if not number:
            return "- "
        self.numbers[-1] += 1
        return f"{number}. "

    def handle_endtag(self, tag: str) -> None:
        self.quotes -= tag == "blockquote"
        self.verbatim -= tag == "pre"
        if tag in {"ul", "ol"} and self.numbers:
            self.numbers.pop()
        if tag == "a" and self.links:
            self._close_link(*self.links.pop())
        if tag in _BLOCKS and tag not in {"li", "tr"}:
            self._break()

    def _close_link(self, href: str, begin: int) -> None:
        shown = "".join(self.parts[begin:]).strip()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        if bare and shown.rstrip("/") != bare.rstrip("/"):
            self.parts.append(f" ({bare})" if shown else bare)

    def handle_data(self, data: str) -> None:
        if self.verbatim:
            # The mark tells `text` to leave the indentation of this line alone.
            indent = "\x01" + "> " * min(self.quotes, 10)
            self.parts.append("\n" + "\n".join(indent + line for line in data.split("\n")))
        else:
            self.parts.append(re.sub(r"[\s\u00a0]+", " ", data))


def to_text(html: str) -> str:
    """`html` as a person would read it aloud: lists, quotes (`> `) and the addresses of links are kept, pictures are named."""
    reader = _Reader()
    reader.feed(clean(html))
    reader.close()
    return reader.text()
