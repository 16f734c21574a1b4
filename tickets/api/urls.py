"""The API's addresses of tickets."""

from django.urls import path

from tickets.api import views

app_name = "tickets-api"
urlpatterns = [
    path("tickets/", views.Tickets.as_view(), name="ticket-list"),
    path("tickets/<uuid:public_id>/", views.TicketDetail.as_view(), name="ticket-detail"),
    path("tickets/<uuid:public_id>/replies/", views.Replies.as_view(), name="reply-list"),
]
