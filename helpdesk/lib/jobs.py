"""Work after the answer: jobs that leave with the transaction, and schedules declared beside their code."""

from typing import Any

from django_q.models import Schedule
from django_q.tasks import async_task

_schedules: dict[str, dict[str, Any]] = {}


def later(path: str, *args: Any) -> None:
    """Run `path(*args)` in the worker if this transaction commits; it may run twice, never not at all.

    The job is a row of the same transaction, with Redis too: a queue in memory forgets what its worker held when it
    was killed (docs/decisions/0003.md).
    """
    async_task(path, *args, save=False)


def every(name: str, path: str, *, minutes: int) -> None:
    """Declare a schedule; `manage.py migrate` writes it."""
    _schedules[name] = {
        "func": path,
        "repeats": -1,
        "schedule_type": Schedule.MINUTES,
        "minutes": minutes,
        "kwargs": {"q_options": {"save": False}},
    }


def write_schedules(**_: Any) -> None:
    """After migrate: the table holds the declared schedules and no other of ours."""
    for name, fields in _schedules.items():
        Schedule.objects.update_or_create(name=name, defaults=fields)
    Schedule.objects.exclude(name__in=_schedules).delete()
