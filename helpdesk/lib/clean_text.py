"""Text that people type, made fit to store: one Unicode form, no control characters, no longer than there is room for."""

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from rest_framework import serializers

from helpdesk.lib.errors import Invalid

# Marks that turn text round: they can make an address or a file name read as another. Left-to-right and right-to-left
# marks, joiners and variation selectors stay: Arabic, Persian, Indic scripts and emoji need them.
_TURNING: Final = "\u202a-\u202e\u2066-\u2069"
_CONTROL: Final = re.compile(f"[\x01-\x08\x0b-\x1f\x7f-\x9f{_TURNING}\ufff9-\ufffb\ufeff]")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN: Final = re.compile("[\x00\ud800-\udfff]")
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_MANY_BREAKS: Final = re.compile(r"\n{4,}")


def clean_text(value: str, *, max_length: int, multiline: bool = False) -> str:
    """`value` as it should be stored; text with nothing to see in it is the empty string.

    Raises Invalid with code `too_long` (naming the limit and the length) or `bad_characters`. Far too long a text is
    refused before anything reads it, so ten megabytes cost nothing.
    """
    if len(value) > readable(max_length):
        raise _too_long(len(value), max_length)
    if _FORBIDDEN.search(value):
        message = _(
            "This text contains characters that cannot be stored. Delete them, or paste it as plain text."
        )
        raise Invalid(message, code="bad_characters")
    text = _CONTROL.sub("", _LINE_END.sub("\n", value))
    text = unicodedata.normalize("NFC", text)
    if multiline:
        text = _MANY_BREAKS.sub("\n\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")
    else:
        text = " ".join(text.split())
    if not has_substance(text):
        return ""
    if len(text) > max_length:
        raise _too_long(len(text), max_length)
    return text


def readable(max_length: int) -> int:
    """How long a text may be to be read at all. Composing can shorten it, but never to less than a quarter."""
    return max_length * 4 + 4096


def has_substance(text: str) -> bool:
    """Whether a reader would see anything at all."""
    return any(unicodedata.category(char)[0] not in "ZCM" and char not in _BLANK_LETTERS for char in text)


def _too_long(length: int, limit: int) -> Invalid:
    message = ngettext_lazy(
        "Use %(limit)s character or fewer. You have entered %(length)s.",
        "Use %(limit)s characters or fewer. You have entered %(length)s.",
        "limit",
    )
    return Invalid(message % {"limit": limit, "length": length}, code="too_long")


class PlainTextField(forms.CharField):
    """A form field for plain text. It sets no `maxlength`: a browser would cut a pasted text without a word."""

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(strip=False, **kwargs)
        self.limit = max_length
        self.multiline = multiline

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again: of a text far too long its beginning, so that the page stays light."""
        return super().bound_data(data[: readable(self.limit)] if isinstance(data, str) else data, initial)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        try:
            return clean_text(text, max_length=self.limit, multiline=self.multiline)
        except Invalid as refused:
            raise ValidationError(str(refused.message), code=refused.code) from None


class PlainTextSerializerField(serializers.CharField):
    """The same for the API; the schema shows the limit."""

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)
        self.limit = self.max_length = max_length
        self.multiline = multiline

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            text = clean_text(text, max_length=self.limit, multiline=self.multiline)
        except Invalid as refused:
            raise serializers.ValidationError(str(refused.message), code=refused.code) from None
        if not text and not self.allow_blank:
            self.fail("blank")
        return text
