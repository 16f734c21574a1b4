"""The chat's sockets' addresses."""

from django.urls import URLPattern, URLResolver, path

from chat.consumers import chat_socket

socket_urls: list[URLPattern | URLResolver] = [
    path("ws/chat/<uuid:public_id>/", chat_socket, name="chat-socket"),  # type: ignore[arg-type]
]
