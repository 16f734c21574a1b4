"""Small charts drawn on the server: fluid SVG whose words keep their size, styled by classes, with the table behind.

Horizontal places are percentages and vertical ones pixels, so a chart fits a phone and a wall without scripts or inline
styles. In a right-to-left language everything that has a direction turns round, time as well.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

Value = float | int | None
Words = Callable[[float], str]
_TOP: Final = 22.0
_BOTTOM: Final = 22.0
_BAR_ROW: Final = 44


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark: `kind` picks its element and class, places are ready to print."""

    kind: str
    x: str = "0"
    y: str = "0"
    x2: str = "0"
    y2: str = "0"
    width: str = "0"
    height: str = "0"
    series: int = 1
    anchor: str = "start"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What templates/components/_chart.html draws. `title` is the question, `summary` the answer in a sentence."""

    title: str
    summary: str
    height: int
    shapes: tuple[Shape, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.shapes


def plain(value: float) -> str:
    """A number in the reader's writing, without decimals nobody needs."""
    places = 0 if float(value).is_integer() or abs(value) >= 100 else 1
    return str(number_format(round(value, places), decimal_pos=places, use_l10n=True, force_grouping=True))


def _cell(value: Value, words: Words) -> str:
    return _("No data") if value is None else words(value)


def _at(percent: float) -> str:
    """A horizontal place, counted from where the reader's line begins."""
    return f"{100 - percent if get_language_bidi() else percent:.2f}%"


def _rectangle(kind: str, start: float, width: float, *, top: float, height: float) -> Shape:
    left = 100 - start - width if get_language_bidi() else start
    return Shape(kind, x=f"{left:.2f}%", y=f"{top:.1f}", width=f"{width:.2f}%", height=f"{height:.1f}")


def _label(text: str, percent: float, y: float, anchor: str = "start", *, kind: str = "label") -> Shape:
    return Shape(kind, x=_at(percent), y=f"{y:.1f}", anchor=anchor, text=text)


def _ceiling(highest: float) -> float:
    """The next round number: the top of the scale, so that its half is a round number too."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= highest * 0.999999)


def _grid(top_value: float, height: int, words: Words) -> list[Shape]:
    """The base line, the top and the middle of the scale, with their numbers above the lines."""
    shapes = []
    for share in (0.0, 0.5, 1.0):
        y = f"{_height_of(share, height):.1f}"
        shapes.append(Shape("axis" if share == 0 else "grid", x="0", y=y, x2="100%", y2=y))
        if share:
            shapes.append(_label(words(top_value * share), 0, float(y) - 4, kind="tick"))
    return shapes


def _height_of(share: float, height: int) -> float:
    return height - _BOTTOM - share * (height - _TOP - _BOTTOM)


def bars(title: str, rows: Sequence[tuple[str, Value]], *, unit: str, words: Words = plain) -> Chart:
    """Amounts side by side, from zero; `unit` heads the column of amounts in the table. What is unknown has no bar."""
    known = [(label, value) for label, value in rows if value is not None]
    table = tuple((label, _cell(value, words)) for label, value in rows)
    if not known:
        return Chart(title, _("There is no data yet."), 0, (), (_("Name"), unit), table)
    top = _ceiling(max(max(value for _label_, value in known), 0))
    shapes: list[Shape] = []
    for number, (label, value) in enumerate(rows):
        y = number * _BAR_ROW
        shapes.append(_label(label, 0, y + 14))
        shapes.append(
            _label(_cell(value, words), 100, y + 14, "end", kind="value" if value is not None else "gap")
        )
        shapes.append(_rectangle("track", 0, 100, top=y + 21, height=10))
        if value:
            shapes.append(_rectangle("bar", 0, max(0.0, value / top * 100), top=y + 21, height=10))
    label, value = max(known, key=lambda row: row[1])
    summary = _("Highest: %(label)s, %(value)s.") % {"label": label, "value": words(value)}
    return Chart(title, summary, len(rows) * _BAR_ROW, tuple(shapes), (_("Name"), unit), table)


def line(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    words: Words = plain,
    height: int = 200,
) -> Chart:
    """One to four courses over the same moments, from zero. Where a value is missing the line stops and starts again."""
    known = [value for _name, values in series for value in values if value is not None]
    names = tuple(name for name, _values in series)
    table = tuple(
        (label, *(_cell(values[number], words) for _name, values in series))
        for number, label in enumerate(labels)
    )
    if not known:
        return Chart(title, _("There is no data yet."), 0, (), (_("When"), *names), table)
    top = _ceiling(max(*known, 0))
    shapes = _grid(top, height, words)
    for number, (_name, values) in enumerate(series, start=1):
        shapes += _course(values, number, top, height)
    shapes += _moments(labels, height)
    summary = _("Between %(low)s and %(high)s.") % {"low": words(min(known)), "high": words(max(known))}
    return Chart(
        title, summary, height, tuple(shapes), (_("When"), *names), table, names if len(names) > 1 else ()
    )


def _course(values: Sequence[Value], series: int, top: float, height: int) -> list[Shape]:
    step = 100 / max(1, len(values) - 1)
    points = [
        None if value is None else (number * step, _height_of(value / top, height))
        for number, value in enumerate(values)
    ]
    shapes = [
        Shape("line", x=_at(a[0]), y=f"{a[1]:.1f}", x2=_at(b[0]), y2=f"{b[1]:.1f}", series=series)
        for a, b in pairwise(points)
        if a and b
    ]
    for number, point in enumerate(points):
        before = points[number - 1] if number else None
        after = points[number + 1] if number + 1 < len(points) else None
        # A value alone between gaps has no line to lie on, and the last one is where the reader looks.
        if point and ((before is None and after is None) or number == len(points) - 1):
            shapes.append(Shape("dot", x=_at(point[0]), y=f"{point[1]:.1f}", series=series))
    return shapes


def _moments(labels: Sequence[str], height: int) -> list[Shape]:
    shown = (
        {0: "start", len(labels) // 2: "middle", len(labels) - 1: "end"}
        if len(labels) > 2
        else {0: "start", 1: "end"}
    )
    step = 100 / max(1, len(labels) - 1)
    return [
        _label(labels[number], number * step, height - 4, anchor, kind="tick")
        for number, anchor in shown.items()
        if number < len(labels)
    ]


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted values lie, between neighbours where it falls between."""
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def distribution(
    title: str, values: Sequence[float], *, unit: str, words: Words = plain, height: int = 180, bins: int = 16
) -> Chart:
    """How values that are not negative spread: columns from zero, the middle half as a band, the median and 90th percentile marked."""
    ordered = sorted(values)
    columns = (unit, _("How many"))
    if not ordered:
        return Chart(title, _("There is no data yet."), 0, (), columns, ())
    top_value = _ceiling(ordered[-1])
    counts = [0] * bins
    for value in ordered:
        counts[min(bins - 1, int(value / top_value * bins))] += 1
    p25, p50, p75, p90 = (percentile(ordered, share) for share in (0.25, 0.5, 0.75, 0.9))
    band = _rectangle(
        "band", p25 / top_value * 100, (p75 - p25) / top_value * 100, top=_TOP, height=height - _TOP - _BOTTOM
    )
    shapes = [band, *_columns(counts, height)]
    base = f"{height - _BOTTOM:.1f}"
    shapes.append(Shape("axis", x="0", y=base, x2="100%", y2=base))
    shapes += _marker(_("Median: %(value)s") % {"value": words(p50)}, p50 / top_value * 100, height, y=12)
    shapes += _marker(_("9 in 10: %(value)s") % {"value": words(p90)}, p90 / top_value * 100, height, y=26)
    shapes += [
        _label(words(0), 0, height - 4, "start", kind="tick"),
        _label(words(top_value), 100, height - 4, "end", kind="tick"),
    ]
    width = top_value / bins
    table = tuple(
        (f"{words(number * width)} – {words((number + 1) * width)}", plain(count))
        for number, count in enumerate(counts)
    )
    summary = _("Half are at or below %(median)s, nine in ten at or below %(most)s.") % {
        "median": words(p50),
        "most": words(p90),
    }
    return Chart(title, summary, height, tuple(shapes), columns, table)


def _columns(counts: Sequence[int], height: int) -> list[Shape]:
    shapes = []
    width = 100 / len(counts)
    for number, count in enumerate(counts):
        y = _height_of(count / max(counts), height)
        shapes.append(
            _rectangle("bar", (number + 0.08) * width, 0.84 * width, top=y, height=height - _BOTTOM - y)
        )
    return shapes


def _marker(text: str, percent: float, height: int, *, y: float) -> list[Shape]:
    anchor = "end" if percent > 60 else "start"
    aside = percent - 0.8 if anchor == "end" else percent + 0.8
    stroke = Shape(
        "marker", x=_at(percent), y=f"{_TOP - 8:.1f}", x2=_at(percent), y2=f"{height - _BOTTOM:.1f}"
    )
    return [stroke, _label(text, aside, y, anchor, kind="value")]


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths in a 100 × 30 box that stretches; both are empty when there is nothing to draw."""

    line: str
    area: str
    form: str = "line"


def sparkline(values: Sequence[Value]) -> Spark:
    """A course without words, for behind a number. Gaps stay gaps."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark("", "")
    top = max(*known, 0) or 1
    step = 100 / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        across = number * step
        runs[-1].append((100 - across if get_language_bidi() else across, 28 - value / top * 26))
    drawn = [["L".join(f"{x:.1f} {y:.1f}" for x, y in run), run[0][0], run[-1][0]] for run in runs if run]
    return Spark(
        line="".join(f"M{path}h0.01" for path, _first, _last in drawn),
        area="".join(f"M{first:.1f} 30L{path}L{last:.1f} 30Z" for path, first, last in drawn),
    )


_FEW = 4
"""Fewer than this does not fill the height: one is not a peak."""


def spark_columns(values: Sequence[float]) -> Spark:
    """How often in each stretch of time, without words, for below a number: columns on a ground line."""
    if not values:
        return Spark("", "", "columns")
    top = max(*values, _FEW)
    step = 100 / len(values)
    heights = list(reversed(values)) if get_language_bidi() else list(values)
    drawn = [
        f"M{(place + 0.12) * step:.1f} 30V{30 - value / top * 28:.1f}h{0.76 * step:.1f}V30Z"
        for place, value in enumerate(heights)
        if value
    ]
    return Spark("M0 29.5H100", "".join(drawn), "columns")
