"""The console's own pages."""

from django.http import HttpRequest, HttpResponse

from accounts.permissions import staff_required
from helpdesk.lib.pages import page


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "console/home.html")


@staff_required
def design(request: HttpRequest) -> HttpResponse:
    return page(request, "console/design.html")
