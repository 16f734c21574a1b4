"""What somebody wrote, apart from what they answered to: by structure, not by words, so that any language works."""

import re

ADDRESS = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
YEARED = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
CLOCK = re.compile(r"\d{1,2}[:.時시點点]\d{2}")
HAS_ADDRESS = re.compile(rf"<?(?:mailto:)?{ADDRESS}>?")
FIELD = re.compile(r"^[>\s*_]*+([^\s:：<>@][^:：<>@\n]{0,28}?)\s?\**[:：]\**\s*(\S.*)$")
RULE = re.compile(r"^\s*+(?:[-_=*]{5,}|[-_=*]{2,}+\s*+\S.{2,60}\S\s*[-_=*]{2,})\s*$")
BARE_RULE = re.compile(r"^\s*[-_=*]{5,}\s*$")
QUOTED = re.compile(r"^\s{0,3}[>|]")
ENDS = re.compile(r"[:：]\s*$")
LOOK_AHEAD = 8
LONGEST_RULE = 200
LONGEST_SIGN = 300
TAG = re.compile(r"<[^<>]*+>?")
HTML_TAG = re.compile(r"<(?:div|blockquote|span|hr|p|table)\b[^<>]{0,2000}", re.IGNORECASE)
HTML_QUOTE = re.compile(
    r"""(?:class=["']?[^"'>]{0,300}?\b(?:gmail_quote|gmail_extra|moz-cite-prefix|yahoo_quoted|"""
    r"""protonmail_quote|zmail_extra|WordSection1_quote|ms-outlook-mobile-reference-message)|type=["']?cite|"""
    r"""id=["']?(?:divRplyFwdMsg|appendonsend|stopSpelling|reply-intro|isReplyContent|mailru-reply|OLK_SRC_BODY_SECTION|mailQuote))""",
    re.IGNORECASE,
)


def split_text(text: str) -> tuple[str, str]:
    """(said, quoted). Text is never lost: what is not said is quoted, and when nothing would be said all of it is."""
    lines = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
    start = next((n for n in range(len(lines)) if begins_quote(lines, n)), None)
    if start is None:
        start = trailing_quote(lines)
    if start is None:
        return text.strip(), ""
    end = quote_end(lines, start)
    said = [*lines[:start], *lines[end:]]
    if not any(line.strip() for line in said):
        return text.strip(), ""
    return "\n".join(said).strip(), "\n".join(lines[start:end]).strip()


def split_html(page: str) -> tuple[str, str]:
    """The page before the first element in which a mail program puts what is answered to, and the rest."""
    start = next((tag.start() for tag in HTML_TAG.finditer(page) if HTML_QUOTE.search(tag[0])), None)
    if start is None or not re.sub(r"&nbsp;|\s", "", TAG.sub("", page[:start])):
        return page, ""
    return page[:start], page[start:]


def begins_quote(lines: list[str], n: int) -> bool:
    line = lines[n]
    if len(line) > LONGEST_SIGN or not line.strip() or QUOTED.match(line):
        return False
    return is_attribution(lines, n) or is_header_block(lines, n) or is_divider(lines, n)


def is_attribution(lines: list[str], n: int) -> bool:
    """“On 5 May 2026 at 10:00 Somebody <a@b.example> wrote:” in any language, over one to three lines."""
    if not any(sign.search(lines[n]) for sign in (YEARED, CLOCK, HAS_ADDRESS)):
        return False
    joined = ""
    for length in range(1, 4):
        if (
            n + length > len(lines)
            or len(lines[n + length - 1]) > LONGEST_SIGN
            or not lines[n + length - 1].strip()
            or QUOTED.match(lines[n + length - 1])
        ):
            return False
        joined = f"{joined} {lines[n + length - 1].strip()}".strip()
        if len(joined) > 300:
            return False
        if introduces(joined, is_followed=follows_quoted(lines, n + length)):
            return True
        if ENDS.search(joined):
            return False
    return False


def introduces(words: str, *, is_followed: bool) -> bool:
    """A date or an address, ending in a colon or followed by marked lines: two signs at least beside the date."""
    is_dated = bool(YEARED.search(words) or CLOCK.search(words))
    has_address = bool(HAS_ADDRESS.search(words))
    if ENDS.search(words):
        return (is_dated and (has_address or is_followed)) or (has_address and is_followed)
    return bool(YEARED.search(words)) and has_address and is_followed


def follows_quoted(lines: list[str], n: int) -> bool:
    rest = next((line for line in lines[n : n + 3] if line.strip()), "")
    return bool(QUOTED.match(rest))


def is_header_block(lines: list[str], n: int) -> bool:
    """Three or more “Word: value” lines, one with an address or a date: a copied mail header."""
    if not FIELD.match(lines[n]):
        return False
    near = [line[:LONGEST_SIGN] for line in lines[n : n + LOOK_AHEAD] if line.strip()]
    block = []
    for line in near:
        found = FIELD.match(line)
        if found is None:
            break
        block.append(line)
    words = [found[1].count(" ") for line in block if (found := FIELD.match(line))]
    if len(block) < 3 or max(words) > 3:
        return False
    return any(HAS_ADDRESS.search(line) for line in block) or (
        any(YEARED.search(line) and CLOCK.search(line) for line in block) and len(block) >= 3
    )


def is_divider(lines: list[str], n: int) -> bool:
    """A rule with words in it, or a bare one with a mail header below."""
    if len(lines[n]) > LONGEST_RULE or not RULE.match(lines[n]):
        return False
    below = next((m for m in range(n + 1, min(n + 4, len(lines))) if lines[m].strip()), None)
    if below is None:
        return False
    if BARE_RULE.match(lines[n]):
        return is_header_block(lines, below) or is_attribution(lines, below)
    return bool(FIELD.match(lines[below][:LONGEST_SIGN]) or QUOTED.match(lines[below])) or below == n + 1


def trailing_quote(lines: list[str]) -> int | None:
    """Where the last block of quoted lines begins, if nothing was written below it."""
    n = len(lines)
    while n and (not lines[n - 1].strip() or QUOTED.match(lines[n - 1])):
        n -= 1
    block = [line for line in lines[n:] if line.strip()]
    return n if block else None


def quote_end(lines: list[str], start: int) -> int:
    """The end of what is quoted: of the marked lines when somebody wrote below them, else of the mail."""
    first = next((n for n in range(start, min(start + 5, len(lines))) if QUOTED.match(lines[n])), None)
    if first is None:
        return len(lines)
    end = first
    while end < len(lines) and (QUOTED.match(lines[end]) or not lines[end].strip()):
        end += 1
    return end
