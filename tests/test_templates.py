"""Every template compiles, and no word a person reads escapes translation."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from tests import visible_text
from tests.source import python_files, tree_of, where

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}
)
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
LISTENS = "static/js/lib/secrets/labels.js"
"""Words this script looks for in what people write; it says none of them."""
UNTRANSLATED: dict[str, set[str]] = {
    "templates/api/docs.html": {"API"},
    "templates/console/design/_lists.html": {"NS-10482", "NS-10479"},
    "templates/console/design/_threads.html": {"withdrawal-receipt.pdf", "182 KB"},
}
"""Words that are the same in every language, by template."""


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_compiles(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_its_words_are_translated(path):
    words = visible_text.in_template(path.read_text(encoding="utf-8"))
    assert not [text for text in words if text not in UNTRANSLATED.get(name_of(path), set())]


@pytest.mark.parametrize("path", [path for path in SCRIPTS if name_of(path) != LISTENS], ids=name_of)
def test_a_script_takes_its_words_from_the_page(path):
    assert not visible_text.in_script(path.read_text(encoding="utf-8"))


def test_refusals_and_messages_are_translated():
    spoken = {where(path): visible_text.in_python(tree_of(path)) for path in python_files()}
    assert not {name: texts for name, texts in spoken.items() if texts}


def test_the_reader_sees_every_kind_of_bare_word():
    source = """<p>{% translate "Fine" %} Bare text {{ x|default:"No name" }}</p><img alt="A cat"><input placeholder="Search">
      {% include "_x.html" with title="Nothing here" label=_("Fine") size="large" %}<button data-ask="Are you sure?">×</button>
      {% blocktranslate %}Fine too{% endblocktranslate %}{# not this #}<code>GET</code><span title="{% translate "Fine" %}"></span>
      <input type="submit" value="Send">"""
    assert sorted(visible_text.in_template(source)) == [
        "A cat",
        "Are you sure?",
        "Bare text",
        "No name",
        "Nothing here",
        "Search",
        "Send",
    ]


def test_the_reader_sees_words_in_scripts():
    source = """// Not this comment
      if (event.key === "Escape") node.textContent = "Try again"; node.title = 'Undo'; at("https://example.com/A b");
      throw new TypeError("Wrong kind"); node.append("你好"); node.querySelector("a:hover > b");"""
    assert visible_text.in_script(source) == ["Try again", "Undo", "你好"]


def test_the_reader_sees_bare_refusals(tmp_path):
    source = 'raise Conflict("taken", "It is taken.")\nraise Missing(_("Not here."))\nmessages.success(request, f"{n} sent")'
    (tmp_path / "code.py").write_text(source)
    assert visible_text.in_python(tree_of(tmp_path / "code.py")) == ["It is taken.", "f'{n} sent'"]
