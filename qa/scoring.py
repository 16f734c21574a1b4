"""How a review becomes a number, and how sure a row of numbers can be."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST_FOR_INTERVAL = 5
"""Below this many reviews no interval is shown: it would be wider than it is useful."""

Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Mark:
    """One answered criterion, as the formula sees it. `value` is pass, fail, na or empty (not answered yet)."""

    weight: int
    is_critical: bool
    value: str


@dataclass(frozen=True, slots=True)
class Score:
    """`percent` is None while nothing counts yet; `is_zeroed` says that a critical criterion failed."""

    percent: Decimal | None
    is_zeroed: bool = False


def score_of(marks: Iterable[Mark]) -> Score:
    """Weighted share of passes among the criteria that apply, in percent with one decimal.

        score = 100 × Σ weight of passes ÷ Σ weight of passes and fails

    Criteria that do not apply leave both sums, so they neither help nor hurt. One failed critical criterion
    makes the score 0, whatever the rest says.

    Example: weights 30, 20, 20 and 10, answered pass, fail, does not apply, pass: (30 + 10) ÷ (30 + 20 + 10)
    = 66.7 %. Were the failed one critical, the score would be 0.

    >>> answers = [(30, "pass"), (20, "fail"), (20, "na"), (10, "pass")]
    >>> score_of(Mark(weight, False, value) for weight, value in answers).percent
    Decimal('66.7')
    """
    counted = [mark for mark in marks if mark.value in {"pass", "fail"}]
    if not counted:
        return Score(None)
    if any(mark.is_critical and mark.value == "fail" for mark in counted):
        return Score(Decimal("0.0"), is_zeroed=True)
    passed = sum(mark.weight for mark in counted if mark.value == "pass")
    share = Decimal(100 * passed) / sum(mark.weight for mark in counted)
    return Score(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def interval_of(mean: float, reviews: int) -> tuple[int, int] | None:
    """95 % interval, in whole points, for the average an agent would have if every conversation were reviewed;
    None under five reviews.

    Wilson's interval with the average in place of a share. A score between 0 and 100 cannot spread wider than
    yes-or-no answers with the same average, so the interval is never too narrow; it is rounded outwards. Twenty
    reviews averaging 85 give 63 to 95: too wide to rank two agents by.

    >>> interval_of(85, 20)
    (63, 95)
    >>> interval_of(85, 4) is None
    True
    """
    if reviews < FEWEST_FOR_INTERVAL:
        return None
    share = mean / 100
    z2 = Z95**2 / reviews
    middle = (share + z2 / 2) / (1 + z2)
    half = Z95 / (1 + z2) * math.sqrt(share * (1 - share) / reviews + z2 / (4 * reviews))
    return max(0, math.floor(100 * (middle - half))), min(100, math.ceil(100 * (middle + half)))
