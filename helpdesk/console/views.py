"""The console's own pages."""

from django.http import HttpRequest, HttpResponse

from helpdesk.lib.pages import page


def home(request: HttpRequest) -> HttpResponse:
    return page(request, "console/home.html")


def design(request: HttpRequest) -> HttpResponse:
    return page(request, "console/design.html")
