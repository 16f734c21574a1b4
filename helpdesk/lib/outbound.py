"""The one way out: every request to an address somebody else chose goes through here.

Names are resolved here, every address of the answer is checked, and the connection goes to the address that was checked,
so a name that changes its answer, a redirect or an odd spelling of a number cannot lead inside.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.lib.errors import DomainError

MAX_BYTES: Final = 1_000_000
SECONDS: Final = 10.0
MAX_REDIRECTS: Final = 3
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutboundError(DomainError):
    """The other side was not reached or not listened to. Codes: address_refused, unreachable, timed_out, too_large."""

    code = "unreachable"
    status = 502


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; raises OutboundError when it is not."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            raise OutboundError(
                _("The answer from this address could not be read."), code="bad_answer"
            ) from None


def _refused() -> OutboundError:
    return OutboundError(
        _("This address is not reachable from here. Use a public web address."), code="address_refused"
    )


def is_public(address: Address) -> bool:
    """Whether an address, and the IPv4 address hidden in it, belongs to the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            hidden = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is not None and not is_public(hidden):
            return False
        if address.is_site_local or int(address) >> 32 == 0:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _is_allowed(host: str, port: int, address: Address) -> bool:
    """Whether the operator opened an inside address: `OUTBOUND_ALLOW` lists `host:port` and networks."""
    allowed: Iterable[str] = getattr(settings, "OUTBOUND_ALLOW", ())
    for entry in allowed:
        if "/" in entry:
            if address in ipaddress.ip_network(entry, strict=False):
                return True
        elif entry.lower() == f"{host.lower()}:{port}":
            return True
    return False


def resolve(host: str, port: int) -> list[str]:
    """The checked addresses of a host, to be connected to as they are. One inside address refuses them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError):
        raise OutboundError(_("This address could not be found. Check it and try again.")) from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for text in addresses:
        address = ipaddress.ip_address(text)
        if not is_public(address) and not _is_allowed(host, port, address):
            raise _refused()
    return list(dict.fromkeys(addresses))


def check_url(url: str) -> str:
    """`url` when it may be called, for forms that store one; raises OutboundError. Calling it checks again."""
    parsed = _parsed(url)
    resolve(parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80))
    return url


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        raise _refused() from None
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        raise _refused()
    return parsed


class _Stream(httpcore.NetworkStream):
    """A connection that ends with its request's time, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only. The host's name still serves for TLS and the Host header."""

    def __init__(self, deadline: float) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        failure: Exception = OutboundError(_("This address could not be found. Check it and try again."))
        for address in resolve(host, port):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("out of time")
            try:
                stream = self._inner.connect_tcp(
                    address, port, min(left, timeout or left), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise _refused()


@contextmanager
def _client(deadline: float) -> Any:
    transport = httpx.HTTPTransport(trust_env=False)
    # httpx has no public door for a network backend; the tests fail if this one closes.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(), network_backend=_Backend(deadline)
    )
    headers = {"User-Agent": "Vigil", "Accept-Encoding": "identity"}
    timeout = max(0.001, deadline - time.monotonic())
    with httpx.Client(
        transport=transport, trust_env=False, timeout=timeout, max_redirects=MAX_REDIRECTS, headers=headers
    ) as client:
        yield client


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    seconds: float = SECONDS,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """Send one request and read its answer within `seconds` and `max_bytes`; raises OutboundError.

    GET and HEAD follow three redirects, each checked anew; other methods follow none, so a body goes only where it was sent.
    """
    _parsed(url)
    deadline = time.monotonic() + seconds
    follow = method.upper() in {"GET", "HEAD"}
    try:
        with (
            _client(deadline) as client,
            client.stream(method, url, headers=headers, content=content, follow_redirects=follow) as response,
        ):
            body = _read(response, max_bytes)
            return Answer(response.status_code, response.headers, body, str(response.url))
    except httpx.TimeoutException:
        raise OutboundError(
            _("This address did not answer in time. Try again later."), code="timed_out"
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError):
        raise OutboundError(_("This address could not be reached. Try again later.")) from None


def _read(response: httpx.Response, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise OutboundError(_("The answer from this address is too large."), code="too_large")
    return bytes(body)
