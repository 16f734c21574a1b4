"""Articles, categories and answers as JSON."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from helpdesk.lib import languages
from knowledgebase.models import ArticleTranslation, Category
from knowledgebase.selectors import Hit, article_url


class LanguageField(serializers.CharField):
    """Any spelling of a language we know (`zh_CN`, `pt-BR`), as our own code."""

    def to_internal_value(self, data: Any) -> str:
        code = languages.canonical(super().to_internal_value(data))
        if not languages.is_known(code):
            raise serializers.ValidationError(
                _("This is not a language code we know, such as en or zh-hans.")
            )
        return code


class Wanted(serializers.Serializer):
    """Query parameters every address of the help center takes."""

    language = LanguageField(required=False, max_length=20, help_text="Default: from Accept-Language.")


class WantedArticles(Wanted):
    category = serializers.SlugField(required=False, help_text="A category's slug.")
    cursor = serializers.CharField(required=False, max_length=1000)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=25)


class WantedAnswers(Wanted):
    q = serializers.CharField(
        max_length=400, trim_whitespace=True, help_text="What is asked, in any language."
    )
    category = serializers.SlugField(required=False, help_text="A category's slug.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=50, default=10)


class ArticleSerializer(serializers.ModelSerializer):
    """An article in one language, as it stands in lists."""

    slug = serializers.CharField(source="article.slug")
    category = serializers.CharField(source="article.category.slug")
    verified_at = serializers.DateTimeField(source="article.verified_at")
    url = serializers.SerializerMethodField()

    class Meta:
        model = ArticleTranslation
        fields = (
            *("slug", "category", "language", "title", "summary", "url"),
            *("revision", "published_at", "updated_at", "verified_at"),
        )

    def get_url(self, translation: ArticleTranslation) -> str:
        return settings.BASE_URL + article_url(translation, self.context.get("language"))


class ArticleDetailSerializer(ArticleSerializer):
    """The whole article: Markdown as written and HTML as shown."""

    html = serializers.SerializerMethodField()
    languages = serializers.SerializerMethodField(help_text="Every language it is published in.")
    is_stale = serializers.BooleanField(
        help_text="The source language has moved on since this was translated."
    )

    class Meta:
        model = ArticleTranslation
        fields = (*ArticleSerializer.Meta.fields, "body", "html", "questions", "languages", "is_stale")

    def get_html(self, translation: ArticleTranslation) -> str:
        return str(self.context["html"])

    def get_languages(self, translation: ArticleTranslation) -> list[str]:
        return list(self.context["languages"])


class ArticlePageSerializer(serializers.Serializer):
    results = ArticleSerializer(many=True)
    next = serializers.CharField(help_text="The cursor of the next page; empty on the last.")
    previous = serializers.CharField(help_text="The cursor of the page before; empty on the first.")


class CategorySerializer(serializers.ModelSerializer):
    parent = serializers.SerializerMethodField(help_text="The slug of the category above.")  # type: ignore[assignment]
    title = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField()
    articles = serializers.SerializerMethodField(help_text="How many articles can be read.")

    class Meta:
        model = Category
        fields = ("slug", "icon", "position", "parent", "title", "description", "articles")

    def get_parent(self, category: Category) -> str | None:
        slugs: dict[int | None, str] = self.context["slugs"]
        return slugs.get(category.parent_id)

    def get_title(self, category: Category) -> str:
        return category.title(self.context["language"])

    def get_description(self, category: Category) -> str:
        words = category.words(self.context["language"])
        return words.description if words else ""

    def get_articles(self, category: Category) -> int:
        return int(self.context["counts"].get(category.pk, 0))


class AnswerSerializer(serializers.Serializer):
    """One hit of a search. In `excerpt` and `title_pieces` each piece says whether it is a match."""

    article = serializers.SerializerMethodField()
    score = serializers.FloatField()
    confidence = serializers.FloatField(help_text="How likely it answers the question, from 0 to 1.")
    is_fallback = serializers.BooleanField(help_text="It is not in the language that was asked for.")
    title_pieces = serializers.ListField(child=serializers.ListField())
    excerpt_pieces = serializers.ListField(child=serializers.ListField())

    def get_article(self, hit: Hit) -> dict[str, Any]:
        return dict(ArticleSerializer(hit.translation, context=self.context).data)


class AnswersSerializer(serializers.Serializer):
    query = serializers.CharField()
    mended = serializers.CharField(
        help_text="What was looked for instead when a word was misspelt; empty otherwise."
    )
    language = serializers.CharField()
    total = serializers.IntegerField()
    results = AnswerSerializer(many=True)
