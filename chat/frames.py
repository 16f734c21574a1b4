"""The frames a client may send, and nothing else (docs/realtime.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

MAX_FRAME = 32_768
MAX_SEQ = 2**31 - 1


class BadFrame(Exception):
    """Not a frame we know; `code` goes back in an error frame and the connection is kept."""

    def __init__(self, code: str, client_id: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.client_id = client_id


@dataclass(frozen=True, slots=True)
class Frame:
    type: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def number(self, name: str) -> int:
        return int(self.values.get(name, 0))


@dataclass(frozen=True, slots=True)
class Field:
    kind: type
    limit: int
    is_required: bool = True

    def accepts(self, value: object) -> bool:
        if type(value) is not self.kind:
            return False
        if isinstance(value, str):
            return len(value) <= self.limit and (bool(value) or not self.is_required)
        return isinstance(value, int) and 0 <= value <= self.limit


SEQ = Field(int, MAX_SEQ)
SEQ_OR_NONE = Field(int, MAX_SEQ, is_required=False)
SCHEMA: dict[str, dict[str, Field]] = {
    "hello": {
        "token": Field(str, 512, is_required=False),
        "after": SEQ_OR_NONE,
        "language": Field(str, 12, is_required=False),
    },
    "resume": {"after": SEQ},
    "send": {"client_id": Field(str, 64), "body": Field(str, MAX_FRAME)},
    "typing": {},
    "read": {"seq": SEQ},
    "ping": {},
}


def parse(text: object) -> Frame:
    """Read one frame. Raises BadFrame for bytes, broken JSON, an unknown type, a missing, wrong or extra field."""
    if not isinstance(text, str):
        raise BadFrame("not_text")
    if len(text) > MAX_FRAME:
        raise BadFrame("too_large")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("not_json") from error
    if not isinstance(values, dict) or not isinstance(values.get("type"), str):
        raise BadFrame("no_type")
    return checked(values)


def checked(values: dict[str, Any]) -> Frame:
    kind = values.pop("type")
    schema = SCHEMA.get(kind)
    client_id = values.get("client_id", "")
    named = client_id if isinstance(client_id, str) and len(client_id) <= 64 else ""
    if schema is None:
        raise BadFrame("unknown_type", named)
    if not values.keys() <= schema.keys():
        raise BadFrame("unknown_field", named)
    for name, rule in schema.items():
        if name in values and not rule.accepts(values[name]):
            raise BadFrame("bad_field", named)
        if name not in values and rule.is_required:
            raise BadFrame("missing_field", named)
    return Frame(kind, values)


def seq_of(text: str) -> int:
    """The position a query names; anything senseless reads from the start."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def error_frame(
    code: str, *, message: str = "", client_id: str = "", retry_after: float = 0
) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "type": "error",
        "code": code,
        "message": message or _("That was not understood."),
    }
    if client_id:
        frame["client_id"] = client_id
    if retry_after:
        frame["retry_after"] = retry_after
    return frame
