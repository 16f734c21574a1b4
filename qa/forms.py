"""Reading what a reviewer or an agent sends."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.lib.errors import Invalid
from qa.actions import COUNT_AT_MOST, Verdict
from qa.models import Answer, Review, SubjectType
from qa.sampling import Frame

SEED_AT_MOST = 999_999


def new_seed() -> int:
    return secrets.randbelow(SEED_AT_MOST) + 1


class DrawForm(forms.Form):
    """How many conversations to draw, from which period and kinds. Anybody may enter the seed of an old draw."""

    count = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=COUNT_AT_MOST,
        initial=5,
        help_text=_("1 to 50 conversations."),
    )
    days = forms.TypedChoiceField(
        label=_("Closed in the last"),
        choices=[(7, _("7 days")), (14, _("14 days")), (30, _("30 days")), (90, _("90 days"))],
        coerce=int,
        initial=14,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=SubjectType.choices,
        initial=SubjectType.values,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=1,
        max_value=SEED_AT_MOST,
        initial=new_seed,
        help_text=_("The same number over the same conversations draws the same ones."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    @property
    def frame(self) -> Frame:
        language = self.cleaned_data["language"]
        return Frame.last_days(
            self.cleaned_data["days"],
            kinds=tuple(self.cleaned_data["kinds"]),
            languages=(language,) if language else (),
        )


class ScoreForm(forms.Form):
    """One answer and comment for each criterion of the review's own scorecard; all may still be empty."""

    comment = forms.CharField(
        label=_("What the agent should take away"), required=False, max_length=4000, widget=forms.Textarea
    )
    seconds = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        self.review = review
        self.given = {answer.criterion_id: answer for answer in review.answers.all()}
        kwargs.setdefault("initial", {"comment": review.comment, "seconds": review.seconds_spent})
        super().__init__(*args, **kwargs)
        self.criteria = list(review.scorecard.criteria.all())
        for criterion in self.criteria:
            self.add_criterion(criterion.pk)

    def add_criterion(self, pk: int) -> None:
        given = self.given.get(pk, Answer())
        self.fields[f"value-{pk}"] = forms.ChoiceField(
            required=False, choices=Answer.Value.choices, widget=forms.RadioSelect, initial=given.value
        )
        self.fields[f"comment-{pk}"] = forms.CharField(required=False, max_length=500, initial=given.comment)

    def rows(self) -> list[dict[str, Any]]:
        """Each criterion with its two bound fields, for the template."""
        return [
            {
                "criterion": criterion,
                "value": self[f"value-{criterion.pk}"],
                "comment": self[f"comment-{criterion.pk}"],
            }
            for criterion in self.criteria
        ]

    def refuse(self, error: Invalid) -> None:
        """Say beside each question what keeps the review from being handed in."""
        for name, reasons in error.fields.items():
            for reason in reasons:
                self.add_error(name, str(reason))
        if not error.fields:
            self.add_error(None, str(error.message))

    @property
    def verdicts(self) -> dict[int, Verdict]:
        return {
            criterion.pk: Verdict(
                self.cleaned_data.get(f"value-{criterion.pk}", ""),
                self.cleaned_data.get(f"comment-{criterion.pk}", "").strip(),
            )
            for criterion in self.criteria
        }


class PinForm(forms.Form):
    """Which message to pin, and for which criterion; only messages of the transcript count."""

    seq = forms.TypedChoiceField(coerce=int)
    criterion_id = forms.IntegerField(required=False)

    def __init__(self, *args: Any, seqs: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seq"].choices = [(seq, seq) for seq in seqs]  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    comment = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_(
            "Anything the reviewer should know, or what you will do differently. You may leave it empty."
        ),
    )
