"""The few template tags every page uses."""

from django import template
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20, mirror: bool = False) -> SafeString:
    """An inline drawing beside a word: hidden from screen readers, which read the word.

    `mirror` turns it over in right-to-left pages, for arrows and other drawings whose direction means something.
    """
    classes = "icon icon--mirror" if mirror else "icon"
    attributes = {"class": classes, "aria-hidden": "true", "focusable": "false", "stroke_width": "1.5"}
    try:
        return SafeString(lucide(name, size=size, **attributes))
    except IconDoesNotExist as error:
        raise template.TemplateSyntaxError(f"There is no icon named {name!r}.") from error


@register.filter
def in_list(value: object, words: str) -> bool:
    return str(value) in words.split(",")
