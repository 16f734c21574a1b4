"""One id per request, in every log line, event and response."""

import logging
import re
import uuid
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="-")
ACCEPTED = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def begin(offered: str = "") -> str:
    """Start a request: keep a well-formed id that came with it, else make one."""
    value = offered if ACCEPTED.match(offered) else uuid.uuid4().hex
    _current.set(value)
    return value


def current() -> str:
    return _current.get()


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current()
        return True


class OneLineFormatter(logging.Formatter):
    """Control characters in what a stranger sent cannot forge a second log line."""

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record)
        if record.exc_info or record.stack_info:
            return lines
        return lines.replace("\r", "\\r").replace("\n", "\\n")
