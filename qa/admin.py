"""Reviews in Django's admin: scorecards can be written until they are used, all else is for reading."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from helpdesk.ledger.recorded import RecordedAdmin
from helpdesk.lib.admin import NoEditing, ReadOnlyAdmin
from qa.models import Answer, Criterion, Pin, Review, Sample, Scorecard


class CriterionInline(TabularInline):
    model = Criterion
    extra = 0
    fields = ["position", "text", "help", "weight", "is_critical"]
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj) and super().has_delete_permission(request, obj)


def is_used(card: Scorecard | None) -> bool:
    """A version somebody has reviewed with stays as it was."""
    return bool(card and card.pk and card.reviews.exists())


@admin.register(Scorecard)
class ScorecardAdmin(RecordedAdmin):
    list_display = ["name", "version", "is_current", "created_at"]
    list_filter = ["is_current"]
    search_fields = ["name"]
    inlines = [CriterionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name", "version", "created_at"] if is_used(obj) else ["created_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj) and super().has_delete_permission(request, obj)


OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
WORDS = {"text": (_("Question"), 200), "help": (_("What a pass looks like"), 300)}


class WordsForm(forms.ModelForm):
    """A criterion's words in the other languages of the interface; what is left empty reads as first written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in OTHERS:
            for name, words in self.instance.translations.get(code, {}).items():
                self.initial[f"{name}_{code}"] = words

    def clean(self) -> None:
        super().clean()
        given = {
            code: {name: words for name in WORDS if (words := self.cleaned_data.get(f"{name}_{code}"))}
            for code in OTHERS
        }
        self.instance.translations = {code: words for code, words in given.items() if words}


def words_in(code: str) -> dict[str, forms.Field]:
    return {
        f"{name}_{code}": forms.CharField(
            label=label, max_length=most, required=False, widget=UnfoldAdminTextInputWidget
        )
        for name, (label, most) in WORDS.items()
    }


@admin.register(Criterion)
class CriterionAdmin(RecordedAdmin):
    """Where a question is put into the other languages, until its scorecard is used."""

    form = type(
        "CriterionForm", (WordsForm,), {key: f for code in OTHERS for key, f in words_in(code).items()}
    )
    list_display = ["text", "scorecard", "position", "weight", "is_critical"]
    list_filter = ["scorecard"]
    list_select_related = ["scorecard"]
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["scorecard", "position", "text", "help", "weight", "is_critical"]}),
        *((name, {"fields": list(words_in(code))}) for code, name in settings.LANGUAGES if code in OTHERS),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["scorecard", "position"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj and obj.scorecard) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj and obj.scorecard) and super().has_delete_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Questions are added on their scorecard's page."""
        return False


class AnswerInline(NoEditing, TabularInline):
    model = Answer
    extra = 0


class PinInline(NoEditing, TabularInline):
    model = Pin
    extra = 0


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = [
        "pk",
        "subject_type",
        "subject_id",
        "agent",
        "reviewer",
        "status",
        "score",
        "submitted_at",
    ]
    list_filter = ["status", "subject_type", "is_zeroed", "scorecard"]
    list_select_related = ["agent", "reviewer"]
    search_fields = ["agent__name", "agent__email", "reviewer__name", "reviewer__email"]
    date_hierarchy = "created_at"
    inlines = [AnswerInline, PinInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        """An unfinished review of one's own work stays unseen here too."""
        drafts_about_me = {"status": Review.Status.DRAFT, "agent": request.user}
        return super().get_queryset(request).exclude(**drafts_about_me)


@admin.register(Sample)
class SampleAdmin(ReadOnlyAdmin):
    list_display = ["pk", "reviewer", "created_at", "seed", "drawn", "wanted", "population", "closed_from_at"]
    list_filter = ["reviewer"]
    list_select_related = ["reviewer"]
    search_fields = ["reviewer__name", "reviewer__email", "=seed"]
