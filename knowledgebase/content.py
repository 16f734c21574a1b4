"""From an article's Markdown to what readers see and what the search reads."""

from functools import lru_cache

from helpdesk.lib.markdown import Rendered, render


@lru_cache(maxsize=256)
def plain_text(body: str) -> str:
    """The words of an article without its marks. Kept for the last few bodies: saving and publishing ask twice."""
    return render(body, article_url=str).plain


__all__ = ["Rendered", "plain_text", "render"]
