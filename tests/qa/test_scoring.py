"""The formula, example by example."""

import doctest
from decimal import Decimal

import pytest

from qa import scoring
from qa.scoring import Mark, interval_of, score_of


def marks(*pairs, critical=()):
    return [Mark(weight, place in critical, value) for place, (weight, value) in enumerate(pairs)]


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(scoring).failed == 0


@pytest.mark.parametrize(
    ("answers", "percent"),
    [
        ([(10, "pass"), (10, "pass")], "100.0"),
        ([(30, "pass"), (10, "fail")], "75.0"),
        ([(30, "pass"), (10, "fail"), (60, "na")], "75.0"),
        ([(30, "pass"), (10, "fail"), (60, "")], "75.0"),
        ([(10, "fail"), (10, "fail")], "0.0"),
        ([(1, "pass"), (2, "fail")], "33.3"),
        ([(7, "pass"), (1, "fail")], "87.5"),
    ],
)
def test_the_score_is_the_weighted_share_of_passes(answers, percent):
    assert score_of(marks(*answers)).percent == Decimal(percent)


def test_nothing_that_applies_has_no_score():
    assert score_of(marks((10, "na"), (20, ""))).percent is None


def test_one_failed_critical_criterion_makes_it_zero():
    score = score_of(marks((90, "pass"), (10, "fail"), critical={1}))
    assert (score.percent, score.is_zeroed) == (Decimal("0.0"), True)


@pytest.mark.parametrize("value", ["na", "pass", ""])
def test_a_critical_criterion_that_did_not_fail_zeroes_nothing(value):
    assert not score_of(marks((90, "pass"), (10, value), critical={1})).is_zeroed


def test_four_reviews_have_no_interval_and_five_have():
    assert interval_of(90, 4) is None
    assert interval_of(90, 5) is not None


@pytest.mark.parametrize("mean", [0, 37.5, 85, 100])
def test_the_interval_holds_the_average_and_narrows_with_more_reviews(mean):
    few, many = interval_of(mean, 5), interval_of(mean, 200)
    assert few[0] <= mean <= few[1]
    assert 0 <= few[0] <= many[0]
    assert many[1] <= few[1] <= 100


def test_twenty_reviews_at_85_are_sure_to_about_sixteen_points():
    low, high = interval_of(85, 20)
    assert high - low == 32
