"""The API's addresses of announcements."""

from django.urls import path

from knowledgebase.announcements.api import views

app_name = "announcements-api"
urlpatterns = [
    path("announcements/", views.Announcements.as_view(), name="announcement-list"),
    path("announcements/<slug:slug>/", views.AnnouncementDetail.as_view(), name="announcement-detail"),
]
