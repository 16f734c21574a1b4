"""Reading what readers and the desk send about announcements."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.lib import languages
from helpdesk.lib.clean_text import PlainTextField
from helpdesk.lib.errors import Invalid
from knowledgebase.announcements.actions import Facts, Said
from knowledgebase.announcements.banner import PLACES
from knowledgebase.announcements.models import (
    MAX_BODY,
    MAX_UPDATE,
    SPOKEN,
    Announcement,
    AnnouncementQuerySet,
    AnnouncementWords,
)

ANY = ("", _("Any"))
SHOWN_IN = [
    ("shows_in_help", _("on the help center")),
    ("shows_in_widget", _("in the chat")),
    ("shows_in_form", _("on the request form")),
]
MOMENT = "%Y-%m-%dT%H:%M"


class BarForm(forms.Form):
    """Which banner an open page asks for, and what it shows already."""

    place = forms.ChoiceField(choices=[(place, place) for place in PLACES])
    state = forms.CharField(required=False, max_length=16)


class ListForm(forms.Form):
    """How the desk narrows its list; a value that is not offered is left out."""

    q = PlainTextField(label=_("Search"), max_length=140, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *Announcement.Status.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *Announcement.Kind.choices], required=False)

    def narrowed(self, rows: AnnouncementQuerySet) -> AnnouncementQuerySet:
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            found = AnnouncementWords.objects.filter(title__icontains=wanted["q"]).values("announcement")
            rows = rows.filter(pk__in=found)
        for name in ("status", "kind"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        return rows


class RefusableForm(forms.Form):
    """A form that can show what an action refused."""

    def refused(self, refusal: Invalid) -> None:
        for name, messages in refusal.fields.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, str(message))


class SpokenForm(RefusableForm):
    """A form whose texts are written in `language`, whatever the page around it speaks."""

    def __init__(self, *args: Any, language: str = languages.DEFAULT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PlainTextField):
                field.widget.attrs.update(lang=language, dir=languages.direction(language))


class FactsForm(RefusableForm):
    """What an announcement is, whom it is for and where it shows."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Announcement.Kind.choices)
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=Announcement.Severity.choices,
        help_text=_("Readers cannot put a critical one away."),
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=Announcement.Audience.choices)
    places = forms.MultipleChoiceField(
        label=_("Banner"),
        choices=SHOWN_IN,
        required=False,
        initial=[name for name, _label in SHOWN_IN],
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def facts(self) -> Facts:
        sent = self.cleaned_data
        places = {name: name in sent["places"] for name, _label in SHOWN_IN}
        return Facts(kind=sent["kind"], severity=sent["severity"], audience=sent["audience"], **places)


def facts_form(announcement: Announcement) -> FactsForm:
    places = [name for name, _label in SHOWN_IN if getattr(announcement, name)]
    facts = {name: getattr(announcement, name) for name in ("kind", "severity", "audience")}
    return FactsForm(initial={**facts, "places": places})


class WordsForm(SpokenForm):
    """What it says in one language; the afterword once readers have seen it."""

    title = PlainTextField(
        label=_("The line of the banner"),
        max_length=140,
        help_text=_("Up to 140 characters; the page's title too."),
    )
    body = PlainTextField(
        label=_("What readers should know"), max_length=MAX_BODY, required=False, multiline=True
    )
    afterword = PlainTextField(
        label=_("What happened, and what we changed"), max_length=MAX_BODY, required=False, multiline=True
    )

    def __init__(self, *args: Any, announcement: Announcement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not announcement.started_at:
            del self.fields["afterword"]

    @property
    def said(self) -> Said:
        return Said(**self.cleaned_data)


def words_form(announcement: Announcement, language: str, words: AnnouncementWords | None) -> WordsForm:
    names = ("title", "body", "afterword")
    initial = {name: getattr(words, name) for name in names} if words else {}
    return WordsForm(initial=initial, announcement=announcement, language=language)


class NewForm(FactsForm):
    """A new announcement: what it is, and its words in the language it is written in."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    title = PlainTextField(
        label=_("The line of the banner"),
        max_length=140,
        help_text=_("Up to 140 characters; the page's title too."),
    )
    body = PlainTextField(
        label=_("What readers should know"), max_length=MAX_BODY, required=False, multiline=True
    )
    field_order = ("title", "body", "language", "kind", "severity", "audience", "places")

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["title"], self.cleaned_data["body"])


class PublishForm(RefusableForm):
    """From when until when; times are in the zone of whoever writes them."""

    starts_at = forms.DateTimeField(
        label=_("Starts"),
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


def publish_form(announcement: Announcement) -> PublishForm:
    return PublishForm(initial={"starts_at": announcement.starts_at, "ends_at": announcement.ends_at})


class LanguageForm(forms.Form):
    """The language the desk's page works in."""

    language = forms.ChoiceField(choices=SPOKEN)

    @classmethod
    def of(cls, sent: Any, default: str) -> str:
        form = cls(sent)
        return str(form.cleaned_data["language"]) if form.is_valid() else default or languages.DEFAULT


class UpdateForm(SpokenForm):
    """How an incident goes on."""

    stage = forms.ChoiceField(label=_("How far it is"), choices=Announcement.Stage.choices)
    text = PlainTextField(label=_("What is known now"), max_length=MAX_UPDATE, multiline=True)


class UpdateWordsForm(RefusableForm):
    """An update in one more language."""

    text = PlainTextField(label=_("What is known now"), max_length=MAX_UPDATE, multiline=True)


class SubscribeForm(forms.Form):
    """The address that wants to be told."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
