"""The person's own pages; sign-in and second factors are django-allauth's, in our clothes."""

from django.urls import include, path

from accounts import views

own = [
    path("", views.home, name="home"),
    path("presence/", views.presence_set, name="presence-set"),
]

urlpatterns = [path("", include((own, "accounts"))), path("", include("allauth.urls"))]
