"""When people write: mostly by day where they live, a little at night, every day of the two weeks."""

import random
from datetime import datetime, timedelta

SHARES = {"en": 30, "zh-hans": 22, "es": 14, "ru": 14, "ja": 10, "ko": 10}
OFFSETS = {"en": 0, "zh-hans": 8, "es": -5, "ru": 3, "ja": 9, "ko": 9}
BY_HOUR = (2, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 9, 9, 8, 8, 9, 10, 9, 6, 4)
DAYS = 14


def pick_language(rng: random.Random) -> str:
    return rng.choices(list(SHARES), list(SHARES.values()))[0]


def pick_moment(rng: random.Random, language: str, *, now: datetime, at_least: timedelta) -> datetime:
    """A moment of the last two weeks, at least so long ago, at an hour that is likely where this language lives."""
    while True:
        day = now - timedelta(days=rng.randint(0, DAYS))
        local = rng.choices(range(24), BY_HOUR)[0]
        hour = (local - OFFSETS[language]) % 24
        moment = day.replace(
            hour=hour,
            minute=rng.randint(0, 59),
            second=rng.randint(0, 59),
            microsecond=rng.randint(0, 999_999),
        )
        if now - timedelta(days=DAYS) <= moment <= now - at_least:
            return moment


def minutes(rng: random.Random, low: float, high: float) -> timedelta:
    return timedelta(seconds=rng.uniform(low * 60, high * 60))
