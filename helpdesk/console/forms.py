"""Reading what the console's own pages send."""

from django import forms

LARGEST_ID = 2**63 - 1


class SeenForm(forms.Form):
    """Up to which event a browser has shown the news."""

    newest = forms.IntegerField(min_value=0, max_value=LARGEST_ID)
