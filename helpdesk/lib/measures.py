"""Measures: what `make evaluate` and `make bench` print, registered by the apps.

An app says what it can measure in its evaluation.py (quality) or benchmark.py (speed):

    @evaluation("search")
    def measure_search() -> Iterator[Measure]: …

A measure that lacks its data raises Skipped; that is reported as skipped, never as held.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test.utils import setup_databases, teardown_databases


class Skipped(Exception):
    """This cannot be measured here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `goal` is what we hold ourselves to, `baseline` what a simple tool reaches; higher is better unless
    `lower_is_better`."""

    name: str
    value: float
    unit: str = ""
    baseline: float | None = None
    baseline_name: str = ""
    goal: float | None = None
    lower_is_better: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None when there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.lower_is_better else self.value >= self.goal

    def as_json(self) -> dict[str, object]:
        facts = {name: value for name, value in asdict(self).items() if name != "lower_is_better"}
        return {**facts, "value": round(self.value, 4), "holds": self.holds}


Work = Callable[[], Iterable[Measure]]
Register = Callable[[Work], Work]
_evaluations: dict[str, Work] = {}
_benchmarks: dict[str, Work] = {}


def evaluation(name: str) -> Register:
    """Run the function at `make evaluate`, alone with ONLY=name."""
    return _register(_evaluations, name)


def benchmark(name: str) -> Register:
    """Run the function at `make bench`, alone with ONLY=name."""
    return _register(_benchmarks, name)


def _register(table: dict[str, Work], name: str) -> Register:
    def keep(work: Work) -> Work:
        table[name] = work
        return work

    return keep


def evaluations() -> dict[str, Work]:
    return dict(sorted(_evaluations.items()))


def benchmarks() -> dict[str, Work]:
    return dict(sorted(_benchmarks.items()))


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database of the configured kind, gone afterwards: measuring never touches what people have written.

    On SQLite it is a file, as in life: one in memory locks differently.
    """
    with TemporaryDirectory(prefix="vigil-measure-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/scratch.sqlite3"
        before = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(before, verbosity=0)


def run(works: dict[str, Work], say: Callable[[str], object]) -> list[Measure]:
    """Run them one after another, printing each figure when it is known."""
    measures: list[Measure] = []
    say(f"{'measure':<58}{'value':>10}  {'baseline':<26}{'goal':>8}  holds")
    for name, work in works.items():
        began = time.monotonic()
        try:
            for measure in work():
                measures.append(measure)
                say(_line(measure))
        except Skipped as reason:
            say(f"{name}: SKIPPED, {reason}")
        say(f"{name}: {time.monotonic() - began:.0f} s")
    return measures


def _line(measure: Measure) -> str:
    baseline = "" if measure.baseline is None else f"{measure.baseline:.3g} {measure.baseline_name}"
    goal = "" if measure.goal is None else f"{'≤' if measure.lower_is_better else '≥'} {measure.goal:.3g}"
    holds = {True: "yes", False: "NO", None: ""}[measure.holds]
    figure = f"{measure.value:.3f}" if abs(measure.value) < 10 else f"{measure.value:,.0f}"
    return f"{measure.name:<58}{figure:>10}{measure.unit:<3} {baseline:<26}{goal:>8}  {holds}"


def write(measures: Iterable[Measure], path: Path) -> None:
    """One list of figures as JSON; what was measured earlier under other names stays."""
    new = {measure.name: measure.as_json() for measure in measures}
    old = {row["name"]: row for row in json.loads(path.read_text())} if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list({**old, **new}.values()), ensure_ascii=False, indent=1) + "\n")
