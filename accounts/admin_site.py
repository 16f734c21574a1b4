"""The administrators' site: who may enter, what it shows, and the way around it."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from accounts.permissions import can_work

ICONS = {
    "accounts": "group",
    "knowledgebase": "menu_book",
    "tickets": "confirmation_number",
    "chat": "forum",
    "qa": "verified",
    "ledger": "receipt_long",
    "user": "person",
    "team": "groups",
    "skill": "school",
    "presence": "sensors",
    "apitoken": "key",
    "category": "folder",
    "article": "article",
    "vote": "thumb_up",
    "revision": "history",
    "review": "rate_review",
    "scorecard": "checklist",
    "rating": "star",
}
"""Symbols of the admin's own icon font: an app's, and a model's where it has one."""
FLOORS = ("accounts", "knowledgebase", "tickets", "chat", "qa", "ledger")


class HouseSite(UnfoldAdminSite):
    """Shows models registered with the house's own pages; what libraries register for themselves stays out."""

    index_title = _("Administration")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return can_work(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The one sign-in page, with its limits and second factors, serves the admin too."""
        answer: HttpResponseBase = secure_admin_login(super().login)(request, extra_context)
        return answer


def brand(request: HttpRequest) -> str:
    return settings.BRAND_NAME


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: one group an app, in the order of the floors, each model this person may see."""
    found = {app["app_label"]: app for app in admin.site.get_app_list(request)}
    order = [label for label in FLOORS if label in found] + [label for label in found if label not in FLOORS]
    return [group_of(found[label]) for label in order]


def group_of(app: dict[str, Any]) -> dict[str, Any]:
    shown = [model for model in app["models"] if model.get("admin_url")]
    icon = ICONS.get(app["app_label"], "folder")
    items = [
        {
            "title": model["name"],
            "icon": ICONS.get(model["object_name"].lower(), icon),
            "link": model["admin_url"],
        }
        for model in shown
    ]
    return {"title": app["name"], "separator": True, "collapsible": True, "items": items}
