"""The desk's pages of tickets, below /console/tickets/."""

from django.urls import path

from tickets.views import desk, mailroom

app_name = "tickets-console"
urlpatterns = [
    path("", desk.ticket_list, name="ticket-list"),
    path("mail/", mailroom.mail_list, name="mail-list"),
    path("mail/<int:pk>/", mailroom.mail_detail, name="mail-detail"),
    path("mail/<int:pk>/recover/", mailroom.mail_recover, name="mail-recover"),
    path("mail/<int:pk>/discard/", mailroom.mail_discard, name="mail-discard"),
    path("<str:number>/", desk.ticket_detail, name="ticket-detail"),
    path("<str:number>/assign/", desk.ticket_assign, name="ticket-assign"),
    path("<str:number>/take/", desk.ticket_take, name="ticket-take"),
    path("<str:number>/status/", desk.ticket_status, name="ticket-status"),
    path("<str:number>/priority/", desk.ticket_priority, name="ticket-priority"),
    path("<str:number>/messages/<int:seq>/", desk.message_html, name="message-html"),
]
