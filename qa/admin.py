"""Reviews in Django's admin: scorecards can be written until they are used, all else is for reading."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from qa.models import Answer, Criterion, Pin, Review, Sample, Scorecard


class ReadOnly:
    """What was reviewed is evidence: nobody edits it here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CriterionInline(TabularInline):
    model = Criterion
    extra = 0
    fields = ["position", "text", "help", "weight", "is_critical"]

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
class ScorecardAdmin(ModelAdmin):
    list_display = ["name", "version", "is_current", "created_at"]
    list_filter = ["is_current"]
    search_fields = ["name"]
    show_full_result_count = False
    inlines = [CriterionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name", "version", "created_at"] if is_used(obj) else ["created_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_used(obj) and super().has_delete_permission(request, obj)


class AnswerInline(ReadOnly, TabularInline):
    model = Answer
    extra = 0


class PinInline(ReadOnly, TabularInline):
    model = Pin
    extra = 0


@admin.register(Review)
class ReviewAdmin(ReadOnly, ModelAdmin):
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
    show_full_result_count = False
    inlines = [AnswerInline, PinInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        """An unfinished review of one's own work stays unseen here too."""
        drafts_about_me = {"status": Review.Status.DRAFT, "agent": request.user}
        return super().get_queryset(request).exclude(**drafts_about_me)


@admin.register(Sample)
class SampleAdmin(ReadOnly, ModelAdmin):
    list_display = ["pk", "reviewer", "created_at", "seed", "drawn", "wanted", "population", "closed_from_at"]
    list_filter = ["reviewer"]
    list_select_related = ["reviewer"]
    search_fields = ["reviewer__name", "reviewer__email", "=seed"]
    show_full_result_count = False
