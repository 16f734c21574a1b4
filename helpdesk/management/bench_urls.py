"""The addresses of a benchmark: all of Vigil's, and a view that does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from helpdesk.urls import handler400, handler403, handler404
from helpdesk.urls import urlpatterns as every_url

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bench/empty/", empty), *every_url]
