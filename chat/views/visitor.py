"""The visitor's page: the whole chat without a line of JavaScript, and the frame in which it runs with it."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chat.forms import VisitForm
from chat.models import MAX_BODY, Conversation
from chat.permissions import (
    TOKEN_SECONDS,
    access_as_visitor,
    conversation_of_token,
    visible_conversations,
    visitor_token,
)
from chat.selectors import is_rated, present_wait, status_frame, transcript
from chat.visits import VISITS, begin, person_of
from chat.words import client_words, system_words
from helpdesk.lib.errors import DomainError, Missing
from helpdesk.lib.pages import page
from helpdesk.lib.rates import address_of, enforce
from tickets.contact import promise
from tickets.limits import count_request

COOKIE = "vigil_chat"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def widget(request: HttpRequest) -> HttpResponseBase:
    """One page for reading and writing; in a frame only of the origins the settings name."""
    response = csp_replace({"frame-ancestors": ancestors(request)})(visit)(request)
    if "embed" in request.GET:
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def visit(request: HttpRequest) -> HttpResponse:
    conversation = present_conversation(request)
    if request.method == "GET":
        return room(request, conversation)
    form = VisitForm(request.POST)
    if not form.is_valid():
        return room(request, conversation, form=form, status=422)
    response, conversation = act(request, conversation, form)
    remember(response, conversation)
    return response


Answer = tuple[HttpResponse, Conversation | None]


def act(request: HttpRequest, conversation: Conversation | None, form: VisitForm) -> Answer:
    """Do what the button says; a refusal is shown on the page with everything that was typed."""
    facts = form.cleaned_data
    if facts["act"] == "new":
        return redirect(request.path), None
    try:
        enforce(f"chat-page:{address_of(request)}", 40, 60)
        if facts["act"] == "ticket":
            count_request(request)
        conversation = conversation or begin(request.user, facts)
        VISITS[facts["act"]](conversation, request.user, facts)
    except DomainError as error:
        return room(request, conversation, form=form, refusal=error, status=error.status), conversation
    return redirect(request.get_full_path()), conversation


def present_conversation(request: HttpRequest) -> Conversation | None:
    """The one the cookie's token names; else a signed-in customer's newest open one."""
    if request.method == "GET" and "new" in request.GET:
        return None
    token = request.COOKIES.get(COOKIE, "")
    public_id = conversation_of_token(token)
    if public_id:
        try:
            return access_as_visitor(request.user, public_id, token=token)
        except Missing:
            pass
    customer = person_of(request.user)
    return visible_conversations(customer).open().for_detail().first() if customer else None


def remember(response: HttpResponse, conversation: Conversation | None) -> None:
    """Keep the way back in a cookie no script can read; only once there is a conversation."""
    if conversation is None:
        response.delete_cookie(COOKIE)
        return
    third_party = settings.HTTPS and bool(settings.CHAT_EMBED_ORIGINS)
    response.set_cookie(
        COOKIE,
        visitor_token(conversation),
        max_age=TOKEN_SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="None" if third_party else "Lax",
    )


def room(
    request: HttpRequest,
    conversation: Conversation | None,
    *,
    form: VisitForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**facts_of(conversation), **frame_of(request), "form": form or VisitForm(), "refusal": refusal}
    return page(request, "chat/widget.html", context, status=status)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    return {"is_embedded": "embed" in request.GET, "parent": parent_origin(request)}


def facts_of(conversation: Conversation | None) -> dict[str, Any]:
    """All the page shows of a conversation, or of none yet."""
    said = list(transcript(conversation)) if conversation else []
    return {
        "conversation": conversation,
        "messages_said": said,
        "offers_ticket": bool(said) and said[-1].data.get("code") == "offline",
        "token": visitor_token(conversation) if conversation else "",
        "state": status_frame(conversation, None) if conversation else None,
        "rated": bool(conversation and conversation.is_ended and is_rated(conversation)),
        "greeting": system_words({"code": "greeting"}),
        "wait": present_wait(get_language() or "en"),
        "words": client_words(),
        "limit": MAX_BODY,
        "promise": promise(),
        "fresh_id": uuid.uuid4(),
        "start_key": uuid.uuid4(),
    }


def ancestors(request: HttpRequest) -> list[str]:
    if "embed" not in request.GET:
        return ["'none'"]
    return ["'self'", *settings.CHAT_EMBED_ORIGINS]


def parent_origin(request: HttpRequest) -> str:
    """The host page's origin, if it is one we know: the only one the frame speaks to and listens to."""
    offered = request.GET.get("parent", "")
    known = {own_origin(request), *settings.CHAT_EMBED_ORIGINS}
    return offered if offered in known else ""


def own_origin(request: HttpRequest) -> str:
    parts = urlsplit(request.build_absolute_uri("/"))
    return f"{parts.scheme}://{parts.netloc}"
