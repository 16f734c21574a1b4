"""Every address of Vigil."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts.permissions import staff_required
from helpdesk import appearance, health
from helpdesk.api import urls as api_urls
from knowledgebase.views import front_door, robots, sitemap

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("theme/", appearance.set_theme, name="theme-set"),
    path("api/v1/", include(api_urls)),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", staff_required(health.api_docs), name="api-docs"),
    path("console/chats/", include("chat.urls_console")),
    path("console/tickets/", include("tickets.console_urls")),
    path("console/announcements/", include("knowledgebase.announcements.console_urls")),
    path("console/glossary/", include("knowledgebase.glossary.console_urls")),
    path("console/", include("helpdesk.console.urls")),
    path("qa/", include("qa.urls")),
    path("chat/", include("chat.urls_open")),
    path("admin/", admin.site.urls),
    path("", front_door, name="front-door"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", appearance.favicon, name="favicon"),
    path("manifest.webmanifest", appearance.manifest, name="manifest"),
    *i18n_patterns(
        path("", include("knowledgebase.urls")),
        path("account/", include("accounts.urls")),
        path("", include("tickets.urls")),
        path("chat/", include("chat.urls")),
        path("announcements/", include("knowledgebase.announcements.urls")),
    ),
]

handler400 = "helpdesk.errors.bad_request"
handler403 = "helpdesk.errors.forbidden"
handler404 = "helpdesk.errors.not_found"
handler429 = "helpdesk.errors.too_many"
handler500 = "helpdesk.errors.server_error"
