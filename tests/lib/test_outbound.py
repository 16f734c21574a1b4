import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from helpdesk.lib import outbound
from helpdesk.lib.outbound import OutboundError, check_url, fetch, is_public


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, self.headers["Host"]))
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to?"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        with_pause = self.path == "/drip"
        for _ in range(40 if with_pause else 1):
            self.wfile.write(b"x" if with_pause else b'{"a": 1}' * (300_000 if self.path == "/big" else 1))
            self.wfile.flush()
            time.sleep(0.1 if with_pause else 0)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen = []
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    settings.OUTBOUND_ALLOW = (f"127.0.0.1:{server.server_port}",)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def connections(monkeypatch):
    """Every address a socket was really connected to."""
    made = []
    connect = socket.socket.connect

    def spy(self, address):
        made.append(address[0])
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", spy)
    return made


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://0.0.0.0/", "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://10.0.0.1/",
        "http://192.168.1.1:8080/", "http://172.16.0.1/", "http://100.64.0.1/", "http://2130706433/", "http://017700000001/", "http://0x7f000001/",
        "http://127.1/", "http://0/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::7f00:1]/", "http://[fe80::1]/",
        "http://[fd00::1]/", "http://[2002:7f00:1::]/", "http://[::]/", "http://224.0.0.1/", "http://255.255.255.255/", "http://①②⑦.⓪.⓪.①/",
        "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pass@example.org/", "http://", "//example.org", "", "http://[bad",
    ],
)  # fmt: skip
def test_inside_addresses_in_every_spelling_are_never_connected(url, connections):
    with pytest.raises(OutboundError) as refused:
        fetch("GET", url, seconds=3)
    assert refused.value.code in {"address_refused", "unreachable"}
    assert connections == []
    with pytest.raises(OutboundError):
        check_url(url)


def test_an_allowed_address_is_reached_and_answers(server):
    answer = fetch("GET", f"{server.url}/hello")
    assert answer.is_success
    assert answer.json() == {"a": 1}
    assert server.seen == [("/hello", f"127.0.0.1:{server.server_port}")]


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/", "http://169.254.169.254/", "http://localhost:{port}/secret", "file:///etc/passwd", "http://[::1]:{port}/"])  # fmt: skip
def test_a_redirect_to_the_inside_is_not_followed(server, connections, target):
    with pytest.raises(OutboundError):
        fetch("GET", f"{server.url}/to?{target.format(port=server.server_port)}")
    assert connections == ["127.0.0.1"]
    assert len(server.seen) == 1


def test_redirects_are_followed_a_few_times_only_and_never_for_a_post(server):
    assert fetch("GET", f"{server.url}/to?/hello").url.endswith("/hello")
    with pytest.raises(OutboundError):
        fetch("GET", f"{server.url}/to?/to?/to?/to?/to?/hello")
    assert fetch("POST", f"{server.url}/to?/hello", content=b"secret").status == 302


def test_a_name_that_changes_its_answer_reaches_only_the_address_that_was_checked(
    server, monkeypatch, connections
):
    answers = iter(["93.184.216.34", "127.0.0.1"])
    tried = []

    def lookup(host, port, **options):
        address = next(answers) if host == "rebind.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(self, host, port, *args):
        tried.append(host)
        raise outbound.httpcore.ConnectError("not in a test")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(outbound.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(OutboundError):
        fetch("GET", "http://rebind.example/")
    assert tried == ["93.184.216.34"]
    with pytest.raises(OutboundError) as refused:
        fetch("GET", "http://rebind.example/")
    assert refused.value.code == "address_refused"
    assert tried == ["93.184.216.34"]


def test_one_inside_address_among_several_refuses_the_name(monkeypatch):
    mixed = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.7")]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *args, **options: mixed)
    with pytest.raises(OutboundError) as refused:
        check_url("http://mixed.example/")
    assert refused.value.code == "address_refused"


def test_an_allowed_network_opens_addresses_but_not_their_neighbours(settings):
    settings.OUTBOUND_ALLOW = ("10.1.0.0/16",)
    assert check_url("http://10.1.2.3/") == "http://10.1.2.3/"
    with pytest.raises(OutboundError):
        check_url("http://10.2.2.3/")


def test_a_large_answer_and_a_slow_one_are_cut(server):
    with pytest.raises(OutboundError) as refused:
        fetch("GET", f"{server.url}/big", max_bytes=100_000)
    assert refused.value.code == "too_large"
    started = time.monotonic()
    with pytest.raises(OutboundError) as refused:
        fetch("GET", f"{server.url}/drip", seconds=0.6)
    assert refused.value.code == "timed_out"
    assert time.monotonic() - started < 2.5


def test_a_closed_port_is_unreachable(settings):
    settings.OUTBOUND_ALLOW = ("127.0.0.1:9",)
    with pytest.raises(OutboundError) as refused:
        fetch("GET", "http://127.0.0.1:9/")
    assert refused.value.code == "unreachable"


def test_proxies_of_the_environment_are_not_used(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert fetch("GET", server.url).is_success


@pytest.mark.parametrize(("address", "public"), [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("198.18.0.1", False), ("192.0.2.1", False), ("fec0::1", False), ("::7f00:1", False)])  # fmt: skip
def test_public_means_the_open_internet(address, public):
    assert is_public(ipaddress.ip_address(address)) is public
