"""How readers reach people. The apps that answer say so here, each with its present wait; pages ask for the list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach us: what it is, how long it takes now, and the address."""

    title: str | Promise
    wait: str | Promise
    icon: str
    url: str


Offer = Callable[[], Channel | None]
_offers: dict[str, tuple[int, Offer]] = {}


def offer_channel(name: str, order: int, offer: Offer) -> None:
    """Declare a channel; `offer` is asked for each page, in the reader's language, and must be cheap.

    Channels stand in the same `order` everywhere. None means: not now.
    """
    _offers[name] = (order, offer)


def contact_channels() -> list[Channel]:
    found = (offer() for _order, offer in sorted(_offers.values(), key=lambda pair: pair[0]))
    return [channel for channel in found if channel is not None]
