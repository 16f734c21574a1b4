"""What an operator's probes ask: is the process alive, can it serve, how is it doing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_q.brokers import get_broker
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from helpdesk.lib.errors import Missing


@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so a slow database does not get it restarted."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Database, cache and queue, each by name; 503 when one is missing, so that a balancer waits."""
    checks = {"database": database_answers, "cache": cache_answers, "queue": queue_answers}
    results = {name: outcome(check) for name, check in checks.items()}
    status = 200 if all(result == "ok" for result in results.values()) else 503
    return JsonResponse(results, status=status, headers={"Cache-Control": "no-store"})


def outcome(check: object) -> str:
    try:
        return "ok" if check() else "not ready"  # type: ignore[operator]
    except Exception as error:
        return type(error).__name__


def database_answers() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    cache.set("readyz", "ok", 10)
    return bool(cache.get("readyz") == "ok")


def queue_answers() -> bool:
    return bool(get_broker().ping())


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for loopback and trusted proxies only; anyone else is told nothing is here."""
    if request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1", *settings.TRUSTED_PROXIES}:
        raise Missing
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def api_docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
