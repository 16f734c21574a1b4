"""Questions before their scorecard exists, and the scorecard Vigil brings with it.

A criterion keeps its words in every language with itself, so that a version somebody was reviewed with reads the same
for good, whatever the catalogs say later. A language without words of its own reads the criterion's first ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from qa.models import Criterion, Scorecard, Translations


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion before its scorecard exists; `translations` as `Criterion` keeps them."""

    text: str
    help: str = ""
    weight: int = 10
    is_critical: bool = False
    translations: Translations = field(default_factory=dict)


STANDARD_NAME = _("Conversation")
STANDARD_QUESTIONS = (
    Question(
        _("The customer got a correct and complete answer"),
        _("Right for this product, this account and today."),
        30,
    ),
    Question(_("The agent understood the real problem"), _("Asked what was missing; never asked twice."), 20),
    Question(
        _("The words were clear, kind and in the customer's language"),
        _("Short sentences; no blame; no jargon."),
        15,
    ),
    Question(
        _("The customer knows what happens next, and when"),
        _("A next step with a time, or a plain ending."),
        15,
    ),
    Question(
        _("Help-center articles were used where one exists"),
        _("Linked the article that answers the question."),
        10,
    ),
    Question(
        _("Notes let a colleague carry on"),
        _("What was checked and what was promised is written down."),
        10,
    ),
    Question(
        _("Nobody asked for a password, code, recovery phrase or private key"),
        _("And a customer who sent one was told to change it."),
        10,
        is_critical=True,
    ),
)


def translated(**words: str) -> Translations:
    """These words in every other language of the interface, as its catalog says them today."""
    said: Translations = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found = {name: gettext(text) for name, text in words.items() if text}
        if code != settings.LANGUAGE_CODE:
            said[code] = found
    return said


def standard_questions() -> list[Question]:
    """The standard questions with their words in every language of the interface."""
    return [
        Question(q.text, q.help, q.weight, q.is_critical, translated(text=q.text, help=q.help))
        for q in STANDARD_QUESTIONS
    ]


def criteria_of(card: Scorecard, questions: Iterable[Question]) -> list[Criterion]:
    """The questions as the card's criteria, in their order, not written yet."""
    return [
        Criterion(
            scorecard=card,
            position=place,
            **{name: getattr(question, name) for name in Question.__slots__},
        )
        for place, question in enumerate(questions, start=1)
    ]
