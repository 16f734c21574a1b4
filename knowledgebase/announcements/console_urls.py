"""The desk's pages of announcements, below /console/announcements/."""

from django.urls import path

from knowledgebase.announcements.views import desk

app_name = "announcements-console"
urlpatterns = [
    path("", desk.announcement_list, name="announcement-list"),
    path("new/", desk.announcement_new, name="announcement-new"),
    path("<int:pk>/", desk.announcement_detail, name="announcement-detail"),
    path("<int:pk>/change/", desk.announcement_change, name="announcement-change"),
    path("<int:pk>/words/", desk.announcement_words, name="announcement-words"),
    path("<int:pk>/publish/", desk.announcement_publish, name="announcement-publish"),
    path("<int:pk>/unschedule/", desk.announcement_unschedule, name="announcement-unschedule"),
    path("<int:pk>/end/", desk.announcement_end, name="announcement-end"),
    path("<int:pk>/updates/", desk.update_new, name="update-new"),
    path("<int:pk>/updates/<int:update>/", desk.update_words, name="update-words"),
]
