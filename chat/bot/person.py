"""The wish for a person, in whatever words it comes: told from a question in which a person only occurs.

`SAID` is looked for anywhere in the text. `CLAUSES` must be a whole clause, so that "I want a person please" is one and
"can another person use my account?" is none. Both read folded text; people write in their own language.
"""

import re

from chat.bot.courtesy import clauses, plain
from chat.bot.folding import folded

OTHERS = (
    r"\b(an)?other (person|people|human)\b|(?<!to )(?<!with )\b(someone|somebody) else\b|\botr[ao]s? personas?\b",
    r"\bдруг(ой|ого|ому|им|ие|их) (человек|люд)\w*|别人|別人|他人|其他人|另一个人|另一個人|第三人|他の人|別の人|第三者|(다른|다른 ?한) ?사람|타인",
    r"(ل|ب)?(ال)?شخصا? (ا|ال)?(اخر|ثان)\w*|الاخرين",
)
"""Somebody else, who is never the desk."""

POLITE = (
    r"\b(please|pls|plz|thanks|thank you|now|right now|immediately|asap|por favor|porfa|gracias|ahora( mismo)?|ya)\b",
    r"\b(пожалуйста|плиз|спасибо|сейчас|срочно|немедленно)\b|\b(من فضلك|لو سمحت(م)?|رجاء|ارجوك|شكرا|الان|حالا|فورا)\b",
)

ENGLISH = (
    r"(?:(?:real|live|actual|living|human) )*(?:person|people|humans?|human being|agent|operator|representative|rep|someone|"
    r"somebody|advis[eo]r|staff|staff member|member of staff|employee|specialist|manager|supervisor|"
    r"support(?: agent| staff| person| team)?|customer (?:service|support|care))(?: real| human)?(?: here)?"
)
ENGLISH_ASKED = (
    rf"(?:(?:to|with|for|through|over|have|see|reach|contact|find|talk|speak|chat|be|connected) )*"
    rf"(?:(?:a|an|the|some|any|one|your) )?{ENGLISH}"
    r"(?: (?:instead|to (?:talk|speak|chat) (?:to|with)|(?:to|who can|that can) (?:help|assist)(?: me)?|not (?:a|the) \w+|"
    r"(?:about|regarding) .+))?"
)
SPANISH = (
    r"(?:persona|agente|humano|ser humano|asesora?|operadora?|representante|alguien|emplead[oa]|ejecutiv[oa]|"
    r"soporte)(?: (?:real|humano|humana|de verdad|de carne y hueso|de soporte|del equipo|de atencion))*"
)
RUSSIAN = (
    r"(?:(?:жив|реальн|настоящ)\w+ )?(?:оператор|человек|агент|сотрудник|специалист|менеджер|консультант)\w{0,3}|"
    r"(?:кто|кем) (?:нибудь|то)(?: живым| живой| из поддержки)?"
)
CHINESE = r"(?:人工客服|人工|真人客服|真人|活人|人类|人類|客服人员|客服人員|客服|工作人员|工作人員|专人|專人|专员|專員|人员|人員|坐席)"
JAPANESE = r"(?:オペレーター?|担当者|担当の方|係の人|係員|人間|有人|スタッフ|サポートの人|サポートの方|ヒト)"
KOREAN = r"(?:상담원|상담사|상담 ?직원|직원|담당자)"
ARABIC = (
    r"(?:ال|ب|ل|لل)?(?:شخصا?|انسانا?|موظفا?|وكيلا?|ممثلا?|احدا?|احدكم|بشري|بشر|خدمه العملاء|الدعم)\b"
    r"(?: (?:ال)?(?:حقيقي|حقيقيا|بشري|بشريا|منكم|(?:من |في )?(?:فريق )?(?:ال)?(?:دعم|خدمه العملاء)))*"
)

SAID = (
    # English
    r"\b(talk|speak|chat|connect|write|(transfer|switch|put)( me)( through| over)?)( me)? (to|with) (a |an |the |some )?"
    r"(real |live |actual )?(person|people|human|agent|operator|representative|advisor|someone|somebody|one|support)\b",
    r"\b(real person|live agent|live person|live support|human (agent|operator|support)|not a bot)\b",
    # Spanish
    r"\b(hablar|habl[eo]|chatear|comunicar\w*|contactar|pasame|paseme) (con |a )?(una?|el|la|algun[ao]?)? ?(persona|agente|"
    r"humano|asesor|operador|representante|alguien)\b",
    r"\b(persona real|agente humano|operador humano|asesor humano|atencion al cliente)\b",
    # Russian
    rf"\b(позови|соедини|переключи|свяжи|переведи)(те)?\b.{{0,30}}\b({RUSSIAN}|поддержк)",
    rf"(говорить|общаться|беседовать|связаться|поговорю)\b.{{0,12}}\bс(о)? .{{0,20}}({RUSSIAN}|поддержк)",
    r"\bжив(ой|ого|ым|ому) (человек|оператор|агент|сотрудник)",
    # Chinese, simplified and traditional
    r"人工(客服|服务|服務|坐席)|(转|轉|找|要|接)(接|个|個|到)?人工(?!智|审|審|处|處|复|複|验|驗)|轉接?客服|转接?客服|"
    r"(找|联系|聯繫|要|转|轉|接)(个|個|一个|一個|一位)?(客服|专员|專員|活人|真人)|[和跟与與](个|個|真)?人(说|說|聊|谈|談|沟|溝|对|對|交)",
    # Japanese
    rf"{JAPANESE}(さん)?(に|と|へ|を|の|が)?(直接|一度)?(お願い|つな|繋|対応|話|はな|相談|代わ|替わ|呼|希望|出して|ほしい|欲しい|必要)",
    r"(人|誰か|方)(と|に)(直接|一度)?(話し|話せ|話を|はなし|相談し|つな|繋|代わ|替わ|聞)",
    # Korean
    r"상담(원|사|직원)|사람(이랑|과|하고|한테|에게|으로|을|이)? ?(좀 )?(얘기|이야기|대화|통화|연결|상담|바꿔|불러|말하고|말할)|진짜 사람|실제 사람|"
    r"(누군가|누구)(와|랑|하고) ?(얘기|이야기|대화|통화|상담)|"
    r"(직원|담당자)(과|와|한테|에게|을|를|이랑|이|가)? ?(좀 )?(연결|바꿔|얘기|이야기|대화|통화|불러|필요|원해|부탁)",
    # Arabic
    rf"\b(التحدث|اتحدث|اتكلم|التكلم|تحدث|الحديث|اكلم|كلم|التواصل|اتواصل|الدردشه)\b.{{0,12}}\b{ARABIC}",
    rf"\b(حولني|حولوني|تحويلي|وصلني|وصلوني|توصيلي|صلني)\b.{{0,12}}\b{ARABIC}|\bشخص حقيقي\b",
)

CLAUSES = (
    # English: the bare word, the wish at the end of a clause, and a request put as a question
    rf"(?:(?:no|just|only|hi|hello|ok|a|an|the|any|some|one) )*{ENGLISH}",
    rf"(?:.* )?(?<!do )(?<!did )(?:i|we)(?: (?:just|really|only|still|do|would|also|rather))*"
    rf" (?:want|wanna|need|prefer|demand|require|would like|would love)(?: (?:to|an answer from))*? {ENGLISH_ASKED}",
    rf"(?:.* )?(?:i'd|we'd|id)(?: rather| really)? (?:like|love|prefer|have)(?: to)? {ENGLISH_ASKED}",
    rf"(?:.* )?(?:get|give|find|let|bring|hand|pass|put|forward|transfer|switch|connect) (?:me|us)(?: have)? {ENGLISH_ASKED}",
    rf"(?:can|could|may|might) (?:i|we|you)(?: please)? (?:have|get|find|reach|contact|bring)(?: me)? {ENGLISH_ASKED}",
    rf"(?:is|are) (?:there )?{ENGLISH_ASKED}(?: there| available| around| online)?",
    # Spanish
    rf"(?:(?:no|solo|hola|una?|el|la|algun[ao]?) )*{SPANISH}",
    r"(?:.* )?(?:quiero|quisiera|necesito|deseo|prefiero|exijo|busco|me gustaria|dame|deme|ponme|pongame|comunicame|"
    r"conectame|pas[ae]me|puedo|podria|puede[ns]?|hay)(?: (?:que me|hablar|contactar|tener|pasar|pasarme|poner|ponerme|"
    r"comunicarme|atienda|ayude|a|con|de|ser|atendido|por))*"
    rf"(?: (?:una?|el|la|algun[ao]?))? {SPANISH}(?: (?:que me (?:ayude|atienda)|para (?:hablar|que me ayude)))?",
    # Russian
    rf"(?:{RUSSIAN})|(?:.* )?(?:нуж(?:ен|на|но)|хочу|хотел(?:а|ось)? бы|требуется|дайте|дай|позовите|можно|есть|мне бы)"
    rf"(?: (?:ли|мне|нам|бы|у вас|тут|здесь|поддержка|помощь|от|на))* (?:{RUSSIAN})(?: из поддержки| для (?:помощи|разговора)|"
    r" а не (?:бот|робот)\w*)?",
    # Chinese
    r"(?:我们|我們|我|请问|請問|请|請|麻烦|麻煩|能不能|能|可不可以|可以|直接|就|只|想|要|需要|希望|帮我|幫我|给我|給我|让我|讓我|找|转|轉|接|"
    r"联系|聯繫|联络|叫|换|換|有没有|有沒有|有|不要机器人|和|跟|与|與|同|到|一个|一個|个|個|一位|位|名|你们的?|你們的?)*+"
    rf"{CHINESE}(?:说话|說話|说|說|谈|談|聊天|聊|沟通|溝通|对话|對話|交流|帮我|幫我|帮忙|幫忙|处理|處理|服务|服務|在线|在線|在|吗|嗎|吧|呢|谢谢|謝謝|一下)*+",
    r"(?:我|请|請|麻烦|麻煩|能不能|可不可以|可以)*+(?:想要|想|要|需要|希望|帮我|幫我|给我|給我)(?:找|叫|换|換|转|轉|见|見|和|跟)?"
    r"(?:一个|一個|个|個|一位|位)?(?:真的|真正的|活的)?人(?:说话|說話|聊|谈|談|帮我|幫我|帮忙|幫忙|处理|處理|吗|嗎|吧|谢谢|謝謝|来|來|类|類)*+",
    # Japanese, Korean
    rf"{JAPANESE}|(?:本物の|生身の|誰か)?(?:人間?|誰か|{JAPANESE})(?:を|が|に|で|と)?(?:お願い|希望|ほしい|欲しい|呼んで|必要|話|対応|いい).*",
    rf"(?:사람|{KOREAN})(?: ?좀)?(?:을|를|이|가)? ?(?:불러|원해|원합|필요|부탁|주세요|바꿔|연결|있나요|있어요|나와).*|사람|{KOREAN}|상담 ?연결.*",
    # Arabic
    rf"{ARABIC}|(?:.* )?(?:اريد|ابغي|ابغا|ابي|ممكن|احتاج|نحتاج|محتاج|ارغب|اود|بدي|عايز|عاوز|اعطني|اعطوني|هل يوجد|هل هناك|اطلب)"
    rf"(?: (?:الي|في|من|مع|مساعده|المساعده|دعم))* {ARABIC}(?: (?:يساعدني|ليساعدني|لمساعدتي|للمساعده|وليس \w+))?",
)

_OTHERS = re.compile("|".join(OTHERS))
_POLITE = re.compile("|".join(POLITE))
_SAID = re.compile("|".join(f"(?:{pattern})" for pattern in SAID))
_CLAUSE = re.compile("|".join(f"(?:{pattern})" for pattern in CLAUSES))


def asks_for_person(text: str) -> bool:
    wide = _OTHERS.sub(" … ", folded(text))
    return bool(_SAID.search(wide)) or any(_CLAUSE.fullmatch(asked(clause)) for clause in clauses(wide))


def asked(clause: str) -> str:
    """The clause without its marks and its politeness."""
    return " ".join(_POLITE.sub(" ", plain(clause)).split())
