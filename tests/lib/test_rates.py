from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from helpdesk.lib.errors import TooMany
from helpdesk.lib.rates import enforce, hit

START = 1_700_000_000 - 1_700_000_000 % 60


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_the_limit_passes_and_the_next_is_told_when_to_return(clock):
    assert [hit("a", 3, 60) for _ in range(3)] == [(True, 0)] * 3
    clock.shift(10)
    refused = hit("a", 3, 60)
    assert not refused.allowed
    clock.shift(refused.retry_after - 2)
    assert not hit("a", 3, 60).allowed
    clock.shift(2)
    assert hit("a", 3, 60).allowed


def test_no_burst_slips_through_where_two_windows_meet(clock):
    clock.shift(59)
    assert all(hit("a", 10, 60).allowed for _ in range(10))
    clock.shift(2)
    assert not hit("a", 10, 60).allowed
    clock.shift(29)
    assert sum(hit("a", 10, 60).allowed for _ in range(10)) == 5


def test_refused_tries_do_not_prolong_the_wait(clock):
    for _ in range(200):
        hit("a", 5, 60)
    clock.shift(120)
    assert hit("a", 5, 60).allowed


def test_keys_and_limits_are_apart_and_any_key_will_do(clock):
    for key in ("a", "b", "\x00 new\nline", "é" * 1000, "\ud800"):
        assert hit(key, 1, 60).allowed
        assert not hit(key, 1, 60).allowed
    assert hit("a", 1, 30).allowed
    assert hit("a", 0, 60) == (False, 60)


def test_many_at_once_never_pass_more_than_the_limit(clock):
    with ThreadPoolExecutor(16) as pool:
        allowed = list(pool.map(lambda _number: hit("race", 20, 60).allowed, range(400)))
    assert sum(allowed) <= 20
    assert sum(allowed) >= 15


def test_enforce_says_it_in_words(clock):
    enforce("a", 1, 60)
    with pytest.raises(TooMany, match="Try again in") as refused:
        enforce("a", 1, 60)
    assert refused.value.retry_after >= 1
