"""Where a term is read."""

from django.urls import reverse
from django.utils.translation import override

from helpdesk.lib import languages


def term_url(slug: str, language: str) -> str:
    """Where a reader of `language` reads about a term."""
    with override(language if language in languages.INTERFACE else languages.DEFAULT):
        return reverse("kb:term", kwargs={"slug": slug})
