"""Every socket's address, as urls.py is every page's."""

from django.urls import URLPattern, URLResolver

from chat.routing import socket_urls as chat_sockets
from helpdesk.console.routing import socket_urls as console_sockets

socket_urls: list[URLPattern | URLResolver] = [
    *chat_sockets,
    *console_sockets,
]
