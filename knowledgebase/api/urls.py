"""The API's addresses of the help center."""

from django.urls import path

from knowledgebase.api import views

app_name = "kb-api"
urlpatterns = [
    path("search/", views.Search.as_view(), name="search"),
    path("articles/", views.Articles.as_view(), name="article-list"),
    path("articles/<slug:slug>/", views.Article.as_view(), name="article-detail"),
    path("categories/", views.Categories.as_view(), name="category-list"),
]
