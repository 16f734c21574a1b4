"""Announcements as JSON, in the language asked for or the nearest one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from rest_framework import serializers

from knowledgebase.announcements.models import Announcement, AnnouncementWords, IncidentUpdate
from knowledgebase.announcements.showing import html_of
from knowledgebase.api.serializers import Wanted


class WantedAnnouncements(Wanted):
    active = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="true: shown now; false: over."
    )
    kind = serializers.ChoiceField(required=False, choices=Announcement.Kind.choices)
    cursor = serializers.CharField(required=False, max_length=1000)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=25)


class AnnouncementSerializer(serializers.ModelSerializer):
    """An announcement as it stands in lists."""

    language = serializers.SerializerMethodField(
        help_text="The language of the words, which may be a fallback."
    )
    title = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    is_active = serializers.BooleanField(source="is_on", help_text="Shown to readers now.")

    class Meta:
        model = Announcement
        fields = (
            *("slug", "kind", "severity", "audience", "stage", "is_active", "language", "title", "url"),
            *("starts_at", "ends_at", "updated_at"),
        )

    def words(self, announcement: Announcement) -> AnnouncementWords | None:
        return announcement.said_in(self.context["language"])

    def get_language(self, announcement: Announcement) -> str:
        words = self.words(announcement)
        return words.language if words else announcement.source_language

    def get_title(self, announcement: Announcement) -> str:
        words = self.words(announcement)
        return words.title if words else announcement.slug

    def get_url(self, announcement: Announcement) -> str:
        spoken = self.context["language"] in dict(settings.LANGUAGES)
        with override(self.context["language"] if spoken else get_language()):
            return settings.BASE_URL + reverse("announcements:announcement-detail", args=[announcement.slug])


class UpdateSerializer(serializers.ModelSerializer):
    """One step of an incident's course."""

    language = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField(help_text="Markdown.")
    html = serializers.SerializerMethodField()

    class Meta:
        model = IncidentUpdate
        fields = ("id", "stage", "posted_at", "language", "text", "html")

    def get_language(self, update: IncidentUpdate) -> str:
        words = update.said_in(self.context["language"])
        return words.language if words else ""

    def get_text(self, update: IncidentUpdate) -> str:
        words = update.said_in(self.context["language"])
        return words.text if words else ""

    def get_html(self, update: IncidentUpdate) -> str:
        words = update.said_in(self.context["language"])
        return html_of(words.text, words.language) if words else ""


class AnnouncementDetailSerializer(AnnouncementSerializer):
    """The whole announcement: Markdown as written, HTML as shown, and an incident's course, the latest first."""

    body = serializers.SerializerMethodField(help_text="Markdown.")
    html = serializers.SerializerMethodField()
    afterword = serializers.SerializerMethodField(help_text="Markdown; empty until it is written.")
    languages = serializers.SerializerMethodField(help_text="Every language it is written in.")
    updates = UpdateSerializer(many=True)

    class Meta:
        model = Announcement
        fields = (
            *AnnouncementSerializer.Meta.fields,
            *("body", "html", "afterword", "languages", "updates"),
        )

    def get_body(self, announcement: Announcement) -> str:
        words = self.words(announcement)
        return words.body if words else ""

    def get_html(self, announcement: Announcement) -> str:
        words = self.words(announcement)
        return html_of(words.body, words.language) if words else ""

    def get_afterword(self, announcement: Announcement) -> str:
        words = self.words(announcement)
        return words.afterword if words else ""

    def get_languages(self, announcement: Announcement) -> list[str]:
        return sorted(row.language for row in announcement.words.all())


class AnnouncementPageSerializer(serializers.Serializer):
    results = AnnouncementSerializer(many=True)
    next = serializers.CharField(help_text="The cursor of the next page; empty on the last.")
    previous = serializers.CharField(help_text="The cursor of the page before; empty on the first.")
