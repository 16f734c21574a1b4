"""The glossary in Django's admin: to look and search. Writing happens on the console's own screen."""

from django.contrib import admin

from helpdesk.lib.admin import ReadOnlyAdmin
from knowledgebase.glossary.models import Term, TermTranslation


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ("slug", "category", "source_language", "is_name_kept", "created_at")
    list_filter = ("is_name_kept", "category")
    search_fields = ("slug", "translations__name")
    list_select_related = ("category",)


@admin.register(TermTranslation)
class TermTranslationAdmin(ReadOnlyAdmin):
    list_display = ("name", "term", "language", "is_locked", "revision", "updated_at")
    list_filter = ("language", "is_locked")
    search_fields = ("name", "short", "term__slug")
    list_select_related = ("term",)
