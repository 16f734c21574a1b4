"""Asking axe about a page, and saying what it found so that one can mend it."""

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {"resultTypes": ["violations"]}
SKINS = [(language, theme) for language in ("en", "zh-hans", "ar") for theme in ("light", "dark")]
"""What every kind of page is asked in: two scripts and a right-to-left one, in both themes."""


def assert_accessible(page, within=None):
    """No violation of any axe rule on the page (or inside the selector `within`). No rule is switched off."""
    # axe tries inline styles, and the page's policy rightly refuses them: until the next page, those lines are not ours.
    page.measured = True
    found = Axe().run(page, context=within, options=OPTIONS).response["violations"]
    lines = [
        f"{v['id']} ({v['impact']}): {v['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]} {detail(node)}" for node in v["nodes"][:6])
        for v in found
    ]
    assert not found, f"{page.url}\n" + "\n".join(lines)


def detail(node):
    checks = [*node["any"], *node["all"], *node["none"]]
    return checks[0]["message"][:160] if checks else ""
