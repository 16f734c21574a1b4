"""What readers send: a vote, and a search."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledgebase.models import LANGUAGE_CHOICES, Vote

MAX_QUERY = 400
MOST_PAGES = 20


class VoteForm(forms.Form):
    """`helpful` yes or no, or the reason of a no; `language` says which translation was read."""

    helpful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], required=False)
    reason = forms.ChoiceField(choices=Vote.Reason.choices, required=False)
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, required=False)

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        if not cleaned.get("helpful") and not cleaned.get("reason"):
            raise forms.ValidationError(_("Choose yes or no."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the page understands it: whatever was sent, something sensible."""

    query: str
    category: str
    page: int
    as_typed: bool = False

    @property
    def address(self) -> str:
        """The query part of this search's address, without shelf and page."""
        return urlencode({"q": self.query} | ({"exact": "1"} if self.as_typed else {}))


class SearchForm(forms.Form):
    """`q`, `category` (a slug), `page`, and `exact` for a query that shall not be mended; nothing sent here is an error."""

    q = forms.CharField(required=False)
    category = forms.SlugField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    exact = forms.BooleanField(required=False)

    def asked(self) -> Asked:
        self.is_valid()
        said = self.cleaned_data
        query = "".join(char for char in str(self.data.get("q") or "")[:MAX_QUERY] if char.isprintable())
        shelf, page = said.get("category") or "", said.get("page") or 1
        return Asked(query.strip(), shelf, page, bool(said.get("exact")))
