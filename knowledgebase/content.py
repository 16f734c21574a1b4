"""From an article's Markdown to what readers see and what the search reads."""

from functools import lru_cache

from helpdesk.lib.markdown import Rendered, render
from helpdesk.lib.text import analyse


@lru_cache(maxsize=256)
def plain_text(body: str) -> str:
    """The words of an article without its marks. Kept for the last few bodies: saving and publishing ask twice."""
    return render(body, article_url=str).plain


@lru_cache(maxsize=32)
def body_terms(body: str, language: str) -> tuple[str, ...]:
    """What an article's text is found by. Kept for the last few, so that whoever holds a lock finds it made already."""
    return tuple(analyse(plain_text(body), language))


__all__ = ["Rendered", "body_terms", "plain_text", "render"]
