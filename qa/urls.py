"""Quality reviews: the leads' desk, one review, and an agent's own."""

from django.urls import path

from qa import views

app_name = "qa"
urlpatterns = [
    path("", views.review_list, name="review-list"),
    path("scorecard/", views.scorecard_start, name="scorecard-start"),
    path("mine/", views.my_reviews, name="my-reviews"),
    path("reviews/<int:pk>/", views.review_detail, name="review-detail"),
    path("reviews/<int:pk>/save/", views.review_save, name="review-save"),
    path("reviews/<int:pk>/pin/", views.review_pin, name="review-pin"),
    path("reviews/<int:pk>/acknowledge/", views.review_acknowledge, name="review-acknowledge"),
]
