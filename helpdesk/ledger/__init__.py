"""The append-only record of what happened, and the one way news travels up between apps.

`record` writes an event in the action's transaction; `subscribe` names who acts on it after commit;
`describe` gives it words for people. Live screens are told by `helpdesk.ledger.live`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpdesk.ledger.recording import Entry, record, record_many
    from helpdesk.ledger.registry import describe, subscribe

__all__ = ["Entry", "describe", "record", "record_many", "subscribe"]

HOMES = {"Entry": "recording", "record": "recording", "record_many": "recording"}


def __getattr__(name: str) -> Any:
    """Django imports this package before its models may be; so the names arrive on first use."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"helpdesk.ledger.{HOMES.get(name, 'registry')}"), name)
