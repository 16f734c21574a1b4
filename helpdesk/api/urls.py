"""The REST API, version 1: each app brings its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.api.urls")),
    path("", include("knowledgebase.api.urls")),
    path("", include("knowledgebase.glossary.api.urls")),
    path("", include("knowledgebase.announcements.api.urls")),
    path("", include("chat.api.urls")),
    path("", include("tickets.api.urls")),
]
