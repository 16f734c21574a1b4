"""The public addresses of announcements, as in /en/announcements/…/."""

from django.urls import path

from knowledgebase.announcements.views import public

app_name = "announcements"
urlpatterns = [
    path("", public.announcement_list, name="announcement-list"),
    path("feed/", public.feed, name="feed"),
    path("bar/", public.bar, name="bar"),
    path("<slug:slug>/", public.announcement_detail, name="announcement-detail"),
    path("<slug:slug>/dismiss/", public.dismiss, name="announcement-dismiss"),
]
