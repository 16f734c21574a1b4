"""What other parts of the help center read of the glossary."""

from helpdesk.lib import languages
from knowledgebase.glossary.book import book


def glossary_languages() -> dict[str, list[str]]:
    """The interface languages each term is explained in, by slug."""
    found: dict[str, list[str]] = {}
    for there in book().entries.values():
        for code, entry in there.items():
            if code in languages.INTERFACE:
                found.setdefault(entry.slug, []).append(code)
    return found
