"""The help center in Django's admin. Saving writes through the actions, so that revisions and the index stay true."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline

from accounts.permissions import signed_in
from helpdesk.ledger.recorded import RecordedAdmin
from helpdesk.lib.admin import HouseAdmin, NoEditing, ReadOnlyAdmin
from knowledgebase.actions import (
    Words,
    archive_article,
    move_article,
    publish_translation,
    restore_article,
    save_translation,
    verify_article,
    withdraw_translation,
)
from knowledgebase.announcements.admin import (
    AnnouncementAdmin,
    AnnouncementLetterAdmin,
    IncidentUpdateAdmin,
    SubscriptionAdmin,
)
from knowledgebase.caching import forget_pages
from knowledgebase.glossary.admin import TermAdmin, TermTranslationAdmin
from knowledgebase.models import (
    Article,
    ArticleTranslation,
    Category,
    CategoryTranslation,
    RelatedArticle,
    Revision,
    Vote,
)

__all__ = [
    "AnnouncementAdmin",
    "AnnouncementLetterAdmin",
    "IncidentUpdateAdmin",
    "SubscriptionAdmin",
    "TermAdmin",
    "TermTranslationAdmin",
]


class ShelfAdmin(RecordedAdmin):
    """What readers find their way by: a change is seen on every page at once."""

    def write(self, *args: Any) -> None:
        super().write(*args)
        forget_pages()


class CategoryTranslationInline(TabularInline):
    model = CategoryTranslation
    extra = 0


@admin.register(Category)
class CategoryAdmin(ShelfAdmin):
    list_display = ("slug", "position", "icon", "parent", "article_count")
    list_editable = ("position",)
    search_fields = ("slug", "translations__title")
    autocomplete_fields = ("parent",)
    inlines = (CategoryTranslationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        rows = Category.objects.select_related("parent").annotate(held=Count("articles", distinct=True))
        return rows.order_by("position", "slug")

    @admin.display(description=_("articles"), ordering="held")
    def article_count(self, category: Any) -> int:
        return int(category.held)


class RelatedInline(TabularInline):
    model = RelatedArticle
    fk_name = "article"
    autocomplete_fields = ("target",)
    extra = 0


class TranslationInline(NoEditing, TabularInline):
    model = ArticleTranslation
    fields = ("language", "title", "status", "revision", "latest_revision", "updated_at")
    readonly_fields = fields
    show_change_link = True
    extra = 0


@admin.register(Article)
class ArticleAdmin(ShelfAdmin):
    acted = ("category",)
    list_display = ("slug", "category", "status", "is_promoted", "verified_at", "translation_count")
    list_filter = ("status", "category", "is_promoted")
    search_fields = ("slug", "translations__title")
    autocomplete_fields = ("category",)
    raw_id_fields = ("owner",)
    readonly_fields = ("status", "verified_at", "created_at")
    inlines = (TranslationInline, RelatedInline)
    actions = ("verify", "archive", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: QuerySet[Article] = super().get_queryset(request).select_related("category", "owner")
        return rows.annotate(spoken=Count("translations", distinct=True))

    @admin.display(description=_("languages"), ordering="spoken")
    def translation_count(self, article: Any) -> int:
        return int(article.spoken)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change and "category" in form.changed_data:
            move_article(obj, obj.category, actor=signed_in(request))
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Say that they are true today"))
    def verify(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            verify_article(article, actor=signed_in(request))
        self.told(request, len(queryset))

    @admin.action(description=_("Archive: take them from readers"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            archive_article(article, actor=signed_in(request))
        self.told(request, len(queryset))

    @admin.action(description=_("Restore: show them to readers again"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            restore_article(article, actor=signed_in(request))
        self.told(request, len(queryset))

    def told(self, request: HttpRequest, count: int) -> None:
        words = ngettext("%(count)d article changed.", "%(count)d articles changed.", count) % {
            "count": count
        }
        self.message_user(request, words, messages.SUCCESS)


@admin.register(ArticleTranslation)
class ArticleTranslationAdmin(HouseAdmin):
    list_display = ("title", "article", "language", "status", "revision", "latest_revision", "updated_at")
    list_filter = ("status", "language", "article__category")
    search_fields = ("title", "article__slug", "summary")
    autocomplete_fields = ("article",)
    fields = (
        "article",
        "language",
        "title",
        "summary",
        "questions",
        "body",
        "status",
        "revision",
        "source_revision",
    )
    readonly_fields = ("status", "revision", "source_revision")
    actions = ("publish", "withdraw")
    list_select_related = ("article",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("article", "language") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_model(self, request: HttpRequest, obj: ArticleTranslation, form: Any, change: bool) -> None:
        """Saved words are a new revision; readers see them once the translation is published."""
        words = Words(obj.title, obj.summary, obj.body, list(obj.questions or []))
        saved = save_translation(obj.article, obj.language, words=words, actor=signed_in(request))
        obj.pk = saved.pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Publish the latest revision"))
    def publish(self, request: HttpRequest, queryset: QuerySet[ArticleTranslation]) -> None:
        for translation in queryset:
            publish_translation(translation, actor=signed_in(request))
        self.message_user(request, _("Published. Readers see it now."), messages.SUCCESS)

    @admin.action(description=_("Withdraw from readers"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[ArticleTranslation]) -> None:
        for translation in queryset:
            withdraw_translation(translation, actor=signed_in(request))
        self.message_user(request, _("Withdrawn. The words are kept as a draft."), messages.SUCCESS)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("translation", "number", "author", "created_at")
    list_filter = ("translation__language",)
    search_fields = ("title", "translation__article__slug")
    list_select_related = ("translation", "author")
    date_hierarchy = "created_at"


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    list_display = ("translation", "revision", "is_helpful", "reason", "created_at")
    list_filter = ("is_helpful", "reason", "translation__language")
    search_fields = ("translation__title", "translation__article__slug")
    list_select_related = ("translation",)
    date_hierarchy = "created_at"
