"""The agents' chats: who waits, who is mine, and the room with one of them."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import signed_in, staff_required
from chat.actions import (
    Draft,
    accept_conversation,
    convert_to_ticket,
    end_conversation,
    post_message,
    release_conversation,
)
from chat.forms import ActForm, ReplyForm
from chat.frames import seq_of
from chat.models import MAX_BODY, Conversation, Message
from chat.permissions import access_conversation, can_accept, can_answer, can_end
from chat.selectors import chat_lists, earlier_work, news_after, queue, transcript
from chat.words import client_words
from helpdesk.lib.errors import Conflict, DomainError, Forbidden, Invalid
from helpdesk.lib.pages import page
from knowledgebase.selectors import search
from tickets.permissions import can_ask_as_guest


@staff_required
@require_safe
@never_cache
def chat_list(request: HttpRequest) -> HttpResponse:
    """Waiting and mine; the fragment alone when the live region asks."""
    context = lists_of(request, request.GET.get("open", ""))
    return page(request, "chat/console/list.html", context, fragment="chat/console/_lists.html")


@staff_required
@require_safe
@never_cache
def chat_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    conversation = access_conversation(request.user, public_id)
    return room(request, conversation)


@staff_required
@require_POST
def chat_accept(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """First come, first served: whoever is later reads who was first."""
    conversation = access_conversation(request.user, public_id)
    accept_conversation(conversation, actor=signed_in(request))
    return redirect("chat-console:chat-detail", public_id=public_id)


@staff_required
@require_POST
def chat_next(request: HttpRequest) -> HttpResponse:
    """Accept whoever stands first; when a colleague was quicker, the next one."""
    for conversation in queue()[:5]:
        try:
            accept_conversation(conversation, actor=signed_in(request))
        except Conflict:
            continue
        return redirect("chat-console:chat-detail", public_id=conversation.public_id)
    return redirect("chat-console:chat-list")


@staff_required
@require_POST
def chat_reply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The composer without its script."""
    conversation = access_conversation(request.user, public_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return room(request, conversation, form=form, status=422)
    try:
        post_message(draft_of(request, conversation, form.cleaned_data))
    except DomainError as error:
        return room(request, conversation, form=form, refusal=error, status=error.status)
    return redirect("chat-console:chat-detail", public_id=public_id)


@staff_required
@require_http_methods(["GET", "POST"])
@never_cache
def messages(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The room's HTTP fallback: GET `?after=`, POST `{client_id, body}` as JSON."""
    conversation = access_conversation(request.user, public_id)
    if request.method == "GET":
        after = seq_of(request.GET.get("after", ""))
        return JsonResponse(news_after(conversation, after, signed_in(request)))
    form = ReplyForm(sent(request))
    if not form.is_valid():
        reasons = [str(reason) for reason in form.errors.get("body", [])]
        raise Invalid(" ".join(reasons), fields={"body": reasons})
    message = post_message(draft_of(request, conversation, form.cleaned_data)).message
    ack = {"type": "ack", "client_id": form.cleaned_data["client_id"], "seq": message.seq if message else 0}
    return JsonResponse({"ack": ack}, status=201)


@staff_required
@require_POST
def chat_act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End it, give it back, or go on as a ticket."""
    conversation = access_conversation(request.user, public_id)
    if not can_end(request.user, conversation):
        raise Forbidden(_("This chat is with somebody else. Ask them to hand it over."))
    try:
        act(conversation, signed_in(request), ActForm(request.POST))
    except DomainError as error:
        return room(request, conversation, refusal=error, status=error.status)
    return redirect("chat-console:chat-detail", public_id=public_id)


@staff_required
@require_safe
def articles(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Articles to put into the answer, in the visitor's language."""
    conversation = access_conversation(request.user, public_id)
    query = request.GET.get("q", "")[:200]
    hits = search(query, conversation.language, limit=5).hits if query.strip() else []
    context = {
        "hits": hits,
        "query": query,
        "conversation": conversation,
        "base": request.build_absolute_uri("/"),
    }
    return page(request, "chat/console/articles.html", context, fragment="chat/console/_articles.html")


def act(conversation: Conversation, agent: User, form: ActForm) -> None:
    if not form.is_valid():
        raise Invalid(" ".join(str(reason) for reasons in form.errors.values() for reason in reasons))
    facts = form.cleaned_data
    match facts["act"]:
        case "release":
            release_conversation(conversation, actor=agent)
        case "ticket":
            check_address(conversation, facts["email"] or conversation.visitor_email)
            convert_to_ticket(conversation, email=facts["email"], subject=facts["subject"], actor=agent)
        case "unsolved":
            end_conversation(conversation, actor=agent, resolution=Conversation.Resolution.UNSOLVED)
        case _:
            end_conversation(conversation, actor=agent)


def check_address(conversation: Conversation, email: str) -> None:
    """Visitors never learn whose address may not ask; the agent must, or what they promise comes to nothing."""
    if conversation.customer_id or can_ask_as_guest(email):
        return
    reason = _("This address belongs to a colleague or to a closed account. Ask the visitor for another one.")
    raise Invalid(reason, code="email", fields={"email": [reason]})


def draft_of(request: HttpRequest, conversation: Conversation, facts: dict[str, Any]) -> Draft:
    return Draft(
        conversation.pk,
        Message.Author.AGENT,
        facts["body"],
        client_id=facts["client_id"],
        author=signed_in(request),
    )


def sent(request: HttpRequest) -> dict[str, Any]:
    try:
        values = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("That was not understood."), code="not_json") from error
    return values if isinstance(values, dict) else {}


def lists_of(request: HttpRequest, open_id: str) -> dict[str, Any]:
    lists = chat_lists(signed_in(request))
    topics = " ".join(f"chat.conversation.{row.pk}" for row in lists.mine)
    return {"lists": lists, "open_id": open_id, "topics": f"staff {topics}".strip()}


def room(
    request: HttpRequest, conversation: Conversation, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {**lists_of(request, str(conversation.public_id)), **room_facts(request, conversation), **shown}
    return page(request, "chat/console/room.html", context, status=status)


def room_facts(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    user = signed_in(request)
    return {
        "conversation": conversation,
        "messages_said": list(transcript(conversation)),
        "may_answer": can_answer(user, conversation),
        "may_accept": can_accept(user, conversation),
        "may_end": can_end(user, conversation),
        "speaks": get_language() == conversation.language,
        "work": earlier_work(conversation),
        "words": client_words(),
        "limit": MAX_BODY,
        "fresh_id": uuid.uuid4(),
    }
