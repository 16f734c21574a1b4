"""The API's addresses of tickets."""

from django.urls import path

from tickets.api import views

app_name = "tickets-api"
urlpatterns = [
    path("tickets/", views.Tickets.as_view(), name="ticket-list"),
    path("tickets/<uuid:public_id>/", views.TicketDetail.as_view(), name="ticket-detail"),
    path("tickets/<uuid:public_id>/replies/", views.Replies.as_view(), name="reply-list"),
    path("tickets/<uuid:public_id>/assignee/", views.Assignee.as_view(), name="ticket-assignee"),
    path("tickets/<uuid:public_id>/status/", views.Status.as_view(), name="ticket-status"),
    path("tickets/<uuid:public_id>/priority/", views.Priority.as_view(), name="ticket-priority"),
    path("tickets/<uuid:public_id>/files/<uuid:file_id>/", views.FileDetail.as_view(), name="file-detail"),
]
