"""Ready-made pages for visitors: kept for half a minute, forgotten when anything is published."""

from django.core.cache import cache
from django.db import transaction

# Another process's publication is seen when this has passed; one's own at once.
KEPT_SECONDS = 30
_EDITION = "kb:edition"


def edition() -> int:
    """Which state of the help center the kept pages are of."""
    return int(cache.get_or_set(_EDITION, 1, None) or 1)


def forget_pages() -> None:
    """After commit, pages are made anew."""
    transaction.on_commit(_next_edition)


def _next_edition() -> None:
    try:
        cache.incr(_EDITION)
    except ValueError:
        cache.set(_EDITION, 2, None)
