"""Business time: when a promise falls due and how much working time has passed, in one place's hours and holidays.

Minutes are counted as they pass, by the local clock on the wall: an hour that daylight saving repeats is worked twice
when its time of day is working time, and an hour that it skips is not worked at all.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _

from helpdesk.lib.errors import Invalid

# Minutes since local midnight; 1440 is the end of the day, written 24:00.
Period = tuple[int, int]
DAY: Final = 24 * 60
ALWAYS: Final[Mapping[int, tuple[Period, ...]]] = dict.fromkeys(range(7), ((0, DAY),))
_HORIZON_YEARS: Final = 30
# A local date lies within this much of its noon in UTC, in every zone there has been.
_AROUND: Final = timedelta(hours=40)
_MARGIN: Final = timedelta(hours=3)


def minutes(clock: str) -> int:
    """`"09:30"` as minutes since midnight; `"24:00"` is the end of the day. Raises Invalid for anything else."""
    hours, colon, rest = clock.strip().partition(":")
    if colon and hours.isascii() and hours.isdigit() and rest.isascii() and rest.isdigit() and len(rest) == 2:
        total = int(hours) * 60 + int(rest)
        if int(rest) < 60 and total <= DAY:
            return total
    raise Invalid(_("Enter a time between 00:00 and 24:00, such as 09:30."), code="bad_time")


def _merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods in order, with those that touch or overlap made one."""
    joined: list[Period] = []
    for start, end in sorted(periods):
        if not 0 <= start < end <= DAY:
            raise Invalid(
                _("Each period must end after it starts, at 24:00 at the latest."), code="bad_period"
            )
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def overnight(weekday: int, start: int, end: int) -> list[tuple[int, Period]]:
    """A shift as periods by weekday; one that ends at or before its start goes on after midnight."""
    if end > start:
        return [(weekday, (start, end))]
    late = [(weekday, (start, DAY))]
    return [*late, ((weekday + 1) % 7, (0, end))] if end else late


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working hours of one place. Monday is 0. `extra` replaces the hours of a date and wins over `holidays`."""

    zone: str
    periods: Mapping[int, Iterable[Period]]
    holidays: frozenset[date] = frozenset()
    extra: Mapping[date, Iterable[Period]] = field(default_factory=dict)

    @classmethod
    def parse(
        cls,
        zone: str,
        shifts: Mapping[int, Iterable[tuple[str, str]]],
        *,
        holidays: Iterable[date] = (),
        extra: Mapping[date, Iterable[tuple[str, str]]] | None = None,
    ) -> "Calendar":
        """A calendar from clock times such as `{0: [("22:00", "06:00")]}`. Raises Invalid and names what is wrong."""
        if zone not in available_timezones():
            raise Invalid(_("Choose a time zone from the list."), code="bad_zone")
        periods: dict[int, list[Period]] = {}
        for weekday, hours in shifts.items():
            for start, end in hours:
                for day, period in overnight(weekday, minutes(start), minutes(end)):
                    periods.setdefault(day, []).append(period)
        special = {
            day: [(minutes(start), minutes(end)) for start, end in hours]
            for day, hours in (extra or {}).items()
        }
        calendar = cls(zone, periods, frozenset(holidays), special)
        calendar.check()
        return calendar

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _week(self) -> tuple[tuple[Period, ...], ...]:
        return tuple(_merged(self.periods.get(weekday, ())) for weekday in range(7))

    @cached_property
    def _extra(self) -> dict[date, tuple[Period, ...]]:
        return {day: _merged(periods) for day, periods in self.extra.items()}

    def check(self) -> None:
        """Raise Invalid now for a period that could only fail later."""
        for periods in (*self.periods.values(), *self.extra.values()):
            _merged(periods)

    @cached_property
    def is_always_open(self) -> bool:
        """Whether business time is plain time."""
        return not self.holidays and not self.extra and all(day == ((0, DAY),) for day in self._week)

    def hours(self, day: date) -> tuple[Period, ...]:
        """The periods of one local date."""
        if day in self._extra:
            return self._extra[day]
        return () if day in self.holidays else self._week[day.weekday()]

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` is working time; the end of a period is not."""
        moment = moment.astimezone(UTC)
        return any(opens <= moment < closes for opens, closes in self._spans(self._local_day(moment)))

    def due(self, start: datetime, minutes: int) -> datetime:
        """The moment at which `minutes` of working time have passed since `start`, in UTC.

        No minutes are due at `start` itself. Raises Invalid when the calendar has not that much time in thirty years.
        """
        start = start.astimezone(UTC)
        left = timedelta(minutes=minutes)
        if minutes <= 0 or self.is_always_open:
            return start + max(left, timedelta())
        day = self._local_day(start)
        left += self._before(day, start) + self._sums(day.year)[day.timetuple().tm_yday - 1]
        for year in range(day.year, day.year + _HORIZON_YEARS):
            sums = self._sums(year)
            if left <= sums[-1]:
                number = bisect_left(sums, left) - 1
                return self._reach(date(year, 1, 1) + timedelta(days=number), left - sums[number])
            left -= sums[-1]
        raise Invalid(
            _("This calendar has too few working hours. Add hours and try again."), code="never_open"
        )

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; negative when they are in the other order."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end < start:
            return -self.elapsed(end, start)
        if self.is_always_open:
            return end - start
        return self._since_new_year(end, start) - self._since_new_year(start, start)

    def _since_new_year(self, moment: datetime, first: datetime) -> timedelta:
        """Working time before `moment`, counted from the beginning of the local year of `first`."""
        day = self._local_day(moment)
        years = range(self._local_day(first).year, day.year)
        whole = sum((self._sums(year)[-1] for year in years), timedelta())
        return whole + self._sums(day.year)[day.timetuple().tm_yday - 1] + self._before(day, moment)

    def _local_day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self._zone).utcoffset() or timedelta()

    def _stretches(self, day: date) -> list[tuple[datetime, datetime, timedelta]]:
        """The time around a local date, cut where the clock changes: beginning, end and offset of each stretch."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        begins, ends = noon - _AROUND, noon + _AROUND
        before, after = self._offset(begins), self._offset(ends)
        if before == after:
            return [(begins, ends, before)]
        low, high = begins, ends
        while high - low > timedelta(seconds=1):
            middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return [(begins, high, before), (high, ends, after)]

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The working time of one local date in UTC, in order. A repeated hour comes twice, a skipped one not at all."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        for begins, ends, offset in self._stretches(day):
            for start, end in self.hours(day):
                opens = max(begins, midnight + timedelta(minutes=start) - offset)
                closes = min(ends, midnight + timedelta(minutes=end) - offset)
                if opens < closes:
                    yield opens, closes

    def _before(self, day: date, moment: datetime) -> timedelta:
        """Working time of `day` that lies before `moment`."""
        spans = self._spans(day)
        return sum((min(closes, moment) - opens for opens, closes in spans if opens < moment), timedelta())

    def _reach(self, day: date, left: timedelta) -> datetime:
        """The moment within `day` at which `left` of its working time has passed."""
        for opens, closes in self._spans(day):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("a day is as long as its spans")

    @cached_property
    def _known_years(self) -> dict[int, list[timedelta]]:
        return {}

    def _sums(self, year: int) -> list[timedelta]:
        """Working time of a year before each of its days, and of the whole year at the end. About 1 ms, then kept."""
        if year not in self._known_years:
            first = date(year, 1, 1)
            count = (date(year + 1, 1, 1) - first).days
            lengths = (self._length(first + timedelta(days=number)) for number in range(count))
            self._known_years[year] = list(accumulate(lengths, initial=timedelta()))
        return self._known_years[year]

    def _length(self, day: date) -> timedelta:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        if (midnight - _MARGIN).utcoffset() == (midnight + _MARGIN + timedelta(days=1)).utcoffset():
            return timedelta(minutes=sum(end - start for start, end in self.hours(day)))
        return sum((closes - opens for opens, closes in self._spans(day)), timedelta())
