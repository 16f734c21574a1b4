"""The wish for a person is heard in every language, and a question in which a person occurs stays a question."""

import pytest

from chat.bot.person import asks_for_person

ASKED = {
    "en": ["I want a person please", "Could I have a real human?", "A person, please", "I just need someone to talk to",
           "this is useless, get me an agent now", "is there anyone? I'd like to speak with staff member", "I need to talk to a person",
           "someone real please", "Give me a human, not a bot", "can i get an operator"],
    "zh-hans": ["转人工", "我想要一个真人", "请给我找个人", "我需要人工", "能不能跟人说话", "有客服吗？", "我想和工作人员沟通", "我要找人"],
    "es": ["Quiero una persona por favor", "Necesito un agente", "Me gustaría hablar con alguien", "una persona, por favor",
           "¿Hay un humano?", "Pásame con un operador", "No sirve, quiero un asesor real"],
    "ru": ["Мне нужен человек", "Хочу человека, пожалуйста", "Оператора!", "Можно поговорить с кем-нибудь из поддержки?",
           "Соедините с сотрудником", "дайте живого оператора"],
    "ja": ["人をお願いします", "人と話したいです", "誰かと話せますか", "オペレーター", "担当者につないでください", "本物の人間がいい"],
    "ko": ["사람 불러 주세요", "사람이 필요해요", "상담원", "직원 부탁드립니다", "누군가와 이야기하고 싶어요", "실제 사람과 대화하고 싶습니다"],
    "ar": ["أريد شخصًا من فضلك", "أحتاج إلى موظف", "شخص حقيقي لو سمحت", "أريد التحدث مع أحد", "حولني إلى موظف الدعم", "هل يوجد إنسان؟"],
}  # fmt: skip

NOT_ASKED = {
    "en": ["can another person use my account?", "Can I send crypto to another person?", "personal data", "Do I need a legal representative?",
           "is a human checking my documents", "Can I transfer to someone without an account?", "what is a person verification limit",
           "which person do I name as beneficiary", "do i need an agent API key", "someone else's card"],
    "zh-hans": ["可以用别人的账户充值吗", "人工审核要多久", "人工智能代币在哪里", "个人账户和企业账户有什么区别", "人脸识别不通过", "收款人必须是本人吗", "有人吗"],
    "es": ["¿Puede otra persona usar mi cuenta?", "cuenta de persona jurídica", "¿Puedo enviar a una persona sin cuenta?",
           "información personal", "necesito una persona autorizada en la cuenta", "asesor fiscal para impuestos"],
    "ru": ["может ли другой человек пользоваться моим аккаунтом", "можно ли другому человеку войти", "сколько человек в P2P",
           "можно перевести человеку без аккаунта", "хочу сменить личные данные", "агентский договор"],
    "ja": ["他の人が私のアカウントを使えますか", "本人確認に必要な書類", "個人と法人の違い", "他の人に送金できますか", "本人が必要ですか", "人民元で入金できますか"],
    "ko": ["다른 사람이 제 계정을 사용해도 되나요?", "다른 사람에게 송금할 수 있나요", "본인 인증", "개인 정보 변경", "한 사람이 계정 두 개", "사람 인증이 안 돼요"],
    "ar": ["هل يمكن لشخص آخر استخدام حسابي؟", "أريد حساب شخصي", "البيانات الشخصية", "أريد تحويل المال إلى شخص", "هل ممكن شخص آخر يودع", "كم رسوم السحب"],
}  # fmt: skip


def rows(table):
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), rows(ASKED))
def test_a_person_is_asked_for(language, text):
    assert asks_for_person(text)


@pytest.mark.parametrize(("language", "text"), rows(NOT_ASKED))
def test_a_question_about_a_person_is_a_question(language, text):
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    "piece", ["转接", "想要", "聊聊", "人工聊聊", "i want to ", "real ", "quiero ", "есть ли ", "احتاج الي "]
)
def test_a_wall_of_wishes_is_read_without_running_away(piece):
    """Ends at all: with one ambiguous repetition this would take longer than anyone waits."""
    assert asks_for_person(piece * 500 + "x") in {True, False}
