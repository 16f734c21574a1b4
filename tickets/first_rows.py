"""What a new desk begins with: a few general topics, one calendar, one service level.

Written after each migrate while there are none, so that an emptied database has them too.
"""

from typing import Any

from tickets.models import BusinessCalendar, SlaPolicy, SlaTarget, Topic

TOPICS = [
    (
        "account-compromised",
        "urgent",
        True,
        {
            "en": "My account is compromised",
            "zh-hans": "我的账户被盗用",
            "es": "Mi cuenta está comprometida",
            "ru": "Мой аккаунт взломан",
            "ja": "アカウントが乗っ取られた",
            "ko": "계정이 도용되었어요",
            "ar": "تم اختراق حسابي",
        },
    ),
    (
        "sign-in",
        "high",
        False,
        {
            "en": "Signing in",
            "zh-hans": "登录",
            "es": "Inicio de sesión",
            "ru": "Вход в аккаунт",
            "ja": "ログイン",
            "ko": "로그인",
            "ar": "تسجيل الدخول",
        },
    ),
    (
        "payment",
        "normal",
        False,
        {
            "en": "Payments and balances",
            "zh-hans": "付款与余额",
            "es": "Pagos y saldos",
            "ru": "Платежи и баланс",
            "ja": "お支払いと残高",
            "ko": "결제 및 잔액",
            "ar": "المدفوعات والأرصدة",
        },
    ),
    (
        "technical",
        "normal",
        False,
        {
            "en": "Something does not work",
            "zh-hans": "功能故障",
            "es": "Algo no funciona",
            "ru": "Что-то не работает",
            "ja": "うまく動かない",
            "ko": "작동하지 않아요",
            "ar": "شيء لا يعمل",
        },
    ),
    (
        "complaint",
        "high",
        False,
        {
            "en": "A complaint",
            "zh-hans": "投诉",
            "es": "Una queja",
            "ru": "Жалоба",
            "ja": "苦情",
            "ko": "불만 접수",
            "ar": "شكوى",
        },
    ),
    (
        "suggestion",
        "low",
        False,
        {
            "en": "A suggestion",
            "zh-hans": "建议",
            "es": "Una sugerencia",
            "ru": "Предложение",
            "ja": "ご提案",
            "ko": "제안",
            "ar": "اقتراح",
        },
    ),
    (
        "other",
        "normal",
        False,
        {
            "en": "Something else",
            "zh-hans": "其他",
            "es": "Otra cosa",
            "ru": "Другое",
            "ja": "その他",
            "ko": "기타",
            "ar": "شيء آخر",
        },
    ),
]

# Priority → minutes to first response, next response and resolution.
TARGETS = {
    "urgent": (30, 60, 8 * 60),
    "high": (2 * 60, 4 * 60, 24 * 60),
    "normal": (8 * 60, 12 * 60, 3 * 24 * 60),
    "low": (24 * 60, 24 * 60, 7 * 24 * 60),
}


def write_first_rows(**_: Any) -> None:
    """Safe to repeat; what an administrator has made is left alone."""
    if not Topic.objects.exists():
        Topic.objects.bulk_create(
            Topic(slug=slug, priority=priority, is_security=is_security, names=names, position=number * 10)
            for number, (slug, priority, is_security, names) in enumerate(TOPICS)
        )
    if not SlaPolicy.objects.exists():
        write_policy()


def write_policy() -> None:
    calendar, _is_new = BusinessCalendar.objects.get_or_create(name="Day and night")
    policy = SlaPolicy.objects.create(name="Standard", calendar=calendar)
    SlaTarget.objects.bulk_create(
        SlaTarget(
            policy=policy,
            priority=priority,
            first_response_minutes=first,
            next_response_minutes=following,
            resolution_minutes=resolution,
        )
        for priority, (first, following, resolution) in TARGETS.items()
    )
