import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpdesk.lib.business_time import ALWAYS, Calendar, minutes
from helpdesk.lib.errors import Invalid

NINE_TO_SIX = {day: [(540, 1080)] for day in range(5)}
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca", "Pacific/Apia"]  # fmt: skip


def at(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def slow_is_open(calendar, moment):
    local = moment.astimezone(ZoneInfo(calendar.zone))
    day, minute = local.date(), local.hour * 60 + local.minute
    if day in calendar.extra:
        periods = calendar.extra[day]
    elif day in calendar.holidays:
        periods = ()
    else:
        periods = calendar.periods.get(local.weekday(), ())
    return any(start <= minute < end for start, end in periods)


def slow_elapsed(calendar, start, end):
    worked = 0
    while start < end:
        worked += slow_is_open(calendar, start)
        start += timedelta(minutes=1)
    return worked


def slow_due(calendar, start, wanted, limit):
    while wanted and limit:
        wanted -= slow_is_open(calendar, start)
        start += timedelta(minutes=1)
        limit -= 1
    return start if not wanted else None


periods = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda period: period[0] < period[1]),
    max_size=3,
)
changes = [date(2024, 3, 10), date(2024, 3, 31), date(2024, 4, 7), date(2024, 10, 6), date(2024, 10, 27), date(2024, 11, 3), date(2024, 12, 31)]  # fmt: skip
days = st.sampled_from(changes).flatmap(
    lambda day: st.integers(-2, 2).map(lambda shift: day + timedelta(days=shift))
)
calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.dictionaries(st.integers(0, 6), periods, max_size=7),
    st.frozensets(days, max_size=3),
    st.dictionaries(days, periods, max_size=2),
)
moments = st.tuples(days, st.integers(0, 1439)).map(
    lambda pair: datetime.combine(pair[0], datetime.min.time(), UTC) + timedelta(minutes=pair[1])
)


@settings(max_examples=150, deadline=None)
@given(calendars, moments, st.integers(0, 4000))
def test_elapsed_agrees_with_counting_minutes(calendar, start, span):
    end = start + timedelta(minutes=span)
    assert calendar.elapsed(start, end) == timedelta(minutes=slow_elapsed(calendar, start, end))
    assert calendar.elapsed(end, start) == -calendar.elapsed(start, end)


@settings(max_examples=120, deadline=None)
@given(calendars, moments, st.integers(1, 1500))
def test_due_agrees_with_counting_minutes(calendar, start, wanted):
    slow = slow_due(calendar, start, wanted, limit=6000)
    if slow is not None:
        assert calendar.due(start, wanted) == slow


@settings(max_examples=200, deadline=None)
@given(calendars, moments, st.integers(1, 100_000))
def test_what_is_due_has_elapsed(calendar, start, wanted):
    weekly = calendar.elapsed(datetime(2030, 1, 7, tzinfo=UTC), datetime(2030, 1, 14, tzinfo=UTC))
    most = weekly // timedelta(minutes=1) * 1000
    assume(most)
    wanted = min(wanted, most - 1)
    due = calendar.due(start, wanted)
    assert calendar.elapsed(start, due) == timedelta(minutes=wanted)


@pytest.mark.parametrize(
    ("start", "wanted", "due"),
    [
        ("2026-11-20T17:30", 60, "2026-11-23T09:30"),  # Friday evening goes on on Monday
        ("2026-11-20T17:00", 60, "2026-11-20T18:00"),  # the last minute of the day is still in time
        ("2026-11-21T12:00", 1, "2026-11-23T09:01"),
        ("2026-12-24T17:30", 60, "2026-12-28T09:30"),  # over Christmas and the weekend
    ],
)
def test_a_promise_skips_nights_weekends_and_holidays(start, wanted, due):
    calendar = Calendar("Europe/Berlin", NINE_TO_SIX, holidays=frozenset({date(2026, 12, 25)}))
    assert calendar.due(at(start, "Europe/Berlin"), wanted) == at(due, "Europe/Berlin")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_days_of_23_and_25_hours_count_as_they_are(day, hours):
    # A calendar with one holiday far away takes the general way, not the short cut.
    calendar = Calendar("Europe/Berlin", ALWAYS, holidays=frozenset({date(2020, 1, 1)}))
    start = at(f"{day}T00:00", "Europe/Berlin")
    end = datetime.combine(start.date() + timedelta(days=1), start.time(), start.tzinfo)
    assert calendar.elapsed(start, end) == timedelta(hours=hours)


def test_a_shift_over_midnight_belongs_to_both_days():
    calendar = Calendar.parse("UTC", {4: [("22:00", "06:00")]})
    assert calendar.due(at("2026-11-20T23:00"), 120) == at("2026-11-21T01:00")
    assert not calendar.is_open(at("2026-11-20T05:00"))
    assert calendar.is_open(at("2026-11-21T05:59"))
    assert not calendar.is_open(at("2026-11-21T06:00"))


def test_an_extra_day_wins_over_a_holiday_and_over_the_week():
    saturday = date(2026, 11, 21)
    calendar = Calendar("UTC", NINE_TO_SIX, frozenset({saturday}), {saturday: [(600, 660)]})
    assert calendar.elapsed(at("2026-11-21T00:00"), at("2026-11-22T00:00")) == timedelta(hours=1)


def test_an_open_all_hours_calendar_is_plain_time():
    calendar = Calendar("Asia/Shanghai", ALWAYS)
    assert calendar.is_always_open
    assert calendar.due(at("2026-11-20T23:00"), 90) == at("2026-11-21T00:30")


def test_a_calendar_without_hours_says_so():
    with pytest.raises(Invalid) as refused:
        Calendar("UTC", {}).due(at("2026-11-20T23:00"), 1)
    assert refused.value.code == "never_open"


@pytest.mark.parametrize("clock", ["", "9", "25:00", "24:01", "09:60", "9:5", "-1:00", "٠٩:٣٠", "09:30:00"])
def test_a_bad_clock_time_is_refused(clock):
    with pytest.raises(Invalid):
        minutes(clock)


def test_a_bad_zone_or_period_is_refused_when_read():
    with pytest.raises(Invalid):
        Calendar.parse("Mars/Base", {})
    with pytest.raises(Invalid):
        Calendar("UTC", {0: [(600, 500)]}).check()
    assert minutes("24:00") == 1440


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Havana"])
def test_ten_years_are_quick(zone):
    calendar = Calendar(zone, NINE_TO_SIX, holidays=frozenset({date(2026, 1, 1)}))
    started = time.process_time()
    worked = calendar.elapsed(at("2016-01-01T00:00"), at("2026-01-01T00:00"))
    assert calendar.due(at("2016-01-01T00:00"), int(worked.total_seconds() // 60)) > at("2025-12-30T00:00")
    assert time.process_time() - started < 0.5
    started = time.process_time()
    for _ in range(100):
        calendar.due(at("2016-01-01T00:00"), 500_000)
    assert time.process_time() - started < 0.1
