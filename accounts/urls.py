"""The person's own pages; sign-in and second factors are django-allauth's, in our clothes."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
