"""The ledger in Django's admin: to be searched, never written; and what of it could not be delivered."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import action, display

from helpdesk.ledger.actions import let_deliveries_go, try_deliveries_again
from helpdesk.ledger.models import Event, Failure, FailureQuerySet
from helpdesk.ledger.registry import words_of
from helpdesk.lib.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from accounts.models import User


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


@admin.register(Failure)
class FailureAdmin(ReadOnlyAdmin):
    """What the desk should have done about an event and could not: read why, mend it, let it be tried again."""

    list_display = ("event", "subscriber", "error", "tries", "first_tried_at", "next_try_at")
    list_select_related = ("event",)
    list_filter = ("error", "subscriber")
    search_fields = ("subscriber", "error", "event__verb__startswith")
    ordering = ("-tries", "pk")
    actions = ("try_again", "let_go")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).open()

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ledger.change_failure")

    @action(description=_("Try again within a minute"), permissions=["decide"])
    def try_again(self, request: HttpRequest, queryset: FailureQuerySet) -> None:
        number = try_deliveries_again(queryset, actor=cast("User", request.user))
        told = ngettext("%(n)s delivery is tried again.", "%(n)s deliveries are tried again.", number)
        self.message_user(request, told % {"n": number})

    @action(description=_("Stop trying and take off the list"), permissions=["decide"])
    def let_go(self, request: HttpRequest, queryset: FailureQuerySet) -> None:
        number = let_deliveries_go(queryset, actor=cast("User", request.user))
        told = ngettext("%(n)s delivery was let go.", "%(n)s deliveries were let go.", number)
        self.message_user(request, told % {"n": number})
