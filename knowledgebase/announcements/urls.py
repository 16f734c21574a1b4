"""The public addresses of announcements, as in /en/announcements/…/."""

from django.urls import path

from knowledgebase.announcements.views import mail, public

app_name = "announcements"
urlpatterns = [
    path("", public.announcement_list, name="announcement-list"),
    path("feed/", public.feed, name="feed"),
    path("bar/", public.bar, name="bar"),
    path("subscribe/", mail.subscription_new, name="subscription-new"),
    path("subscribe/sent/", mail.subscription_asked, name="subscription-asked"),
    path("subscribe/<str:token>/", mail.subscription_confirm, name="subscription-confirm"),
    path("unsubscribe/<str:token>/", mail.subscription_end, name="subscription-end"),
    path("<slug:slug>/", public.announcement_detail, name="announcement-detail"),
    path("<slug:slug>/dismiss/", public.dismiss, name="announcement-dismiss"),
]
