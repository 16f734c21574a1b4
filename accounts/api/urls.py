"""The API's addresses about people."""

from django.urls import path

from accounts.api import views

app_name = "accounts-api"
urlpatterns = [
    path("me/", views.Me.as_view(), name="me"),
    path("tokens/", views.Tokens.as_view(), name="token-list"),
    path("tokens/<str:key>/", views.Token.as_view(), name="token-detail"),
]
