"""The chat over plain HTTP, for networks that block sockets: the same access, the same actions (docs/realtime.md).

These addresses take JSON and change nothing for a caller who cannot set `X-Chat-Token`: another site's page
cannot, so no form token is needed, and the frame works where cookies are blocked.
"""

import json
import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from chat.forms import VisitForm
from chat.frames import seq_of
from chat.models import Conversation
from chat.permissions import access_as_visitor, visitor_token
from chat.selectors import news_after, status_frame
from chat.views.visitor import remember
from chat.visits import VISITS, begin, send
from chat.words import reader_language
from helpdesk.lib import languages
from helpdesk.lib.errors import Forbidden, Invalid
from helpdesk.lib.rates import address_of, enforce
from tickets.limits import count_request


@csrf_exempt
@login_not_required
@require_POST
def conversation_start(request: HttpRequest) -> HttpResponse:
    """Open a conversation; the answer carries the token everything else needs."""
    token_of(request)
    facts = read(request, act="send")
    enforce(f"chat-start:{address_of(request)}", 10, 60)
    language = languages.canonical(str(facts.get("language") or ""))
    conversation = begin(
        request.user, {**facts, "language": language if languages.is_known(language) else "en"}
    )
    answer = {"public_id": str(conversation.public_id), "token": visitor_token(conversation)}
    response = JsonResponse({**answer, **news(conversation, 0, language)}, status=201)
    remember(response, conversation)
    return response


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET what came after `?after=`; POST `{client_id, body}`, answered once it is stored."""
    conversation = access_as_visitor(request.user, public_id, token=token_of(request))
    if request.method == "GET":
        after = seq_of(request.GET.get("after", ""))
        return JsonResponse(news(conversation, after, request.GET.get("language")))
    facts = read(request, act="send")
    enforce(f"chat-send:{public_id}", 30, 15)
    message = send(conversation, request.user, facts)
    ack = {"type": "ack", "client_id": facts["client_id"], "seq": message.seq if message else 0}
    return JsonResponse({"ack": ack}, status=201)


@csrf_exempt
@login_not_required
@require_POST
def conversation_act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST `{act: person | ticket | end | rate | seen, …}`; answers with the new state."""
    conversation = access_as_visitor(request.user, public_id, token=token_of(request))
    facts = read(request)
    enforce(f"chat-act:{public_id}", 20, 60)
    if facts["act"] not in VISITS:
        raise Invalid(_("Choose one of the chat's buttons."), code="unknown_act")
    if facts["act"] == "ticket":
        count_request(request)
    with override(reader_language(facts["language"], conversation.language)):
        VISITS[facts["act"]](conversation, request.user, facts)
        fresh = access_as_visitor(request.user, public_id, token=token_of(request))
        return JsonResponse({"status": status_frame(fresh, None)})


def news(conversation: Conversation, after: int, page_language: object) -> dict[str, Any]:
    """In the language of the page that asks: the address has none."""
    with override(reader_language(page_language, conversation.language)):
        return news_after(conversation, after)


def token_of(request: HttpRequest) -> str:
    token = request.headers.get("X-Chat-Token", "")
    if not token:
        raise Forbidden(_("This address is for the chat itself. Open the chat page instead."))
    return token


def read(request: HttpRequest, **given: str) -> dict[str, Any]:
    """The body as the visitor's form reads it, so that both refuse the same."""
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError, UnicodeDecodeError) as error:
        raise Invalid(_("That was not understood."), code="not_json") from error
    if not isinstance(sent, dict):
        raise Invalid(_("That was not understood."), code="not_json")
    form = VisitForm({**sent, **given})
    if not form.is_valid():
        raise Invalid(
            _("Some fields need mending."), fields={k: list(map(str, v)) for k, v in form.errors.items()}
        )
    return {**form.cleaned_data, "language": sent.get("language", "")}
