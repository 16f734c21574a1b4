"""Work after the answer: jobs that leave with the transaction, and schedules declared beside their code."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

_schedules: dict[str, dict[str, Any]] = {}


def later(path: str, *args: Any) -> None:
    """Run `path(*args)` in the worker if this transaction commits; it may run twice, never not at all.

    On the database broker the job is a row of the same transaction. On Redis it is sent on commit.
    """
    if settings.REDIS_URL:
        transaction.on_commit(lambda: async_task(path, *args, save=False))
        return
    async_task(path, *args, save=False)


def every(name: str, path: str, *, minutes: int = 0, cron: str = "") -> None:
    """Declare a schedule; `manage.py migrate` writes it. Give `minutes` or `cron`."""
    kind = (
        {"schedule_type": Schedule.CRON, "cron": cron}
        if cron
        else {
            "schedule_type": Schedule.MINUTES,
            "minutes": minutes,
        }
    )
    _schedules[name] = {"func": path, "repeats": -1, "kwargs": {"q_options": {"save": False}}, **kind}


def write_schedules(**_: Any) -> None:
    """After migrate: the table holds the declared schedules and no other of ours."""
    for name, fields in _schedules.items():
        Schedule.objects.update_or_create(name=name, defaults=fields)
    Schedule.objects.exclude(name__in=_schedules).delete()
