"""What editors of the glossary send."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from helpdesk.lib import languages
from knowledgebase.glossary.actions import TermFacts, TermWords
from knowledgebase.glossary.files import MOST_BYTES
from knowledgebase.glossary.models import Term
from knowledgebase.models import Article, Category

SPOKEN = [(code, languages.get(code).native) for code in languages.INTERFACE]
STATES = [
    ("", _("All")),
    ("missing", _("Missing")),
    ("stale", _("Older than the source")),
    ("doubtful", _("Perhaps not translated")),
    ("locked", _("Locked")),
]


class TermFilter(forms.Form):
    """Which terms the list shows; nothing sent here is an error."""

    q = forms.CharField(label=_("Word"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Any language")), *SPOKEN]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class WordsForm(forms.Form):
    """A term in one language."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short = forms.CharField(
        label=_("Short definition"),
        help_text=_("One sentence, for the card in articles."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    long = forms.CharField(
        label=_("Explanation"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    synonyms = forms.CharField(
        label=_("Other spellings"),
        help_text=_("One a line: synonyms, tickers, common slips."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def words(self) -> TermWords:
        said = self.cleaned_data
        return TermWords(said["name"], said["short"], said["long"], said["synonyms"].splitlines())


class FactsForm(forms.Form):
    """What is true of a term in every language."""

    source_language = forms.ChoiceField(label=_("Source language"), choices=SPOKEN)
    category = forms.ModelChoiceField(
        label=_("Topic"), queryset=Category.objects.all(), to_field_name="slug", required=False
    )
    is_name_kept = forms.BooleanField(label=_("Do not translate the name"), required=False)

    def facts(self) -> TermFacts:
        said = self.cleaned_data
        return TermFacts(said["source_language"], said["category"], said["is_name_kept"])


class TermFactsForm(FactsForm):
    """The facts of a term there is, and what it points to."""

    related_terms = forms.CharField(label=_("Related terms"), required=False, max_length=2000)
    related_articles = forms.CharField(
        label=_("Related articles"),
        help_text=_("Slugs, separated by commas."),
        required=False,
        max_length=4000,
    )

    def clean_related_terms(self) -> list[Term]:
        return _by_slug(self.cleaned_data["related_terms"], list(Term.objects.all()))

    def clean_related_articles(self) -> list[Article]:
        return _by_slug(self.cleaned_data["related_articles"], list(Article.objects.all()))


def _by_slug(text: str, there: list[Any]) -> list[Any]:
    slugs = [part.strip() for part in text.split(",") if part.strip()]
    known = {row.slug: row for row in there}
    for slug in slugs:
        if slug not in known:
            raise forms.ValidationError(_("There is no %(slug)s."), params={"slug": slug[:80]})
    return [known[slug] for slug in slugs]


class NewTermForm(FactsForm, WordsForm):
    """A new term with its words in the source language."""

    slug = forms.SlugField(label=_("Slug"), help_text=_("Part of the address; it stays."), max_length=80)
    field_order = ("slug", "source_language", "name", "short", "synonyms", "category", "is_name_kept", "long")


class ImportForm(forms.Form):
    """A file of terms."""

    file = forms.FileField(label=_("File"), help_text=_("A .csv, a .md or a .zip of .md files, up to 5 MB."))
    is_rehearsal = forms.BooleanField(label=_("Only check, change nothing"), required=False, initial=True)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Split it."))
        return file
