"""How many requests one person, or one address, may open, whichever entrance they take."""

from typing import Final

from django.http import HttpRequest

from helpdesk.lib.rates import caller_of, enforce

REQUESTS_AT_MOST: Final = (20, 3600)


def count_request(request: HttpRequest) -> None:
    """One more request by this caller: the form, the chat and the API share one count. Raises TooMany."""
    enforce(f"contact:{caller_of(request)}", *REQUESTS_AT_MOST)
