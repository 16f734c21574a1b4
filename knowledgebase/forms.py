"""What readers send: a vote, and a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledgebase.models import LANGUAGE_CHOICES, Vote


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
