"""The console's own pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import Presence
from accounts.permissions import signed_in, staff_required
from helpdesk.appearance import A_YEAR
from helpdesk.console import specimens
from helpdesk.console.doors import doors_of
from helpdesk.console.forms import SeenForm
from helpdesk.console.news import COOKIE, news, seen_by
from helpdesk.console.selectors import board, desk, my_chats, my_tickets, own_presence
from helpdesk.lib.languages import get
from helpdesk.lib.pages import page


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """What the person should do next; its fragment follows the desk live."""
    user = signed_in(request)
    work = {"chats": my_chats(user), "tickets": my_tickets(user), "desk": desk(user)}
    shown = {**work, "own": own_presence(user)}
    return page(request, "console/home.html", shown, fragment="console/_today.html")


@staff_required
def rail(request: HttpRequest) -> HttpResponse:
    """What waits behind each door, for the page at `?at=`."""
    doors = doors_of(signed_in(request), request.GET.get("at", ""), seen=seen_by(request))
    return page(request, "console/_doors.html", {"doors": doors})


@staff_required
def me(request: HttpRequest) -> HttpResponse:
    """The person at the foot of the rail, as the desk sees them now."""
    own = own_presence(signed_in(request))
    return page(request, "console/_me.html", {"presence": own, "states": Presence.State.choices})


@staff_required
def news_list(request: HttpRequest) -> HttpResponse:
    """What changed for me; `?seen=` keeps what was new when the page was opened marked while it is open."""
    user, seen = signed_in(request), seen_by(request)
    asked = request.GET.get("seen", "")
    shown = news(user, int(asked) if asked.isdecimal() and len(asked) < 19 else seen)
    newest = shown[0].event.pk if shown else seen
    context = {"news": shown, "seen": seen, "newest": newest}
    return page(request, "console/news.html", context, fragment="console/_news.html")


@require_POST
@staff_required
def news_seen(request: HttpRequest) -> HttpResponse:
    """This browser has shown everything up to an event."""
    response = redirect("console:news")
    form = SeenForm(request.POST)
    if form.is_valid():
        newest = max(form.cleaned_data["newest"], seen_by(request))
        response.set_cookie(
            COOKIE, str(newest), max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response


@staff_required
def live(request: HttpRequest) -> HttpResponse:
    """The whole desk at a glance, each number a way into its list."""
    shown = board(signed_in(request))
    states = [(state, label, shown.agents.get(state, 0)) for state, label in Presence.State.choices]
    return page(
        request, "console/live.html", {"board": shown, "states": states}, fragment="console/_board.html"
    )


@staff_required
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in the reader's script; `?in=` shows another and its direction."""
    chosen = request.GET.get("in", request.LANGUAGE_CODE)
    language = chosen if chosen in specimens.LANGUAGES else "en"
    shown = {"shown": get(language), "choices": [get(code) for code in specimens.LANGUAGES]}
    return page(request, "console/design.html", {**shown, **specimens.specimen(language)})
