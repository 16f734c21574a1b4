"""Words for the design page: real-looking content in a Latin, a Han and a right-to-left script."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

LANGUAGES = ("en", "zh-hans", "ar")

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "customer": "Mei Lin",
        "agent": "Ana Petrova",
        "subject": "My USDT withdrawal has been pending since yesterday",
        "subject_2": "Cannot sign in after changing phones",
        "subject_3": "Which network should I choose for a deposit?",
        "ask": "I sent 1,200 USDT to my own wallet yesterday at 18:40 and it still says pending. The transaction id is 0x9f3c…b21e. Is it lost?",
        "reply": "Thank you for the transaction id. The network is slow today; your withdrawal has 8 of 20 confirmations and nothing is lost.\nIt should arrive by 16:30 your time. I will look again then and write to you either way.",
        "note": "Address is on the customer's allow-list. Hot wallet was refilled at 14:05.",
        "bot": "Withdrawals stay pending until the network has confirmed them. Here is how to check yours.",
        "system": "Ana Petrova joined the chat.",
        "article": "Why is my withdrawal still pending?",
        "article_text": "How long each network takes, how to follow your transaction, and when to write to us.",
        "category": "Withdrawals",
    },
    "zh-hans": {
        "customer": "林美",
        "agent": "安娜",
        "subject": "我的 USDT 提现从昨天起一直显示处理中",
        "subject_2": "更换手机后无法登录",
        "subject_3": "充值时应该选择哪个网络？",
        "ask": "昨天 18:40 我向自己的钱包提了 1,200 USDT，现在还是“处理中”。交易哈希是 0x9f3c…b21e。币丢了吗？",
        "reply": "谢谢您提供交易哈希。今天网络较慢，您的提现已有 20 个确认中的 8 个，资产没有丢失。\n预计在您当地时间 16:30 之前到账。届时我会再次查看，并给您回信。",
        "note": "地址在客户的白名单中。热钱包已于 14:05 补充。",
        "bot": "提现在网络确认之前会一直显示“处理中”。您可以这样查看进度。",
        "system": "安娜加入了对话。",
        "article": "为什么我的提现还在处理中？",
        "article_text": "各网络需要多久、如何跟踪您的交易，以及何时联系我们。",
        "category": "提现",
    },
    "ar": {
        "customer": "سارة العلي",
        "agent": "Ana Petrova",
        "subject": "سحب USDT الخاص بي معلّق منذ الأمس",
        "subject_2": "لا أستطيع تسجيل الدخول بعد تغيير الهاتف",
        "subject_3": "أي شبكة أختار للإيداع؟",
        "ask": "أرسلت 1,200 USDT إلى محفظتي أمس الساعة 18:40 وما زالت الحالة «معلّق». معرّف المعاملة 0x9f3c…b21e. هل ضاعت؟",
        "reply": "شكرًا على معرّف المعاملة. الشبكة بطيئة اليوم؛ لسحبك 8 تأكيدات من أصل 20 ولم يضع شيء.\nمن المتوقع أن يصل قبل 16:30 بتوقيتك. سأتحقق مرة أخرى حينها وأكتب إليك.",
        "note": "العنوان ضمن قائمة العميل المسموح بها. أُعيد تمويل المحفظة الساخنة في 14:05.",
        "bot": "تبقى عمليات السحب معلّقة حتى تؤكدها الشبكة. إليك كيف تتابع عمليتك.",
        "system": "انضمت Ana Petrova إلى المحادثة.",
        "article": "لماذا لا يزال السحب معلّقًا؟",
        "article_text": "كم تستغرق كل شبكة، وكيف تتابع معاملتك، ومتى تكتب إلينا.",
        "category": "السحب",
    },
}


def specimen(language: str) -> dict[str, Any]:
    """Everything the design page shows, in one language; an unknown one is shown in English."""
    words = WORDS.get(language, WORDS["en"])
    moment = now()
    return {
        "say": words,
        "just_now": moment - timedelta(minutes=4),
        "earlier": moment - timedelta(hours=5),
        "due_later": moment + timedelta(hours=3, minutes=30),
        "due_soon": moment + timedelta(minutes=12, seconds=30),
        "due_past": moment - timedelta(minutes=26),
        "hour": [3, 4, 4, 6, 9, 12, 11, 8, 7, 9, 13, 14],
        "quiet_hour": [6, 5, 5, 4, 4, 3, 4, 3, 2, 3, 2, 2],
    }
