"""Asking axe about a page, and saying what it found so that one can mend it."""

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {"resultTypes": ["violations"]}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
LANGUAGES = ("en", "zh-hans", "ar")
"""What every kind of page is asked in: two scripts and a right-to-left one."""


def assert_accessible(page, within=None):
    """No violation of any axe rule on the page (or inside the selector `within`). No rule is switched off.

    The rules that look at colour are asked in the other theme too. The theme is an attribute of the page as it stands, so
    that what was typed or opened stays; all else is the same element in both, so one asking answers for both.
    """
    # axe tries inline styles, and the page's policy rightly refuses them: until the next page, those lines are not ours.
    page.measured = True
    own = page.locator("html").get_attribute("data-theme")
    other = "light" if own == "dark" else "dark"
    found = {own: violations(page, within, OPTIONS)}
    wear(page, other)
    found[other] = violations(page, within, {**OPTIONS, "runOnly": COLOUR_RULES})
    wear(page, own)
    lines = [line for theme, rows in found.items() for row in rows for line in told(theme, row)]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def violations(page, within, options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    arguments = {"context": within, "options": options}
    return page.evaluate("({context, options}) => axe.run(context ?? document, options)", arguments)[
        "violations"
    ]


def wear(page, theme):
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)


def told(theme, row):
    yield f"{theme}: {row['id']} ({row['impact']}): {row['help']}"
    for node in row["nodes"][:6]:
        yield f"    {node['target']} {node['html'][:160]} {detail(node)}"


def detail(node):
    checks = [*node["any"], *node["all"], *node["none"]]
    return checks[0]["message"][:160] if checks else ""
