"""The console's own pages."""

from django.http import HttpRequest, HttpResponse

from accounts.models import Presence
from accounts.permissions import signed_in, staff_required
from helpdesk.console import specimens
from helpdesk.console.doors import doors_of
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
    doors = doors_of(signed_in(request), request.GET.get("at", ""))
    return page(request, "console/_doors.html", {"doors": doors})


@staff_required
def me(request: HttpRequest) -> HttpResponse:
    """The person at the foot of the rail, as the desk sees them now."""
    own = own_presence(signed_in(request))
    return page(request, "console/_me.html", {"presence": own, "states": Presence.State.choices})


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
