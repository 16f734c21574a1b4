"""Template tags of the help center."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from helpdesk.lib import languages
from knowledgebase.models import ArticleTranslation, Category
from knowledgebase.selectors import article_url

register = template.Library()
_LD_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def article_link(translation: ArticleTranslation) -> str:
    """Where the present reader reads this translation."""
    return article_url(translation, get_language())


@register.filter
def shelf_title(category: Category, language: str) -> str:
    return category.title(language)


@register.filter
def category_title(pk: int, titles: Mapping[int, str]) -> str:
    return titles.get(pk, "")


@register.filter
def language_native(code: str) -> str:
    """A language's own name for itself."""
    return languages.get(code).native if languages.is_known(code) else code


@register.simple_tag
@lru_cache(maxsize=256)
def shelf_icon(name: str, size: int = 20) -> SafeString:
    """A category's drawing; editors type its name, so an unknown one becomes a book and not an error."""
    attributes = {"class": "icon", "aria-hidden": "true", "focusable": "false", "stroke_width": "1.5"}
    try:
        return SafeString(lucide(name, size=size, **attributes))
    except (IconDoesNotExist, ValueError, KeyError):
        return SafeString(lucide("book-open", size=size, **attributes))


@register.simple_tag
def ld_json(facts: Any) -> SafeString:
    """Facts for search engines: a data block, which no browser runs, so that the page needs no script permission."""
    text = json.dumps(facts, ensure_ascii=False).translate(_LD_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
