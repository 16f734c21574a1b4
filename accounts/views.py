"""The person's own pages that are not django-allauth's."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import change_profile, set_presence
from accounts.forms import PresenceForm, ProfileForm
from accounts.models import Presence, User
from accounts.permissions import signed_in, staff_required
from helpdesk.lib.errors import Invalid
from helpdesk.lib.pages import page, wants_fragment


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The person's name, language and time zone, and the way to everything about their sign-in."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=signed_in(request).pk))
    if request.method == "POST" and form.is_valid():
        user = change_profile(signed_in(request), **form.cleaned_data, actor=signed_in(request))
        with override(user.language):
            messages.success(request, _("Your details are saved."))
            return redirect("accounts:home")
    status = 422 if form.errors else 200
    return page(request, "accounts/home.html", {"form": form, **security_of(request)}, status=status)


def security_of(request: HttpRequest) -> dict[str, object]:
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "session_count": max(1, len(UserSession.objects.purge_and_list(request.user))),
    }


@require_POST
@staff_required
def presence_set(request: HttpRequest) -> HttpResponse:
    """An agent says whether they take work; answers htmx with the switch, a plain form with the page it was on."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose available, busy, away or offline."), code="presence")
    user = signed_in(request)
    presence = set_presence(user, form.cleaned_data["state"], actor=user)
    if wants_fragment(request):
        context = {"presence": presence, "states": Presence.State.choices}
        return page(request, "accounts/_presence.html", context)
    return HttpResponseRedirect(page_before(request))


def page_before(request: HttpRequest) -> str:
    """Where the form was sent from, if that is on this site; else the console."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return reverse("console:home")
