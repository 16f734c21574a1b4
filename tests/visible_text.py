"""Reads the words a person would see, or hear, in a template, a script or a refusal without passing through gettext."""

import ast
import re
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

SPOKEN_ATTRIBUTES = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
}
SPOKEN_PARAMETERS = re.compile(
    r"""\b(?:action|body|empty|heading|hint|label|note|placeholder|summary|text|title|word)=("[^"]*"|'[^']*')"""
)
SPOKEN_FILTERS = re.compile(r"""\|(?:default|default_if_none|yesno|join):("[^"]*"|'[^']*')""")
SILENT_ELEMENTS = {"script", "style", "code", "kbd", "pre", "samp"}
TRANSLATED_BLOCKS = {"blocktranslate", "blocktrans"}
CODE_BLOCKS = {"main_class", "pane"}
"""Blocks whose content is a word for the style sheet, not for people."""
TRANSLATED_TAGS = {"translate", "trans", "translate_lazy"}
WORD = re.compile(r"(?<![\w.+@-])[^\W\d_]{2,}(?![\w.+-]*@)")
"""Two letters or more; an e-mail address is the same in every language."""
SENTENCE = re.compile(r"^\s*[A-Z][^\W\d_]+")


def in_template(source: str) -> list[str]:
    """Literal words in a template: between the tags, in spoken attributes, handed to an include or a filter."""
    markup, literals = without_django(source)
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return [*reader.found, *literals]


def without_django(source: str) -> tuple[str, list[str]]:
    """The HTML that is left once Django's tags are gone, and the literal words those tags carry themselves."""
    markup, literals, inside = [], [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if inside:
            inside = "" if token.token_type == TokenType.BLOCK and name == f"end{inside}" else inside
        elif token.token_type == TokenType.TEXT:
            markup.append(token.contents)
        elif (token.token_type == TokenType.BLOCK and name in {*TRANSLATED_BLOCKS, "comment"}) or (
            token.token_type == TokenType.BLOCK
            and name == "block"
            and token.split_contents()[1] in CODE_BLOCKS
        ):
            inside = name
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR} and name not in TRANSLATED_TAGS:
            spoken = SPOKEN_PARAMETERS.findall(token.contents) + SPOKEN_FILTERS.findall(token.contents)
            literals += [text[1:-1] for text in spoken if SENTENCE.search(text[1:-1])]
    return "".join(markup), literals


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in SILENT_ELEMENTS:
            self.silent.append(tag)
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button", "reset"}
        for name, value in attrs:
            spoken = name in SPOKEN_ATTRIBUTES or (is_button and name == "value")
            sentence = name.startswith("data-") and SENTENCE.search(value or "") and " " in value
            if (spoken and WORD.search(value or "")) or sentence:
                self.found.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent and WORD.search(data):
            self.found.append(" ".join(data.split()))


JS_COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
JS_STRINGS = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
FOR_DEVELOPERS = re.compile(r"new \w*Error\([^)]*\)|console\.\w+\([^)]*\)")
JS_NAMES = {
    *(
        "Alt",
        "Backspace",
        "Control",
        "Delete",
        "End",
        "Enter",
        "Escape",
        "Home",
        "Meta",
        "Shift",
        "Space",
        "Tab",
    ),
    *("Accept", "Content", "Ctrl", "Esc"),
}


def in_script(source: str) -> list[str]:
    """Literals that read like words for people: "Try again", "Undo", or any letters beyond ASCII."""
    code = FOR_DEVELOPERS.sub("", JS_COMMENTS.sub("", source))
    literals = [re.sub(r"\$\{[^}]*\}", "", text[1:-1]) for text in JS_STRINGS.findall(code)]
    return [text for text in literals if reads_like_words(text)]


def reads_like_words(text: str) -> bool:
    if re.fullmatch(r"[A-Z][a-z]+", text.strip()):
        return text.strip() not in JS_NAMES
    return bool(
        re.search(r"\b[A-Z][a-z]+ [a-z]{2,}", text)
        or re.search(r"[^\W\d_]", re.sub(r"[\x00-\x7f]", "", text))
    )


REFUSALS = {"Conflict", "Forbidden", "Invalid", "Missing", "TooMany", "ValidationError"}
MESSAGES = {"error", "info", "success", "warning"}


def in_python(tree: ast.AST) -> list[str]:
    """Sentences handed to a refusal, a form error or a message without gettext."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [text for call in calls if speaks(call.func) for text in bare_sentences(call)]


def speaks(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        of = called.value.id if isinstance(called.value, ast.Name) else ""
        return called.attr in REFUSALS or (of == "messages" and called.attr in MESSAGES)
    return isinstance(called, ast.Name) and called.id in REFUSALS


def bare_sentences(call: ast.Call) -> list[str]:
    """A code (`not_yours`) has no space; a sentence has."""
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in {"message", None})]
    texts = [
        value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]
    return [text for text in texts if " " in text] + [
        ast.unparse(value) for value in values if isinstance(value, ast.JoinedStr)
    ]
