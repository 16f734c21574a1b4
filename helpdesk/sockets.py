"""Every socket's address, as urls.py is every page's."""

from django.urls import URLPattern, URLResolver

socket_urls: list[URLPattern | URLResolver] = []
