"""One process serves everything: pages by Django's synchronous handler, sockets by Channels.

Under the ASGI handler every middleware costs a thread hop; mounted here, the pages keep their threads
(docs/decisions/0001.md).
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

pages = get_wsgi_application()

from helpdesk.lib.body_gate import BodyGate
from helpdesk.lifespan import Lifespan
from helpdesk.sockets import socket_urls

site = Lifespan(
    ProtocolTypeRouter(
        {
            "http": BodyGate(
                WSGIMiddleware(pages, workers=settings.WEB_THREADS),  # type: ignore[arg-type]
                limit=settings.MAX_BODY_BYTES,
            ),
            "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(socket_urls))),
        }
    )
)

application = (
    ProxyHeadersMiddleware(site, trusted_hosts=settings.TRUSTED_PROXIES)  # type: ignore[arg-type]
    if settings.TRUSTED_PROXIES
    else site
)
