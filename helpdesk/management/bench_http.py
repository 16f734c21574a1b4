"""Pages under load beside a bare Django view: the same uvicorn, the same bridge, the same run."""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client, override_settings

from accounts.models import User
from helpdesk.lib.body_gate import BodyGate
from helpdesk.lib.measures import Measure, benchmark
from knowledgebase.importing import import_folder
from knowledgebase.models import ArticleTranslation
from tickets.actions import open_ticket

CONNECTIONS = 8
SECONDS = 1.5
ROUNDS = 3
TICKETS = 40
URLS = "helpdesk.management.bench_urls"


@benchmark("http")
def measure_http() -> Iterator[Measure]:
    """Each address in turn, three rounds; the middle round counts, so that a busy machine tilts all of them alike."""
    ready_static_files()
    article = fill_help_center()
    agent = agent_with_tickets()
    with (
        override_settings(ROOT_URLCONF=URLS, LOGGING_CONFIG=None, STAFF_MFA_REQUIRED=False),
        serving(bare()) as plain,
        serving(whole()) as full,
    ):
        asked = {
            "bare Django view": (f"{plain}/bench/empty/", []),
            "empty view": (f"{full}/bench/empty/", []),
            "article page": (full + article, []),
            "article page, already known (304)": (full + article, [f"If-None-Match: {etag_of(article)}"]),
            "article page, made anew": (f"{full}{article}?fresh=1", []),
            "help center home": (f"{full}/en/", []),
            "agent's ticket list": (f"{full}/console/tickets/", [f"Cookie: {session_of(agent)}"]),
        }
        rounds = [{name: load(url, headers) for name, (url, headers) in asked.items()} for _ in range(ROUNDS)]
    rate = {name: statistics.median(one[name]["rate"] for one in rounds) for name in asked}
    p95 = {name: statistics.median(one[name]["p95"] for one in rounds) for name in asked}
    yield from as_measures(rate, p95)


def as_measures(rate: dict[str, float], p95: dict[str, float]) -> Iterator[Measure]:
    bare_rate = rate["bare Django view"]
    for name, value in rate.items():
        yield Measure(f"http {name}", value, " /s", bare_rate, "bare Django view")
    for name in ("empty view", "article page", "article page, made anew", "agent's ticket list"):
        yield Measure(f"http {name}, share of bare", value=rate[name] / bare_rate)
    share = rate["article page"] / rate["empty view"]
    yield Measure("http article page, share of empty view", share, "", 1.0, "empty view", goal=0.5)
    for name, value in p95.items():
        yield Measure(f"http {name} p95", value, " ms", p95["bare Django view"], "bare", lower_is_better=True)


def ready_static_files() -> None:
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def fill_help_center() -> str:
    """The demo articles in English; gives the address of the longest."""
    import_folder(settings.BASE_DIR / "helpdesk" / "demo" / "articles" / "en")
    longest = max(ArticleTranslation.objects.select_related("article"), key=lambda row: len(row.body))
    return f"/en/articles/{longest.article.slug}/"


def agent_with_tickets() -> User:
    agent = User.objects.create_user("bench.agent@example.com", is_staff=True, name="Bench Agent")
    agent.groups.add(Group.objects.get_or_create(name="agent")[0])
    customer = User.objects.create_user("bench.customer@example.com", name="Bench Customer")
    for number in range(TICKETS):
        open_ticket(
            customer,
            subject=f"Where is my deposit {number}",
            body="It was confirmed an hour ago.",
            language="en",
            channel="web",
            actor=customer,
        )
    return agent


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def etag_of(path: str) -> str:
    return str(Client(headers={"host": "127.0.0.1"}).get(path).headers["ETag"])


def bare() -> Any:
    """Django with no middleware at all, behind the same bridge."""
    with override_settings(MIDDLEWARE=[]):
        return bridge(WSGIHandler())


def whole() -> Any:
    return bridge(WSGIHandler())


def bridge(pages: WSGIHandler) -> Any:
    inner: Any = WSGIMiddleware(pages, workers=settings.WEB_THREADS)  # type: ignore[arg-type]
    return BodyGate(inner, limit=settings.MAX_BODY_BYTES)


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """A real uvicorn on a free port until the block ends; gives its address."""
    config = uvicorn.Config(application, port=0, lifespan="off", access_log=False, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("The server to measure did not start.")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def load(url: str, headers: list[str]) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "helpdesk.management.load",
        url,
        str(SECONDS),
        str(CONNECTIONS),
        *headers,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=settings.BASE_DIR)  # noqa: S603 our own command
    answer: dict[str, Any] = json.loads(done.stdout)
    if not set(answer["statuses"]) <= {200, 304}:
        raise RuntimeError(f"{url} answered {answer['statuses']}.")
    return answer
