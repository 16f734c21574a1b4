"""Terms as JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from knowledgebase.api.serializers import Wanted
from knowledgebase.glossary.addresses import term_url
from knowledgebase.glossary.book import Entry


class WantedTerms(Wanted):
    cursor = serializers.CharField(required=False, max_length=1000)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=50)


class TermSerializer(serializers.Serializer):
    """A term in one language, as it stands in lists."""

    slug = serializers.CharField()
    language = serializers.CharField(help_text="The language of these words, which may be a fallback.")
    name = serializers.CharField()
    definition = serializers.CharField(source="short", help_text="One sentence.")
    synonyms = serializers.ListField(child=serializers.CharField())
    do_not_translate = serializers.BooleanField(
        source="is_name_kept", help_text="The name is the same in every language."
    )
    url = serializers.SerializerMethodField()

    def get_url(self, entry: Entry) -> str:
        return settings.BASE_URL + term_url(entry.slug, self.context["language"])


class TermDetailSerializer(TermSerializer):
    """The whole term: the explanation as Markdown and as HTML, and what it points to."""

    explanation = serializers.SerializerMethodField()
    html = serializers.SerializerMethodField()
    category = serializers.SerializerMethodField(help_text="A category's slug, or null.")
    languages = serializers.SerializerMethodField(help_text="Every language it is explained in.")
    related_terms = serializers.SerializerMethodField(help_text="Slugs.")
    related_articles = serializers.SerializerMethodField(help_text="Slugs of articles that can be read.")
    updated_at = serializers.SerializerMethodField()

    def get_explanation(self, entry: Entry) -> str:
        return str(self.context["row"].long)

    def get_html(self, entry: Entry) -> str:
        return str(self.context["html"])

    def get_category(self, entry: Entry) -> str | None:
        shelf = self.context["row"].term.category
        return shelf.slug if shelf else None

    def get_languages(self, entry: Entry) -> list[str]:
        return list(self.context["codes"])

    def get_related_terms(self, entry: Entry) -> list[str]:
        return [one.slug for one in self.context["related_terms"]]

    def get_related_articles(self, entry: Entry) -> list[str]:
        return [one.article.slug for one in self.context["articles"]]

    def get_updated_at(self, entry: Entry) -> Any:
        return self.context["row"].updated_at.isoformat()


class TermPageSerializer(serializers.Serializer):
    results = TermSerializer(many=True)
    next = serializers.CharField(help_text="The cursor of the next page; empty on the last.")
    previous = serializers.CharField(help_text="The cursor of the page before; empty on the first.")
