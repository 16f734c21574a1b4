"""The API's addresses of the glossary."""

from django.urls import path

from knowledgebase.glossary.api import views

app_name = "glossary-api"
urlpatterns = [
    path("glossary/", views.Glossary.as_view(), name="term-list"),
    path("glossary/<slug:slug>/", views.GlossaryTerm.as_view(), name="term-detail"),
]
