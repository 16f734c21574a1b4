"""The console's own pages."""

from django.http import HttpRequest, HttpResponse

from accounts.permissions import staff_required
from helpdesk.console import specimens
from helpdesk.lib.languages import get
from helpdesk.lib.pages import page


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "console/home.html")


@staff_required
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state; `?in=` shows them in another script and direction."""
    chosen = request.GET.get("in", "en")
    language = chosen if chosen in specimens.LANGUAGES else "en"
    shown = {"shown": get(language), "choices": [get(code) for code in specimens.LANGUAGES]}
    return page(request, "console/design.html", {**shown, **specimens.specimen(language)})
