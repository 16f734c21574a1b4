"""The whole journey in real browsers: a customer, an agent and a lead, from the search box to the review."""

import re
import shutil
from email.message import EmailMessage
from io import BytesIO, TextIOWrapper

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.actions import set_presence
from chat.models import Conversation
from helpdesk.demo.shelves import ARTICLES
from knowledgebase.importing import import_folder
from qa.actions import start_standard_scorecard
from qa.models import Review
from tickets.models import Message, Rating, Ticket
from tickets.tasks import send_due_mail

pytestmark = pytest.mark.live

WORDS = {
    "en": {
        "search": "deposit not arrived",
        "title": "My deposit has not arrived",
        "ask": "my deposit has not arrived",
        "person": "I want to talk to a person",
        "chat": "It has been three hours now.",
        "mail": "Here is the hash you asked for.",
        "page": "And the network was TRON.",
    },
    "zh-hans": {
        "search": "充币没到账",
        "title": "",
        "ask": "充币没到账怎么办",
        "person": "我要转人工",
        "chat": "已经三个小时了。",
        "mail": "这是你要的交易哈希。",
        "page": "网络是 TRON。",
    },
}


@pytest.fixture
def shelves(live_url, tmp_path):
    """The demo's articles on deposits and withdrawals, in both languages."""
    shutil.copy(ARTICLES / "categories.yaml", tmp_path)
    for language in WORDS:
        for shelf in ("deposits", "withdrawals"):
            shutil.copytree(ARTICLES / language / shelf, tmp_path / language / shelf)
    assert import_folder(tmp_path).is_clean


class Journey:
    """The three windows, and the stations in their order."""

    def __init__(self, page_of, language, customer, agent, lead):
        self.language, self.words, self.customer = language, WORDS[language], customer
        self.visitor = page_of(customer, language=language)
        self.desk = page_of(agent, width=1440)
        self.lead = page_of(lead, width=1440)

    def searches_and_reads(self):
        page = self.visitor
        page.goto(f"/{self.language}/")
        box = page.locator("main input[type=search]").first
        box.fill(self.words["search"])
        box.press("Enter")
        page.locator("main a[href*='/articles/deposit-not-credited/']").first.click()
        page.wait_for_url("**/articles/deposit-not-credited/")
        assert self.words["title"] in page.locator("h1").inner_text()

    def asks_the_bot(self):
        page = self.visitor
        page.goto(f"/{self.language}/chat/")
        self.says(page, self.words["ask"])
        page.locator('.message[data-kind="bot"] a[href*="/articles/"]').first.wait_for()

    def says(self, page, text):
        page.locator("chat-room:defined").wait_for()
        page.locator("#chat-body").fill(text)
        page.locator("#chat-body").press("Enter")

    def is_handed_over(self):
        self.says(self.visitor, self.words["person"])
        self.visitor.locator('.message[data-kind="system"]').first.wait_for()
        self.desk.goto("/console/chats/")
        self.desk.locator("a.row").first.click()
        self.desk.get_by_role("button", name="Accept", exact=True).click()
        self.desk.locator("#chat-body").wait_for()

    def talks_live(self):
        self.says(self.desk, "Hello, I am looking at your deposit.")
        self.visitor.get_by_text("Hello, I am looking at your deposit.").wait_for()
        self.says(self.visitor, self.words["chat"])
        self.desk.locator("[data-role=log]").get_by_text(self.words["chat"]).wait_for()

    def becomes_a_ticket(self):
        self.desk.locator("summary", has_text="Make a ticket").click()
        self.desk.locator("button[name=act][value=ticket]").click()
        self.desk.locator("[data-status=ended]").first.wait_for(state="attached")
        self.ticket = Ticket.objects.get()

    def is_answered_by_mail(self):
        page = self.desk
        page.goto(f"/console/tickets/{self.ticket.number}/")
        page.locator("#composer").fill("Please send us the hash.")
        page.locator("#composer").press("Control+Enter")
        page.locator(".message", has_text="Please send us the hash.").first.wait_for()
        send_due_mail()
        letter = next(each for each in reversed(mail.outbox) if "Please send us the hash." in each.body)
        assert letter.to == [self.customer.email]
        self.answer_by_mail(letter)

    def answer_by_mail(self, letter):
        sent = EmailMessage()
        sent["From"], sent["To"] = self.customer.email, letter.extra_headers["Reply-To"]
        sent["Subject"], sent["Message-ID"] = f"Re: {letter.subject}", "<answer@customer.example>"
        sent["In-Reply-To"] = letter.extra_headers.get("Message-ID", "")
        sent.set_content(self.words["mail"])
        self.receive(sent.as_bytes())
        self.desk.locator(".message", has_text=self.words["mail"]).first.wait_for()

    def receive(self, raw):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
            call_command("receive_mail")

    def answers_on_the_page(self):
        page = self.visitor
        page.goto(f"/{self.language}/requests/{self.ticket.public_id}/")
        page.locator(".thread").get_by_text(self.words["mail"]).wait_for()
        page.locator("textarea[name=body]").fill(self.words["page"])
        page.locator("form:has(textarea[name=body]) button.button--primary").click()
        page.locator(".thread").get_by_text(self.words["page"]).wait_for()
        self.desk.locator(".message", has_text=self.words["page"]).first.wait_for()

    def is_solved_and_rated(self):
        self.desk.reload()
        self.desk.get_by_role("button", name="Solve", exact=True).click()
        self.desk.get_by_role("button", name="Re-open").wait_for()
        send_due_mail()
        letter = next(each for each in reversed(mail.outbox) if "/rate/" in each.body)
        path = re.search(r"/[\w-]+/rate/[^\s?]+", letter.body)[0]
        self.visitor.goto(path)
        self.visitor.locator("input[name=score][value='5']").check()
        self.visitor.locator("main form button.button--primary").click()
        self.visitor.wait_for_load_state()
        assert Rating.objects.get(subject_type="tickets.ticket").score == 5

    def is_reviewed(self):
        page = self.lead
        page.goto("/qa/")
        page.locator("[name=kinds][value=chat]").uncheck()
        page.get_by_role("button", name="Draw").click()
        page.locator("a.row", has_text=self.ticket.number).first.click()
        page.locator(".thread").get_by_text(self.words["mail"]).wait_for()
        page.locator("review-sheet:defined").wait_for()
        for _ in range(7):
            page.keyboard.press("y")
        page.get_by_text("Draft kept").wait_for()
        assert page.locator("[data-role=score]").inner_text() == "100.0 %"
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/qa/")

    def is_read_by_the_agent(self):
        page = self.desk
        page.goto("/qa/mine/")
        page.locator("a.row", has_text=self.ticket.number).click()
        page.locator("textarea[name=comment]").fill("Thank you.")
        page.get_by_role("button", name="I have read it").click()
        page.wait_for_url("**/qa/mine/")


@pytest.mark.slow
@pytest.mark.parametrize("language", list(WORDS))
def test_the_whole_journey(page_of, shelves, customer, agent, lead, language):
    start_standard_scorecard(actor=None)
    set_presence(agent, "available", actor=agent)
    journey = Journey(page_of, language, customer, agent, lead)
    journey.desk.goto("/console/")
    journey.searches_and_reads()
    journey.asks_the_bot()
    journey.is_handed_over()
    journey.talks_live()
    journey.becomes_a_ticket()
    journey.is_answered_by_mail()
    journey.answers_on_the_page()
    journey.is_solved_and_rated()
    journey.is_reviewed()
    journey.is_read_by_the_agent()
    assert_one_thread(journey)


def assert_one_thread(journey):
    """Chat, mail and page met in one ticket, in order, each once; the review is done."""
    said = list(Message.objects.filter(ticket=journey.ticket, kind="public").values_list("seq", "channel"))
    assert [seq for seq, _ in said] == list(range(1, len(said) + 1))
    assert [channel for _, channel in said] == ["chat", "web", "mail", "web"]
    chat = Conversation.objects.get()
    assert (chat.status, chat.resolution, chat.ticket) == ("ended", "ticket", journey.ticket)
    seqs = list(chat.messages.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, chat.last_seq + 1))
    review = Review.objects.get(subject_type="ticket")
    assert (review.status, review.agent_comment) == ("acknowledged", "Thank you.")
