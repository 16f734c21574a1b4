"""Being told by mail: asking, saying yes, saying no. Opening a link changes nothing, since mail scanners open them all."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from helpdesk.lib.pages import page
from helpdesk.lib.rates import caller_of, enforce
from knowledgebase.announcements.actions import ask_subscription, confirm_subscription, end_subscription
from knowledgebase.announcements.forms import SubscribeForm
from knowledgebase.announcements.links import subscription_to_confirm, subscription_to_end

FOLDER = "knowledgebase/announcements"
ASKED_AT_MOST = (10, 3600)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def subscription_new(request: HttpRequest) -> HttpResponse:
    """Ask to be told; the answer is the same whether the address is known or not."""
    form = SubscribeForm(request.POST or None, initial={"email": getattr(request.user, "email", "")})
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return page(request, f"{FOLDER}/subscribe.html", {"form": form}, status=status)
    enforce(f"announcements:{caller_of(request)}", *ASKED_AT_MOST)
    actor = User.objects.filter(pk=request.user.pk).first()
    ask_subscription(form.cleaned_data["email"], language=request.LANGUAGE_CODE, actor=actor)
    return redirect("announcements:subscription-asked")


@login_not_required
@require_GET
def subscription_asked(request: HttpRequest) -> HttpResponse:
    return page(request, f"{FOLDER}/subscribed.html", {"step": "asked"})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def subscription_confirm(request: HttpRequest, token: str) -> HttpResponse:
    subscription = subscription_to_confirm(token)
    if request.method == "POST":
        subscription = confirm_subscription(subscription, actor=None)
    context = {"subscription": subscription, "step": "confirmed" if subscription.confirmed_at else "confirm"}
    return page(request, f"{FOLDER}/subscribed.html", context)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def subscription_end(request: HttpRequest, token: str) -> HttpResponse:
    """Without a token of ours in the form: mail programs post here by themselves, and the link's signature is the right."""
    subscription = subscription_to_end(token)
    if subscription and request.method == "POST":
        end_subscription(subscription, actor=None)
        subscription = None
    context = {"subscription": subscription, "step": "end" if subscription else "ended"}
    return page(request, f"{FOLDER}/subscribed.html", context)
