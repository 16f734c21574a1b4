"""The help center's addresses; each stands behind the language, as in /en/articles/…/."""

from django.urls import path

from knowledgebase import views
from knowledgebase.glossary.views import public as glossary

app_name = "kb"
urlpatterns = [
    path("", views.home, name="home"),
    path("feed/", views.feed, name="feed"),
    path("search/", views.search_results, name="search"),
    path("search/suggest/", views.suggestions, name="search-suggest"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/vote/", views.article_vote, name="article-vote"),
    path("articles/<slug:slug>/in/<slug:language>/", views.article_in, name="article-in"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/<slug:slug>/", glossary.term, name="term"),
]
