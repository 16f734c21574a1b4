"""What every app's pages in Django's admin have in common."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin


class HouseAdmin(ModelAdmin):
    """Lists that stay quick on large tables: no full count, fifty rows, filters applied with one button."""

    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = True
    warn_unsaved_form = True
    compressed_fields = True


class NoEditing:
    """A page or inline for reading: what happened is not rewritten."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(NoEditing, HouseAdmin):
    """Search and filter, look, change nothing."""
