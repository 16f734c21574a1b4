"""How often is too often: a sliding-window counter in the cache, exact under concurrency."""

import hashlib
import math
import time
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext_lazy

from helpdesk.lib.errors import TooMany


class Rate(NamedTuple):
    """Whether this hit may go ahead; when not, in how many whole seconds the next one may."""

    allowed: bool
    retry_after: int


def hit(key: str, limit: int, seconds: int) -> Rate:
    """Count one try under `key`; at most `limit` are allowed in a window of `seconds`. A refused try does not count.

    Two cache operations, three when refused. In one window never more than `limit` pass, whatever runs at once; across the
    edge of two windows the last one fades out evenly. Without Redis each process counts for itself.
    """
    now = time.time()
    window, passed = divmod(now, seconds)
    current = _name(key, int(window), seconds)
    cache.add(current, 0, seconds * 2 + 1)
    count = _increase(current, seconds)
    before = int(cache.get(_name(key, int(window) - 1, seconds), 0))
    if count <= limit and before * (1 - passed / seconds) + count <= limit:
        return Rate(True, 0)
    _decrease(current)
    return Rate(False, _wait(before, count - 1, limit, seconds, passed))


def enforce(key: str, limit: int, seconds: int) -> None:
    """Count one try; raises TooMany, which says when to come back."""
    rate = hit(key, limit, seconds)
    if not rate.allowed:
        raise too_often(rate.retry_after)


def too_often(seconds: int) -> TooMany:
    """The refusal that says in how many seconds, or minutes, the next try may be made."""
    if seconds < 100:
        words = ngettext_lazy(
            "You have tried too often. Try again in %(seconds)s second.",
            "You have tried too often. Try again in %(seconds)s seconds.",
            "seconds",
        )
        return TooMany(words % {"seconds": seconds}, retry_after=seconds)
    minutes = math.ceil(seconds / 60)
    words = ngettext_lazy(
        "You have tried too often. Try again in %(minutes)s minute.",
        "You have tried too often. Try again in %(minutes)s minutes.",
        "minutes",
    )
    return TooMany(words % {"minutes": minutes}, retry_after=seconds)


def address_of(request: HttpRequest) -> str:
    """Where a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def caller_of(request: HttpRequest) -> str:
    """Whose tries are counted together: the person's, or the visitor's address."""
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"ip:{address_of(request)}"


def _name(key: str, window: int, seconds: int) -> str:
    # Keys hold addresses and tokens of people: they reach the cache as a digest, whatever characters they have.
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return f"rate:{digest}:{seconds}:{window}"


def _increase(name: str, seconds: int) -> int:
    try:
        return int(cache.incr(name))
    except ValueError:
        # The cache made room between the two calls.
        cache.set(name, 1, seconds * 2 + 1)
        return 1


def _decrease(name: str) -> None:
    try:
        cache.decr(name)
    except ValueError:
        return


def _wait(before: int, used: int, limit: int, seconds: int, passed: float) -> int:
    """Seconds until one more fits: in this window once the last one has faded enough, or in the next."""
    if limit < 1:
        return seconds
    if used < limit:
        return max(1, math.ceil(seconds * (1 - (limit - used - 1) / before) - passed))
    return max(1, math.ceil(seconds - passed + seconds * (1 - (limit - 1) / used)))
