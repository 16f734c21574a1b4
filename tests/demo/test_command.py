"""`manage.py demo`: where it loads, that it loads once, and that every screen has something to show."""

import random
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase

from accounts.models import AgentSkill, Presence, User
from chat.models import Conversation
from helpdesk.demo import build as building
from helpdesk.demo.cast import LANGUAGES, PASSWORD
from helpdesk.demo.stories import WEIGHTS, make_story, told_in
from knowledgebase.models import Article, ArticleTranslation, Vote
from qa.models import Review
from tests.factories import UserFactory
from tickets.models import Message, Ticket

SIGN_INS = [
    "mei@customer.demo",
    "ivan@customer.demo",
    "ana@agent.demo",
    "jun@agent.demo",
    "lead@staff.demo",
    "admin@staff.demo",
]


def run():
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_it_refuses_when_the_demo_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="VIGIL_DEMO=1"):
        run()
    assert not User.objects.exists()


def test_it_refuses_on_an_address_others_can_reach(db, settings):
    settings.DEMO, settings.BIND = True, "0.0.0.0"
    with pytest.raises(CommandError, match=r"not to 0\.0\.0\.0"):
        run()
    assert not User.objects.exists()


def test_it_refuses_a_database_with_people_in_it(db, settings):
    settings.DEMO = True
    UserFactory()
    with pytest.raises(CommandError, match="empty one"):
        run()
    assert User.objects.count() == 1


def outline(seed):
    """What a build tells, as far as a reader sees it; the build is taken back."""
    with transaction.atomic(), time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False):
        building.build(seed=seed, size=building.Size(6, 6), say=lambda words: None)
        told = list(
            Ticket.objects.order_by("number").values_list("number", "subject", "status", "created_at")
        )
        told += Conversation.objects.order_by("created_at").values_list("language", "status", "last_seq")
        transaction.set_rollback(True)
    return told


@pytest.mark.slow
def test_the_same_seed_tells_the_same_two_weeks(db):
    assert outline(1) == outline(1) != outline(2)


def test_every_language_tells_every_story():
    for language in LANGUAGES:
        assert set(told_in(language)["topics"]) == set(WEIGHTS)
        for topic in WEIGHTS:
            for seed in range(3):
                story = make_story(language, topic, random.Random(seed))
                assert "{" not in f"{story.subject}{story.ask}{story.reply}{story.solve}"


class TestTheDemo(TestCase):
    """One small demo, built once."""

    @classmethod
    def setUpTestData(cls):
        building.build(seed=2026, size=building.SMALL, say=lambda words: None)

    def test_a_second_run_does_nothing(self):
        before = (User.objects.count(), Ticket.objects.count(), Message.objects.count())
        with self.settings(DEMO=True):
            said = run()
        assert said == "The demo is there already; nothing to do.\n"
        assert before == (User.objects.count(), Ticket.objects.count(), Message.objects.count())

    def test_all_six_can_sign_in(self):
        people = {user.email: user for user in User.objects.filter(email__in=SIGN_INS)}
        assert set(people) == set(SIGN_INS)
        assert all(user.check_password(PASSWORD) for user in people.values())
        assert all(
            user.emailaddress_set.filter(verified=True, primary=True).exists() for user in people.values()
        )
        assert (people["mei@customer.demo"].language, people["ivan@customer.demo"].language) == (
            "zh-hans",
            "ru",
        )
        assert people["lead@staff.demo"].is_lead
        assert people["admin@staff.demo"].is_administrator

    def test_there_are_articles_in_six_languages_and_the_most_asked_in_arabic_too(self):
        assert Article.objects.count() == 24
        languages = ArticleTranslation.objects.published().values_list("language", flat=True)
        counts = {language: list(languages).count(language) for language in set(languages)}
        assert counts == {**dict.fromkeys(LANGUAGES, 24), "ar": 8}
        assert Vote.objects.filter(is_helpful=False).exclude(reason="").exists()

    def test_every_screen_of_the_desk_has_something_to_show(self):
        assert Ticket.objects.unassigned().exists()
        assert Ticket.objects.breached().exists()
        assert Ticket.objects.at_risk().count() > Ticket.objects.breached().count()
        assert Ticket.objects.solved().exists()
        assert Ticket.objects.open().filter(status="waiting").exists()
        assert Ticket.objects.filter(channel="chat").exists()
        assert Conversation.objects.queued().count() == 4
        assert Conversation.objects.queued().filter(is_urgent=True).exists()
        assert Conversation.objects.with_bot().count() == 2
        assert set(Conversation.objects.values_list("language", flat=True)) == set(LANGUAGES)
        assert {"draft", "submitted", "acknowledged"} == set(Review.objects.values_list("status", flat=True))
        assert Presence.objects.count() == 10
        assert AgentSkill.objects.exclude(expires_at=None).exists()
