"""The public addresses of announcements, as in /en/announcements/…/."""

from django.urls import path

from knowledgebase.announcements import views

app_name = "announcements"
urlpatterns = [
    path("", views.announcement_list, name="announcement-list"),
    path("feed/", views.feed, name="feed"),
    path("bar/", views.bar, name="bar"),
    path("<slug:slug>/", views.announcement_detail, name="announcement-detail"),
    path("<slug:slug>/dismiss/", views.dismiss, name="announcement-dismiss"),
]
