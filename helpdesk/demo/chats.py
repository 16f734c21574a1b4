"""Two weeks of chats: many end with the bot's article, more with an agent, some as a ticket; a few wait now."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from chat.models import Conversation
from helpdesk.demo.arrivals import minutes, pick_language, pick_moment
from helpdesk.demo.cast import Cast
from helpdesk.demo.stories import Story, make_story, pick_topic, saying
from helpdesk.demo.talks import Author, Lounge, Talk
from helpdesk.demo.threads import Desk, Thread
from helpdesk.demo.tickets import TOPIC_OF
from tickets.models import Ticket

Resolution = Conversation.Resolution
LONGEST = timedelta(hours=3)
QUEUED_NOW = [
    ("en", "deposits", 9.0),
    ("zh-hans", "withdrawals", 6.0),
    ("ru", "identity", 3.5),
    ("es", "security", 1.5),
]
WITH_BOT_NOW = [("ja", "trading", 2.0), ("ko", "deposits", 1.0)]
GUESTS = {"en": "Robin", "zh-hans": "小雨", "es": "Pilar", "ru": "Тимур", "ja": "はるか", "ko": "은지"}


def tell_chats(lounge: Lounge, desk: Desk, cast: Cast, rng: random.Random, *, count: int) -> None:
    """`count` chats that have ended, and those that go on at this moment."""
    for _ in range(count):
        language = pick_language(rng)
        at = pick_moment(rng, language, now=lounge.past.now, at_least=LONGEST)
        story = make_story(language, pick_topic(rng), rng)
        Chatting(lounge, desk, cast, rng, story).tell(at)
    for language, topic, age in QUEUED_NOW:
        chatting = Chatting(lounge, desk, cast, rng, make_story(language, topic, rng))
        chatting.wait_now(lounge.past.now - timedelta(minutes=age), for_person=True)
    for language, topic, age in WITH_BOT_NOW:
        chatting = Chatting(lounge, desk, cast, rng, make_story(language, topic, rng))
        chatting.wait_now(lounge.past.now - timedelta(minutes=age), for_person=False)


class Chatting:
    """How one chat went."""

    def __init__(self, lounge: Lounge, desk: Desk, cast: Cast, rng: random.Random, story: Story) -> None:
        self.lounge, self.desk, self.cast, self.rng, self.story = lounge, desk, cast, rng, story
        people = cast.customers[story.language]
        self.customer = rng.choices(people, [5, *[1] * (len(people) - 1)])[0] if rng.random() < 0.8 else None
        self.agent = self.pick_agent()

    def pick_agent(self) -> User:
        if self.story.topic == "security" and self.cast.security:
            return self.cast.security
        speakers = [user for user in self.cast.speakers[self.story.language] if user != self.cast.security]
        return self.rng.choices(speakers, [4, *[2] * (len(speakers) - 1)])[0]

    def phrase(self, kind: str) -> str:
        return saying(self.story.language, kind, self.rng, agent=self.agent.short_name)

    def begin(self, at: datetime) -> Talk:
        row = Conversation(
            customer=self.customer,
            visitor_name="" if self.customer else GUESTS[self.story.language],
            language=self.story.language,
            topic=TOPIC_OF.get(self.story.topic, self.story.topic),
            page_url=f"/{self.story.language}/",
        )
        talk = Talk(self.lounge, at, row)
        talk.ask(at + minutes(self.rng, 0.2, 0.7), self.story.ask)
        return talk

    def after(self, talk: Talk, low: float, high: float) -> datetime:
        return talk.row.last_message_at + minutes(self.rng, low, high)

    def tell(self, at: datetime) -> None:
        talk = self.begin(at)
        if self.story.topic == "security":
            talk.vigil_says(
                self.after(talk, 0.02, 0.04), "safety", by=Author.BOT, once=f"safety-{talk.row.last_seq}"
            )
            talk.queue(self.after(talk, 0.01, 0.02), reason="security")
        elif not self.by_bot(talk):
            return
        if self.rng.random() < 0.05:
            at = self.after(talk, 6, 9)
            talk.end(at, actor=None, resolution=Resolution.ABANDONED, code="abandoned")
            return
        self.with_agent(talk)

    def by_bot(self, talk: Talk) -> bool:
        """The bot answers; True when the visitor still wants a person."""
        talk.bot_answers(self.after(talk, 0.02, 0.04), self.story.article)
        if self.rng.random() < 0.34:
            talk.ask(self.after(talk, 0.6, 3), self.phrase("thanks"))
            talk.end(self.after(talk, 0.2, 2), actor=self.customer, resolution=Resolution.SOLVED)
            self.rate(talk, 0.3)
            return False
        talk.ask(self.after(talk, 0.4, 2), self.phrase("person"))
        talk.queue(self.after(talk, 0.01, 0.03), reason="asked")
        return True

    def with_agent(self, talk: Talk) -> None:
        longest = 1.5 if talk.row.is_urgent else 7
        talk.accept(self.after(talk, 0.2, longest), self.agent)
        talk.answer(self.after(talk, 0.2, 0.8), self.phrase("hello"))
        talk.answer(self.after(talk, 0.3, 1.5), self.story.clarify)
        talk.ask(self.after(talk, 0.4, 3), self.story.reply)
        if self.rng.random() < 0.14 and self.customer:
            self.make_ticket(talk, self.customer)
            return
        talk.answer(self.after(talk, 0.6, 4), self.story.solve)
        if self.rng.random() < 0.6:
            talk.answer(self.after(talk, 0.1, 0.4), self.phrase("bye"))
        talk.ask(self.after(talk, 0.3, 3), self.phrase("thanks"))
        talk.end(self.after(talk, 0.3, 2), actor=self.agent, resolution=Resolution.SOLVED)
        self.rate(talk, 0.55)

    def rate(self, talk: Talk, share: float) -> None:
        if self.rng.random() > share:
            return
        score = self.rng.choices([5, 4, 3, 2, 1], [52, 26, 9, 6, 7])[0]
        words = self.phrase("praise" if score >= 4 else "blame") if self.rng.random() < 0.5 else ""
        talk.rate(self.after(talk, 0.3, 5), score, words)

    def make_ticket(self, talk: Talk, customer: User) -> None:
        """What chat could not solve goes on as a ticket of the same agent, with the transcript as its first words."""
        at = self.after(talk, 0.5, 2)
        ticket = Ticket(
            subject=self.story.subject,
            requester=customer,
            topic=talk.row.topic,
            language=self.story.language,
            channel=Ticket.Channel.CHAT,
            client_id=f"chat-{talk.row.public_id}",
        )
        thread = Thread(self.desk, at, ticket, self.transcript(talk))
        thread.opened(at, actor=self.agent)
        talk.continue_as(at, thread)
        thread.assign(at, self.agent)
        answered_at = at + minutes(self.rng, 20, 150)
        thread.reply(min(answered_at, self.lounge.past.now), self.agent, self.story.solve)

    def transcript(self, talk: Talk) -> str:
        lines = [f"{message.created_at:%H:%M} UTC\n{message.body}" for message in talk.messages]
        return "\n\n".join(lines)

    def wait_now(self, at: datetime, *, for_person: bool) -> None:
        talk = self.begin(at)
        if self.story.topic == "security":
            talk.vigil_says(
                self.after(talk, 0.02, 0.04), "safety", by=Author.BOT, once=f"safety-{talk.row.last_seq}"
            )
            talk.queue(self.after(talk, 0.01, 0.02), reason="security")
        else:
            talk.bot_answers(self.after(talk, 0.02, 0.04), self.story.article)
        if for_person and not talk.row.is_urgent:
            talk.ask(self.after(talk, 0.1, 0.3), self.phrase("person"))
            talk.queue(self.after(talk, 0.01, 0.02), reason="asked")
        talk.wait_on()
