"""Greetings, thanks and assent: answered in kind, and left out of what is searched for.

A clause counts only as a whole, so that "hello" is one and "hello kitty coin" is none. Read whatever the page's
language is, on folded text.
"""

import re

from chat.bot.folding import folded

GREETINGS = (
    # English, Spanish, Russian
    r"(hi+|hello+|hey+|hiya|howdy|greetings|good (morning|afternoon|evening|day))( there| all| team| everyone| bot| again)?",
    r"(hola|buenas|buenos dias|buen dia|buenas (tardes|noches)|saludos|que tal|hola (buenas|que tal|buenos dias))",
    r"(привет(ствую)?|здравствуй(те)?|доброе утро|добр(ый|ого) (день|дня|вечер|вечера)|доброго времени суток)( всем)?",
    # Chinese, Japanese, Korean
    r"([你您]好[呀啊]?|在[吗嗎么]|有人[吗嗎]|哈[喽啰囉]|嗨|早上好|上午好|下午好|晚上好|早安|[你您]好在[吗嗎])",
    r"(こんにち[はわ]|こんばん[はわ]|おはよう(ございます)?|はじめまして|初めまして|もしもし|すみません|お世話になります|お世話になっております)",
    r"(안녕(하세요|하십니까)?|여보세요|저기요|반갑습니다|수고하세요|수고하십니다)",
    # Arabic
    r"(مرحبا( بكم)?|اهلا( وسهلا)?|هلا|السلام عليكم( ورحمه الله( وبركاته)?)?|(صباح|مساء) (الخير|النور))",
)
THANKS = (
    r"((ok|okay|great|perfect) )?(many )?(thanks|thank you|thank u|thx|ty|cheers)"
    r"( a lot| so much| very much| again| bot| for (your|the) help| for helping)*",
    r"((ok|vale|perfecto) )?(muchas |mil |muchisimas )?gracias( por (la|tu|su|todo|vuestra)( ayuda)?| igualmente)*",
    r"((ок|хорошо) )?(большое |огромное )?(спасибо|благодарю|спс)( большое| огромное| вам| тебе| за помощь)*",
    r"(好的?)?(谢谢|謝謝|多谢|多謝|感谢|感謝|谢了|非常感谢|太感谢)(了|啦|[你您](的帮助)?)*",
    r"(どうも)?(ありがとう(ございます|ございました)?|有難うございます|助かりました|感謝します)",
    r"((정말|너무|네) )?(감사합니다|감사해요|감사드립니다|고맙습니다|고마워요?)",
    r"((حسنا|تمام) )?(شكرا|مشكور|اشكرك(م)?)( جزيلا| لك| لكم| علي المساعده)*",
)
ASSENT = (
    r"(ok(ay)?|k|alright|all right|great|perfect|fine|good|got it|i see|understood|yes|no|sure|it works( now)?|solved)",
    r"(vale|perfecto|entendido|de acuerdo|genial|listo|si|no|bien|ya funciona|solucionado)",
    r"(ок(ей)?|хорошо|понятно|понял(а)?|ясно|отлично|да|нет|ладно|получилось|вс[её] заработало)",
    r"(好(的|吧|了)?|行|可以(了)?|明白了?|知道了|了解|懂了|[嗯恩]+|是的?|没有了?|解决了)",
    r"(了解(です|しました)?|わかりました|分かりました|承知しました|はい|いいえ|大丈夫です|解決しました)",
    r"(네+|예|넵|알겠습니다|알겠어요|아니요|괜찮아요|괜찮습니다|좋아요|해결(됐어요|되었습니다|했어요))",
    r"(تمام|حسنا|طيب|نعم|لا|فهمت|ممتاز|تم الحل)",
)
_KINDS = {
    "hello": re.compile("|".join(GREETINGS)),
    "welcome": re.compile("|".join(THANKS)),
    "noted": re.compile("|".join(ASSENT)),
}
_CLAUSE_END = re.compile(r"[\n,.!?;:…،؛؟，。！？；：、~〜)(]+")
_MARKS = re.compile(r"[^\w\s']+")


def courtesy_of(text: str) -> str:
    """`hello`, `welcome` or `noted` when the text says nothing else, thanks before all; else empty."""
    kinds = [kind_of(clause) for clause in clauses(text)]
    if not kinds or not all(kinds):
        return ""
    return "welcome" if "welcome" in kinds else kinds[-1]


def question_in(text: str) -> str:
    """The text without its greetings and thanks; all of it when nothing else is there."""
    kept = [clause for clause in clauses(text) if not kind_of(clause)]
    return text if len(kept) == len(clauses(text)) or not kept else "\n".join(kept)


def clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE_END.split(text) if plain(clause)]


def plain(clause: str) -> str:
    """Its words alone: no marks, no emoji."""
    return " ".join(_MARKS.sub(" ", folded(clause)).split())


def kind_of(clause: str) -> str:
    words = plain(clause)
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(words)), "")
