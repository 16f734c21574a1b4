"""What a person may read when something is refused. Anything else that goes wrong is a bug and stays a 500."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise
NOT_HERE = _("We could not find that.")


class DomainError(Exception):
    """A refusal with a stable machine `code`, a translated `message` that says what to do next, and an HTTP status."""

    code = "refused"
    status = 400

    def __init__(self, message: Message, *, code: str = "", status: int = 0) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.status = status or self.status


class Conflict(DomainError):
    """The thing has moved on since the caller looked at it."""

    code = "conflict"
    status = 409


class Forbidden(DomainError):
    """The caller may see the object and may not do this to it."""

    code = "forbidden"
    status = 403


class Missing(DomainError):
    """Not there, or not there for this caller: the two are never told apart."""

    code = "not_found"
    status = 404

    def __init__(self, message: Message = NOT_HERE, *, code: str = "") -> None:
        super().__init__(message, code=code)


class Invalid(DomainError):
    """Input that needs mending; `fields` maps a field's name to its messages."""

    code = "invalid"
    status = 422

    def __init__(
        self, message: Message, *, code: str = "", fields: Mapping[str, Sequence[Message]] | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.fields = dict(fields or {})


class TooMany(DomainError):
    """Too often; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(self, message: Message, *, retry_after: int, code: str = "") -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
