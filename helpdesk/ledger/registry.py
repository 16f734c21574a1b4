"""Who listens, and in which words a verb is told. Filled when the apps' subscribers.py are imported."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from helpdesk.ledger.models import Event

Handler = Callable[..., None]
Prepare = Callable[["Event"], Any]


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one subscriber does about an event, and what it finds out before."""

    handler: Handler
    prepare: Prepare | None = None

    def prepared(self, event: "Event") -> Callable[[], None]:
        """Do the slow part now; returns the rest, which belongs into the transaction."""
        if self.prepare is None:
            return partial(self.handler, event)
        return partial(self.handler, event, self.prepare(event))


_handlers: dict[str, dict[str, Subscription]] = defaultdict(dict)
_words: dict[str, str | Promise] = {}


def subscribe(*verbs: str, prepare: Prepare | None = None) -> Callable[[Handler], Handler]:
    """Call the function in the worker for each such event, at least once, its database effects exactly once.

    The handler runs in a transaction together with the mark that it ran, so a second delivery finds the mark.
    What takes long and writes nothing belongs in `prepare`: it runs before that transaction, perhaps more than
    once, and the handler gets what it returned after the event. The handler checks again what may have changed.
    """

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        for verb in verbs:
            _handlers[verb][name] = Subscription(handler, prepare)
        return handler

    return register


def handlers_of(verb: str) -> dict[str, Subscription]:
    return _handlers.get(verb, {})


def subscribed_verbs() -> dict[str, list[str]]:
    """Every subscriber's name with the verbs it listens to."""
    verbs: dict[str, list[str]] = defaultdict(list)
    for verb, handlers in _handlers.items():
        for name in handlers:
            verbs[name].append(verb)
    return verbs


def describe(verb: str, words: str | Promise) -> None:
    """Say how a person reads this verb; `words` may use %(actor)s and the keys of the event's data."""
    _words[verb] = words


def words_of(verb: str) -> str | Promise:
    return _words.get(verb, verb)
