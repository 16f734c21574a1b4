"""Reading what readers of announcements send."""

from django import forms

from knowledgebase.announcements.banner import PLACES


class BarForm(forms.Form):
    """Which banner an open page asks for, and what it shows already."""

    place = forms.ChoiceField(choices=[(place, place) for place in PLACES])
    state = forms.CharField(required=False, max_length=16)
