"""The ledger in Django's admin: to be searched, never written."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from helpdesk.ledger.models import Event
from helpdesk.ledger.registry import words_of
from helpdesk.lib.admin import ReadOnlyAdmin


class VerbFilter(admin.SimpleListFilter):
    """What happened, by the noun its verb begins with: few choices, however many verbs there are."""

    title = _("subject of the verb")
    parameter_name = "noun"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        nouns = sorted(
            {
                verb.split(".")[0]
                for verb in Event.objects.order_by().values_list("verb", flat=True).distinct()
            }
        )
        return [(noun, noun) for noun in nouns]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(verb__startswith=f"{self.value()}.") if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "subject", "actor", "customer", "request_id")
    list_select_related = ("actor", "customer")
    list_filter = (VerbFilter, ("at", RangeDateTimeFilter))
    search_fields = ("verb__startswith", "request_id__exact", "actor__email", "customer__email")
    search_help_text = _("A verb, a request id, or somebody's e-mail address")
    ordering = ("-pk",)
    fields = ("at", "verb", "told", "actor", "customer", "subject_type", "subject_id", "data", "request_id")
    readonly_fields = ("told",)

    @display(description=_("in words"))
    def told(self, event: Event) -> str:
        return event.text if words_of(event.verb) != event.verb else ""
