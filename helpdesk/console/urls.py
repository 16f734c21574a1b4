"""The agents' shell: design page, live board and what belongs to no single app."""

from django.urls import path

from helpdesk.console import views

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("rail/", views.rail, name="rail"),
    path("rail/me/", views.me, name="me"),
    path("news/", views.news_list, name="news"),
    path("news/seen/", views.news_seen, name="news-seen"),
    path("live/", views.live, name="live"),
    path("design/", views.design, name="design"),
]
