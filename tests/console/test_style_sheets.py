"""The style sheets' promises: contrast in both themes, both directions, small files, nothing left out."""

import gzip
import math
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

from helpdesk.storage import ENTRIES, fold

CSS = Path(settings.BASE_DIR, "static", "css")
SCRIPTS = Path(settings.BASE_DIR, "static", "js")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
OKLCH = re.compile(r"oklch\(([^)]*)\)")

GROUNDS = ("page", "surface", "sunken", "hover", "float")
MEANINGS = ("good", "wait", "bad", "bot")
READ = [
    *[(words, ground) for ground in GROUNDS for words in ("text", "text-soft", "text-muted")],
    *[
        ("text", ground)
        for ground in ("pressed", "accent-tint", "good-tint", "wait-tint", "bad-tint", "bot-tint")
    ],
    *[("text-soft", ground) for ground in ("pressed", "accent-tint", "wait-tint", "bad-tint", "bot-tint")],
    *[("text-muted", ground) for ground in ("accent-tint", "wait-tint", "bad-tint", "bot-tint")],
    *[("link", ground) for ground in GROUNDS],
    *[
        (f"{name}-ink", ground)
        for name in ("accent", *MEANINGS)
        for ground in (f"{name}-tint", "surface", "page", "float")
    ],
    *[("bad-ink", "wait-tint"), ("link", "accent-tint")],
    *[
        ("on-accent", "accent"),
        ("on-accent", "accent-press"),
        ("on-danger", "danger"),
        ("on-danger", "danger-press"),
    ],
]
SEEN = [
    *[
        (name, ground)
        for name in ("control", "focus", "icon", "accent-mid")
        for ground in ("page", "surface", "sunken")
    ],
    *[(name, ground) for name in MEANINGS for ground in (f"{name}-tint", "surface")],
    *[("accent", "page"), ("accent", "surface"), ("danger", "surface")],
]


def tokens():
    text = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
    return dict(TOKEN.findall(text[: text.index("[data-theme")]))


def colour(name, theme, known):
    """The token's red, green and blue, linear, in one theme."""
    value = known[name]
    while value.startswith("var("):
        value = known[value[6:-1]]
    value = value.replace("var(--hue)", known["hue"]).replace("var(--accent-hue)", known["accent-hue"])
    found = OKLCH.findall(value)
    lightness, chroma, hue = (
        float(number) for number in found[0 if theme == "light" else -1].split("/")[0].split()
    )
    return linear_rgb(lightness, chroma, math.radians(hue))


def linear_rgb(lightness, chroma, hue):
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb):
    red, green, blue = (min(1, max(0, part)) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ, 4.5), (SEEN, 3.0)], ids=["words", "shapes"])
def test_colours_stand_out_from_their_grounds(theme, pairs, least):
    known = tokens()
    measured = {
        f"{front} on {ground}": round(
            contrast(colour(f"color-{front}", theme, known), colour(f"color-{ground}", theme, known)), 2
        )
        for front, ground in pairs
    }
    assert not {pair: ratio for pair, ratio in measured.items() if ratio < least}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_exist_on_every_screen(theme):
    """Outside sRGB a browser picks the nearest colour itself, and the contrast is no longer the measured one."""
    known = tokens()
    named = [name for name in known if name.startswith("color-")]
    outside = {name: colour(name, theme, known) for name in named if not fits(colour(name, theme, known))}
    assert not outside


def fits(rgb):
    return all(-0.005 <= part <= 1.005 for part in rgb)


def test_the_measure_itself_is_right():
    black, white = linear_rgb(0, 0, 0), linear_rgb(1, 0, 0)
    assert contrast(black, white) == pytest.approx(21, abs=0.01)
    assert luminance(linear_rgb(0.628, 0.2577, math.radians(29.23))) == pytest.approx(0.2126, abs=0.002)


PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:(?!\s*\d*\.?\d*r?em\))"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def rules_of(path):
    """The sheet without comments and without the conditions of its queries, where a width is a width."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"@(?:media|container|supports)[^{]*", "", text)


def test_boxes_are_placed_by_the_flow_of_the_script():
    found = {
        path.name: PHYSICAL.findall(rules_of(path))
        for path in CSS.rglob("*.css")
        if PHYSICAL.search(rules_of(path))
    }
    assert not found


def test_every_sheet_is_loaded_and_every_import_exists():
    entries = [Path(CSS.parent, entry).read_text() for entry in ENTRIES]
    imported = {name for text in entries for name in re.findall(r'url\("([^"]+)"\)', text)}
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")
    linked = {name for page in pages for name in re.findall(r"'css/([^']+\.css)'", page.read_text())}
    there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")}
    assert imported | linked == there
    assert not imported & linked


def test_only_meanings_are_used_outside_the_tokens():
    raw = re.compile(r"var\(--(?:ink|teal|green|amber|red|violet)-|oklch\(|#[0-9a-f]{3,8}\b|\brgba?\(")
    own = {CSS / "tokens.css"}
    assert not [
        path.name for path in set(CSS.rglob("*.css")) - own if raw.search(rules_of(path).replace("%23", ""))
    ]


def zipped(text):
    return len(gzip.compress(text.encode(), 9))


def test_public_pages_stay_light():
    storage = StaticFilesStorage(location=CSS.parent)
    assert zipped(fold(storage, "css/public.css")) <= 20_000
    assert zipped("".join(module_texts("app.js"))) <= 15_000


def module_texts(name, seen=None):
    """The module and all it imports, each once."""
    seen = set() if seen is None else seen
    path = (SCRIPTS / name).resolve()
    if path in seen:
        return []
    seen.add(path)
    text = path.read_text()
    inner = re.findall(r'^import (?:[^"]* from )?"(\.[^"]+)";', text, flags=re.MULTILINE)
    return [text, *(part for other in inner for part in module_texts(path.parent / other, seen))]


def test_folding_keeps_every_rule_in_its_layer():
    folded = fold(StaticFilesStorage(location=CSS.parent), "css/public.css")
    assert folded.startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert "@import" not in folded
    assert folded.count("{") == folded.count("}")
    for rule in (".button--primary", ".message[data-kind", ".skip:focus"):
        assert rule in folded
