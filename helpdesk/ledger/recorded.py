"""Admin pages of what is configured by hand: each save and each removal leaves an event, in its own transaction."""

from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from helpdesk.ledger.recording import Entry, record_many
from helpdesk.ledger.registry import describe
from helpdesk.lib.admin import HouseAdmin

WORDS = {
    "added": _("%(actor)s added %(name)s"),
    "changed": _("%(actor)s changed the settings"),
    "removed": _("%(actor)s removed %(name)s"),
}


class Account(list[Any]):
    """Django's account of a change, with the names of the fields beside their labels."""

    fields: list[str]


class RecordedAdmin(HouseAdmin):
    """Writes `<app>.<model>_added`, `_changed` or `_removed`, with who did it and the names of what changed.

    A save that changes nothing leaves nothing. Fields in `acted` are changed by an action that tells of them itself.
    """

    acted: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what, words in WORDS.items():
            describe(self.verb(what), words)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Account:
        account = Account(super().construct_change_message(request, form, formsets, add))
        beside = [formset.model._meta.model_name for formset in formsets or () if has_changed(formset)]
        account.fields = [name for name in form.changed_data if name not in self.acted] + beside
        return account

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self.write("added", [obj], request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        if message.fields:
            self.write("changed", [obj], request.user, message.fields)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        self.write("removed", list(queryset), request.user)
        return super().log_deletions(request, queryset)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponseBase:
        with transaction.atomic():
            answer: HttpResponseBase = super().response_action(request, queryset)
            return answer

    def write(self, what: str, rows: list[Any], actor: Any, fields: list[str] | None = None) -> None:
        told = [{"fields": fields} if fields else {"name": str(row)[:80]} for row in rows]
        record_many(
            [Entry(self.verb(what), row, actor, data=data) for row, data in zip(rows, told, strict=True)]
        )

    def verb(self, what: str) -> str:
        return f"{self.opts.app_label}.{self.opts.model_name}_{what}"


def has_changed(formset: Any) -> bool:
    return bool(formset.new_objects or formset.changed_objects or formset.deleted_objects)
