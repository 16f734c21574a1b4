from django.db import migrations

TOPICS = [
    ("account-compromised", "urgent", True, {
        "en": "My account is compromised", "zh-hans": "我的账户被盗用", "es": "Mi cuenta está comprometida",
        "ru": "Мой аккаунт взломан", "ja": "アカウントが乗っ取られた", "ko": "계정이 도용되었어요",
        "ar": "تم اختراق حسابي",
    }),
    ("sign-in", "high", False, {
        "en": "Signing in", "zh-hans": "登录", "es": "Inicio de sesión", "ru": "Вход в аккаунт",
        "ja": "ログイン", "ko": "로그인", "ar": "تسجيل الدخول",
    }),
    ("payment", "normal", False, {
        "en": "Payments and balances", "zh-hans": "付款与余额", "es": "Pagos y saldos", "ru": "Платежи и баланс",
        "ja": "お支払いと残高", "ko": "결제 및 잔액", "ar": "المدفوعات والأرصدة",
    }),
    ("technical", "normal", False, {
        "en": "Something does not work", "zh-hans": "功能故障", "es": "Algo no funciona",
        "ru": "Что-то не работает", "ja": "うまく動かない", "ko": "작동하지 않아요", "ar": "شيء لا يعمل",
    }),
    ("complaint", "high", False, {
        "en": "A complaint", "zh-hans": "投诉", "es": "Una queja", "ru": "Жалоба", "ja": "苦情", "ko": "불만 접수",
        "ar": "شكوى",
    }),
    ("suggestion", "low", False, {
        "en": "A suggestion", "zh-hans": "建议", "es": "Una sugerencia", "ru": "Предложение", "ja": "ご提案",
        "ko": "제안", "ar": "اقتراح",
    }),
    ("other", "normal", False, {
        "en": "Something else", "zh-hans": "其他", "es": "Otra cosa", "ru": "Другое", "ja": "その他", "ko": "기타",
        "ar": "شيء آخر",
    }),
]

# Priority → minutes to first response, next response and resolution.
TARGETS = {
    "urgent": (30, 60, 8 * 60),
    "high": (2 * 60, 4 * 60, 24 * 60),
    "normal": (8 * 60, 12 * 60, 3 * 24 * 60),
    "low": (24 * 60, 24 * 60, 7 * 24 * 60),
}


def write(apps, schema_editor):
    topic = apps.get_model("tickets", "Topic")
    for position, (slug, priority, is_security, names) in enumerate(TOPICS):
        topic.objects.create(
            slug=slug, priority=priority, is_security=is_security, names=names, position=position * 10
        )
    calendar = apps.get_model("tickets", "BusinessCalendar").objects.create(name="Day and night")
    policy = apps.get_model("tickets", "SlaPolicy").objects.create(name="Standard", calendar=calendar)
    target = apps.get_model("tickets", "SlaTarget")
    for priority, (first, following, resolution) in TARGETS.items():
        target.objects.create(
            policy=policy,
            priority=priority,
            first_response_minutes=first,
            next_response_minutes=following,
            resolution_minutes=resolution,
        )
    apps.get_model("tickets", "Counter").objects.create(name="ticket")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
