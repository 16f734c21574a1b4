"""The console's sockets' addresses."""

from django.urls import URLPattern, URLResolver, path

from helpdesk.console.consumers import ConsoleConsumer

socket_urls: list[URLPattern | URLResolver] = [
    path("ws/console/", ConsoleConsumer.as_asgi(), name="console-socket"),
]
