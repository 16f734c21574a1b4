"""The customers' pages; the desk's are in console_urls.py."""

from django.urls import path

from tickets.views import contact, requests

app_name = "tickets"
urlpatterns = [
    path("contact/", contact.ticket_new, name="ticket-new"),
    path("contact/sent/", contact.ticket_sent, name="ticket-sent"),
    path("contact/suggestions/", contact.article_suggestions, name="article-suggestions"),
    path("contact/confirm/<str:token>/", contact.guest_confirm, name="guest-confirm"),
    path("requests/", requests.ticket_list, name="ticket-list"),
    path("requests/<uuid:public_id>/", requests.ticket_detail, name="ticket-detail"),
    path("requests/<uuid:public_id>/solve/", requests.ticket_solve, name="ticket-solve"),
    path("requests/files/<uuid:public_id>/", requests.file_download, name="file-download"),
    path("rate/<str:token>/", requests.rating_new, name="rating-new"),
]
