"""The bot answers from articles, knows when it does not know, and steps aside."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from chat.actions import ask_person, end_conversation
from chat.bot import answer_message, read_message
from chat.bot.courtesy import courtesy_of, question_in
from chat.bot.person import asks_for_person
from chat.bot.phrases import is_in_danger
from chat.words import SAYINGS
from helpdesk.ledger.delivery import deliver
from helpdesk.ledger.models import Delivery, Event
from knowledgebase.importing import import_folder

ARTICLES = Path(settings.BASE_DIR, "helpdesk/demo/articles")


@pytest.fixture
def ask(write):
    """`ask(conversation, "text")`: the visitor writes, the worker comes by; returns what was said after that."""

    def put(conversation, text):
        row = write(conversation, text)
        deliver([last_event(conversation).pk])
        return list(conversation.messages.filter(seq__gt=row.seq).order_by("seq"))

    return put


def last_event(conversation):
    return Event.objects.about(conversation).filter(verb="chat.message_asked").order_by("pk").last()


@pytest.fixture
def articles(db):
    import_folder(ARTICLES)


@pytest.mark.parametrize(
    ("language", "question", "slug"),
    [
        ("en", "where is my deposit?", "/en/articles/deposit-not-credited/"),
        ("zh-hans", "我的充值没到账", "/zh-hans/articles/deposit-not-credited/"),
        ("ru", "где мой депозит", "/ru/articles/deposit-not-credited/"),
    ],
)
def test_it_answers_from_an_article_and_says_which(articles, start, ask, language, question, slug):
    (answer,) = ask(start(language=language), question)
    assert (answer.author_kind, answer.kind, answer.data["url"]) == ("bot", "article", slug)
    assert 20 < len(answer.data["extract"]) <= 300


@pytest.mark.parametrize(
    ("language", "question", "slug"),
    [
        ("ja", "本人確認に必要な書類", "verify-identity"),
        ("es", "no puedo verificar mi identidad", "verify-identity"),
    ],
)
def test_unsure_which_article_is_meant_it_offers_three(articles, start, ask, language, question, slug):
    (answer,) = ask(start(language=language), question)
    offered = [answer.data["url"], *(other["url"] for other in answer.data["more"])]
    assert (answer.kind, answer.data["code"], len(offered)) == ("article", "articles", 3)
    assert f"/{language}/articles/{slug}/" in offered


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["what is the weather in Paris", "hello kitty", "x", "؟", "https://example.com"]
)
def test_it_says_so_when_it_does_not_know(chat, ask, text):
    (answer,) = ask(chat, text)
    assert answer.data["code"] == "unsure"


@pytest.mark.django_db
def test_one_message_gets_one_answer_however_often_it_is_delivered(chat, ask):
    ask(chat, "a question")
    event = last_event(chat)
    answer_message(event, read_message(event))
    Delivery.objects.filter(event=event).delete()
    deliver([event.pk])
    assert chat.messages.filter(author_kind="bot").count() == 2


@pytest.mark.django_db(transaction=True)
def test_it_searches_without_holding_a_transaction(chat, write, watch_queries):
    write(chat, "where is my deposit?")
    searched = watch_queries("knowledgebase_")
    deliver([last_event(chat).pk])
    assert set(searched) == {False}
    assert chat.messages.filter(author_kind="bot").count() == 2


@pytest.fixture
def watch_queries():
    """`watch("table")`: a list that fills with whether a transaction was open at each query of such tables."""
    with ExitStack() as stack:

        def watch(table):
            seen = []

            def look(execute, sql, *rest):
                if table in sql:
                    seen.append(connection.in_atomic_block)
                return execute(sql, *rest)

            stack.enter_context(connection.execute_wrapper(look))
            return seen

        yield watch


@pytest.mark.django_db
def test_a_thought_in_three_lines_is_answered_once(chat, write):
    for line in ("hi", "my deposit", "is not here"):
        write(chat, line)
    deliver(Event.objects.about(chat).filter(verb="chat.message_asked").values_list("pk", flat=True))
    answers = chat.messages.filter(author_kind="bot", seq__gt=1)
    assert [a.data["code"] for a in answers] == ["unsure"]


@pytest.mark.django_db
def test_asked_for_a_person_it_steps_aside_for_good(chat, ask, write, at_desk):
    (notice,) = ask(chat, "Let me talk to a person please")
    assert notice.data["code"] == "queued"
    write(chat, "where is my deposit?")
    assert not Event.objects.about(chat).filter(verb="chat.message_asked").exclude(data__seq=2).exists()
    assert not chat.messages.filter(author_kind="bot", seq__gt=1).exists()


@pytest.mark.django_db
def test_an_answer_that_comes_too_late_is_not_given(chat, write, at_desk):
    write(chat, "where is my deposit?")
    ask_person(chat, actor=None)
    deliver([last_event(chat).pk])
    assert not chat.messages.filter(author_kind="bot", seq__gt=1).exists()


@pytest.mark.django_db
def test_nothing_is_said_after_the_end(chat, write):
    write(chat, "hello?")
    end_conversation(chat, actor=None)
    deliver([last_event(chat).pk])
    assert chat.messages.order_by("seq").last().data["code"] == "ended"


@pytest.mark.django_db
def test_danger_brings_advice_first_and_a_person_next(start, ask):
    conversation = start(language="es")
    advice, notice = ask(conversation, "Ayuda, me hackearon la cuenta")
    conversation.refresh_from_db()
    assert (advice.data["code"], notice.data["code"]) == ("safety", "urgent_queued")
    assert (conversation.status, conversation.is_urgent) == ("queued", True)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("hello", ["Hello!", "hi there", "¡Hola, buenas tardes!", "Добрый день", "你好", "こんにちは", "안녕하세요?", "السَّلام عليكم"]),
        ("welcome", ["Thanks a lot :)", "ok, thank you", "muchas gracias", "Спасибо большое!", "好的，谢谢", "ありがとうございます", "감사합니다", "شكرًا"]),
        ("noted", ["OK", "vale", "понятно", "好的", "わかりました", "네", "تمام"]),
        ("", ["hello kitty coin", "okx", "hi my deposit", "no puedo entrar", "нет денег", "不好", "네트워크", "?", "👍"]),
    ],
)  # fmt: skip
def test_a_courtesy_is_answered_in_kind(kind, texts):
    assert {text: courtesy_of(text) for text in texts} == dict.fromkeys(texts, kind)


def test_a_greeting_is_no_part_of_the_question():
    assert question_in("Hello! Where is my deposit? Thanks") == "Where is my deposit"
    assert question_in("你好，提现没到账") == "提现没到账"
    assert question_in("I sent 0.5 BTC. It is not here.") == "I sent 0.5 BTC. It is not here."


@pytest.mark.django_db
def test_a_greeting_gets_a_greeting(chat, ask):
    (answer,) = ask(chat, "Hi!")
    assert (answer.author_kind, answer.data["code"]) == ("bot", "hello")


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human", "Can I speak with an agent?", "agent please", "Human", "connect me to a person",
        "Quiero hablar con una persona", "pásame con un agente", "persona real por favor",
        "Позовите оператора", "хочу поговорить с живым человеком", "Оператор",
        "转人工", "我要找客服", "人工服务", "真人", "轉接客服",
        "オペレーターにつないでください", "人と話したい", "担当者をお願いします",
        "상담원 연결해 주세요", "사람이랑 얘기하고 싶어요", "직원과 통화하고 싶어요",
        "أريد التحدث إلى موظف", "حولني إلى شخص حقيقي", "موظف من فضلك",
    ],
)  # fmt: skip
def test_the_wish_for_a_person_is_understood(text):
    assert asks_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "My account was hacked", "someone withdrew my bitcoin", "I was scammed!", "I gave my seed phrase to a website",
        "I didn't authorize this withdrawal",
        "me hackearon", "Me han estafado", "alguien entró en mi cuenta", "no reconozco este retiro",
        "Мой аккаунт взломали", "мошенники украли деньги", "кто-то вошёл в мой аккаунт",
        "我的账号被盗了", "账户被黑客登录", "我被骗了", "有人转走了我的币", "帳號被盜",
        "アカウントを乗っ取られました", "身に覚えのない出金があります", "詐欺に遭いました",
        "계정이 해킹당했어요", "사기를 당했어요", "누군가 제 계정에서 출금했어요",
        "تم اختراق حسابي", "سُرقت أموالي", "تعرضت للاحتيال",
    ],
)  # fmt: skip
def test_danger_is_recognised(text):
    assert is_in_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "where is my deposit", "how long does a withdrawal take", "Which personal data do you keep?", "trading fees",
        "¿Cuánto tarda un retiro?", "necesito mi reembolso", "Какая комиссия за вывод?", "提现多久到账", "手续费是多少",
        "本人确认に必要な書類", "出金の手数料はいくらですか", "출금 수수료가 얼마예요", "입금 확인은 몇 번인가요",
        "كم رسوم السحب", "متى يصل الإيداع", "what does a margin call mean", "user agent of the API",
    ],
)  # fmt: skip
def test_ordinary_questions_are_neither(text):
    assert not asks_for_person(text)
    assert not is_in_danger(text)


@pytest.mark.django_db
def test_the_bot_never_asks_for_a_secret():
    secrets = ("password", "code", "phrase", "key")
    asking = ("send me", "enter your", "tell me your", "what is your", "give")
    for words in SAYINGS.values():
        sentences = str(words).lower().split(". ")
        asked = [s for s in sentences if any(a in s for a in asking) and not s.startswith("never")]
        assert not [s for s in asked if any(x in s for x in secrets)]
