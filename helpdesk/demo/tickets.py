"""Two weeks of tickets: most of them answered and solved, some waiting, a few that need somebody now."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import yaml

from accounts.models import Team, User
from helpdesk.demo.arrivals import minutes, pick_language, pick_moment
from helpdesk.demo.cast import Cast
from helpdesk.demo.shelves import ARTICLES
from helpdesk.demo.stories import Story, make_story, pick_topic, saying
from helpdesk.demo.threads import Desk, Thread
from tickets.models import BusinessCalendar, SlaPolicy, SlaTarget, Ticket, Topic

TOPIC_OF = {"missing-memo": "deposits", "security": "account-compromised"}
PROMISES = {
    "urgent": (15, 30, 8 * 60),
    "high": (2 * 60, 4 * 60, 24 * 60),
    "normal": (4 * 60, 8 * 60, 3 * 24 * 60),
    "low": (24 * 60, 24 * 60, 7 * 24 * 60),
}
WAITING_NOW = [
    ("en", "withdrawals", 330),
    ("ru", "deposits", 410),
    ("zh-hans", "identity", 285),
    ("es", "p2p", 215),
    ("en", "futures", 190),
    ("ja", "deposits", 75),
    ("ko", "trading", 40),
    ("en", "deposits", 25),
    ("zh-hans", "withdrawals", 12),
    ("en", "security", 4),
]
"""Language, topic and age in minutes of tickets nobody has answered yet: late, soon late, and fresh."""


def set_up_desk() -> None:
    """The exchange's own topics and promises, over the ones every desk starts with."""
    security = Team.objects.get(name="Security")
    Topic.objects.filter(slug__in=["payment", "technical"]).update(is_active=False)
    Topic.objects.filter(is_security=True).update(team=security)
    shelves = yaml.safe_load((ARTICLES / "categories.yaml").read_text(encoding="utf-8"))
    for place, shelf in enumerate(shelf for shelf in shelves if shelf["slug"] != "security"):
        Topic.objects.get_or_create(
            slug=shelf["slug"],
            defaults={"names": shelf["titles"], "hints": shelf["descriptions"], "position": 11 + place},
        )
    promise_times()


def promise_times() -> None:
    """Northstar's promises, day and night, on the policy new tickets get."""
    policy = SlaPolicy.objects.order_by("position", "pk").first()
    if policy is None:
        calendar = BusinessCalendar.objects.create(name="Day and night")
        policy = SlaPolicy.objects.create(name="Standard", calendar=calendar)
    for priority, (first, following, resolution) in PROMISES.items():
        SlaTarget.objects.update_or_create(
            policy=policy,
            priority=priority,
            defaults={
                "first_response_minutes": first,
                "next_response_minutes": following,
                "resolution_minutes": resolution,
            },
        )


def tell_tickets(desk: Desk, cast: Cast, rng: random.Random, *, count: int) -> None:
    """`count` tickets spread over the two weeks, and those that wait at this moment."""
    for _ in range(count):
        language = pick_language(rng)
        at = pick_moment(rng, language, now=desk.past.now, at_least=timedelta(minutes=20))
        story = make_story(language, pick_topic(rng), rng)
        Telling(desk, cast, rng, story).tell(at)
    for language, topic, age in WAITING_NOW:
        at = desk.past.now - timedelta(minutes=age, seconds=rng.randint(0, 50))
        telling = Telling(desk, cast, rng, make_story(language, topic, rng))
        thread = telling.open(at)
        if age > 200:
            telling.do(at + minutes(rng, 5, 30), partial(thread.assign, agent=telling.agent))


class Telling:
    """How one ticket went: a plan of steps, of which those that lie in the future have not happened."""

    def __init__(self, desk: Desk, cast: Cast, rng: random.Random, story: Story) -> None:
        self.desk, self.rng, self.story = desk, rng, story
        people = cast.customers[story.language]
        self.customer = rng.choices(people, [5, *[1] * (len(people) - 1)])[0]
        self.agent = self.pick_agent(cast)
        self.colleague = rng.choice(cast.agents)

    def pick_agent(self, cast: Cast) -> User:
        if self.story.topic == "security" and cast.security:
            return cast.security
        speakers = [user for user in cast.speakers[self.story.language] if user != cast.security]
        return self.rng.choices(speakers, [4, *[2] * (len(speakers) - 1)])[0]

    def do(self, at: datetime, step: Callable[[datetime], object]) -> bool:
        """Take the step if its time has come; a step that has not happened ends the telling."""
        if at > self.desk.past.now:
            return False
        step(at)
        return True

    def open(self, at: datetime) -> Thread:
        topic = TOPIC_OF.get(self.story.topic, self.story.topic)
        ticket = Ticket(
            subject=self.story.subject,
            requester=self.customer,
            topic=topic,
            language=self.story.language,
            channel=self.rng.choices(["web", "mail"], [65, 35])[0],
        )
        thread = Thread(self.desk, at, ticket, self.story.ask)
        thread.opened(at)
        return thread

    def say(self, kind: str) -> str:
        return saying(self.story.language, kind, self.rng, agent=self.agent.short_name)

    def tell(self, at: datetime) -> None:
        thread = self.open(at)
        at += minutes(self.rng, 1, 25)
        if not self.do(at, lambda moment: thread.assign(moment, self.agent)):
            return
        if self.rng.random() < 0.3:
            self.do(at + minutes(self.rng, 0.3, 0.9), lambda m: thread.note(m, self.agent, self.say("note")))
        if self.rng.random() < 0.7:
            at = self.ask_back(thread, at)
        self.finish(thread, at)

    def ask_back(self, thread: Thread, at: datetime) -> datetime:
        """The agent asks, the customer tells more; some grow impatient before that."""
        slow = self.rng.random() < 0.12
        if slow:
            at += minutes(self.rng, 120, 420)
            self.do(at, lambda m: thread.reply(m, self.customer, self.say("impatient")))
        at += self.pace(5, 70)
        greeting = f"{self.say('hello')}\n\n{self.story.clarify}"
        self.do(at, lambda m: thread.reply(m, self.agent, greeting))
        at += minutes(self.rng, 8, 900) if self.rng.random() < 0.93 else timedelta(days=30)
        self.do(at, lambda m: thread.reply(m, self.customer, self.story.reply))
        return at

    def pace(self, low: float, high: float) -> timedelta:
        """How long the desk takes: minutes when somebody is compromised, else the better part of an hour."""
        return minutes(self.rng, 1, 10) if self.story.topic == "security" else minutes(self.rng, low, high)

    def finish(self, thread: Thread, at: datetime) -> None:
        """Answer, then solve: at once, or after the customer's thanks; rated by about half, closed after a week."""
        at += self.pace(6, 120)
        answer = f"{self.story.solve}\n\n{self.say('bye')}"
        if not self.do(at, lambda m: thread.reply(m, self.agent, answer)):
            return
        if self.rng.random() < 0.55:
            at += minutes(self.rng, 4, 500)
            if not self.do(at, lambda m: thread.reply(m, self.customer, self.say("thanks"))):
                return
        at += minutes(self.rng, 0.5, 30)
        if self.do(at, lambda m: thread.solve(m, self.agent)):
            self.after(thread, at)

    def after(self, thread: Thread, at: datetime) -> None:
        closing = at + timedelta(days=7, minutes=self.rng.randint(1, 59))
        if self.rng.random() < 0.5:
            score = self.rng.choices([5, 4, 3, 2, 1], [48, 28, 9, 7, 8])[0]
            kind = "praise" if score >= 4 else "blame"
            words = self.say(kind) if self.rng.random() < 0.6 else ""
            self.do(at + minutes(self.rng, 3, 1200), lambda m: thread.rate(m, score, words))
        self.do(closing, lambda m: thread.close(m))
