"""How often a machine may call the API."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from helpdesk.lib.rates import Rate, caller_of, hit


class HouseThrottle(BaseThrottle):
    """Counts a person's calls by who they are, anybody else's by address; `API_RATES` in the settings says how many.

    A view that names a `throttle_scope` is counted apart, at that scope's rate.
    """

    rate = Rate(True, 0)

    def allow_request(self, request: Request, view: Any) -> bool:
        scope = getattr(view, "throttle_scope", "") or scope_of(request)
        limit, seconds = settings.API_RATES[scope]
        self.rate = hit(f"api:{scope}:{caller_of(request._request)}", limit, seconds)
        return self.rate.allowed

    def wait(self) -> float:
        return self.rate.retry_after


def scope_of(request: Request) -> str:
    return "person" if request.user.is_authenticated else "anonymous"
