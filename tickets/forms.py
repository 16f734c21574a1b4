"""What people send us, parsed and checked; nothing here writes."""

import uuid
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from helpdesk.lib.clean_text import PlainTextField
from helpdesk.lib.errors import DomainError, Invalid
from helpdesk.lib.uploads import ACCEPT, MAX_BYTES, MAX_FILES, TYPES, Accepted, inspect_all
from tickets.models import Message, Ticket, Topic

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000
COMMENT_LENGTH = 2_000
WRITTEN = (Message.Kind.PUBLIC, Message.Kind.NOTE)
SCORES = [(5, _("Very well")), (4, _("Well")), (3, _("So-so")), (2, _("Badly")), (1, _("Very badly"))]

FILES_HINT = format_lazy(
    _("Up to {count} files of at most {size} MB each: {types}."),
    count=MAX_FILES,
    size=MAX_BYTES // 1024 // 1024,
    types=TYPES,
)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each inspected by content; the value is a list of what may be stored."""

    def __init__(self, **kwargs: Any) -> None:
        widget = FilesInput(attrs={"accept": ACCEPT})
        super().__init__(required=False, widget=widget, help_text=FILES_HINT, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:
        chosen = data if isinstance(data, (list, tuple)) else [data]
        try:
            return inspect_all([file for file in chosen if file])
        except Invalid as refused:
            raise ValidationError(str(refused.message), code=refused.code) from None


def new_client_id() -> str:
    return uuid.uuid4().hex


class KeptForm(forms.Form):
    """A form that comes back with what was typed when the action refuses."""

    def refused(self, refusal: DomainError) -> Self:
        self.add_error(None, str(refusal.message))
        return self


class ContactForm(KeptForm):
    """A new request. A visitor is asked for an address too; `client_id` makes a second submit the same request."""

    topic = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about."),
        },
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link there, so that nobody can write in your name."),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address, such as name@example.com."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    subject = PlainTextField(
        label=_("Subject"),
        help_text=_("A few words, such as “Deposit of 25 March not credited”."),
        max_length=SUBJECT_LENGTH,
        error_messages={"required": _("Enter a subject.")},
    )
    body = PlainTextField(
        label=_("What happened?"),
        help_text=_("Never send passwords, codes, private keys or secret words. We do not need them."),
        max_length=BODY_LENGTH,
        multiline=True,
        error_messages={"required": _("Tell us what happened.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachments = FilesField(label=_("Files"))
    client_id = forms.CharField(
        max_length=64, required=False, initial=new_client_id, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(is_active=True)
        self.fields["topic"].choices = [("", _("Choose …")), *((t.slug, t.name) for t in topics)]  # type: ignore[attr-defined]
        if user.is_authenticated:
            del self.fields["email"]


class ReplyForm(KeptForm):
    """The customer's reply."""

    body = PlainTextField(
        label=_("Your reply"),
        max_length=BODY_LENGTH,
        multiline=True,
        error_messages={"required": _("Write your reply first.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = FilesField(label=_("Files"))
    client_id = forms.CharField(
        max_length=64, required=False, initial=new_client_id, widget=forms.HiddenInput
    )

    def message(self) -> dict[str, Any]:
        """What the action takes."""
        sent = self.cleaned_data
        return {"body": sent["body"], "files": sent["attachments"], "client_id": sent["client_id"]}


class ComposerForm(ReplyForm):
    """The agent's reply or note; `last_seq` is what the agent had read when the page was drawn."""

    kind = forms.ChoiceField(choices=[(kind, kind.label) for kind in WRITTEN], required=False)
    then = forms.ChoiceField(
        choices=[
            (Ticket.Status.WAITING, pgettext_lazy("after sending", "and wait for the customer")),
            (Ticket.Status.OPEN, pgettext_lazy("after sending", "and keep it open")),
            (Ticket.Status.SOLVED, pgettext_lazy("after sending", "and mark as solved")),
        ],
        required=False,
    )
    last_seq = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """Whose the ticket is; empty is nobody's."""

    assignee = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = User.objects.staff().order_by("name", "email")  # type: ignore[attr-defined]


class RatingForm(forms.Form):
    """A score and, if they like, why."""

    score = forms.TypedChoiceField(
        label=_("How did we do?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choice__box"}),
        error_messages={"required": _("Choose how we did."), "invalid_choice": _("Choose how we did.")},
    )
    comment = PlainTextField(
        label=_("What should we know?"),
        max_length=COMMENT_LENGTH,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
