"""What a visitor's form may hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import MAX_BODY
from helpdesk.lib.clean_text import PlainTextField

ACTS = ("send", "person", "ticket", "end", "rate", "new", "seen")


class VisitForm(forms.Form):
    """Everything the visitor's page can send; which field is needed depends on the button pressed."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    body = PlainTextField(label=_("Your message"), max_length=MAX_BODY, multiline=True, required=False)
    client_id = PlainTextField(max_length=64, required=False)
    start_key = forms.UUIDField(required=False)
    name = PlainTextField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    score = forms.IntegerField(min_value=1, max_value=5, required=False)
    comment = PlainTextField(max_length=1000, multiline=True, required=False)
    page_url = PlainTextField(max_length=500, required=False)


class ActForm(forms.Form):
    """An agent's buttons on one chat."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("end", "unsolved", "release", "ticket")])
    email = forms.EmailField(required=False)
    subject = PlainTextField(max_length=200, required=False)


class ReplyForm(forms.Form):
    body = PlainTextField(label=_("Your answer"), max_length=MAX_BODY, multiline=True)
    client_id = PlainTextField(max_length=64, required=False)
