"""What the bot understands without searching: the signs of an account in danger.

Each language is read whatever the page's language is: people write in their own. A pattern is matched against
folded text; Latin and Cyrillic ones at word starts, the others anywhere.
"""

import re

from chat.bot.folding import folded

DANGER = (
    # English
    r"\bhack(ed|er|ers|ing)\b|\bscam(med|mer|mers|ming)?\b|\bphish(ed|ing)\b|\bstolen\b|\bstole\b|\bcompromised\b",
    r"\b(unauthori[sz]ed|fraud(ulent)?|sim.?swap(ped)?|account takeover|taken over)\b",
    r"\b(someone|somebody|stranger)\b.{0,30}\b(logged|withdr[ae]w|access(ed)?|changed|took|got in(to)?|sent|emptied|is in)\b",
    r"\bnot me\b.{0,40}\b(log|sign|withdr|device)|\b(did ?n.?t|did not|never)\b.{0,25}\b(authori[sz]e|make this|request this|"
    r"withdraw|log ?in)|\b(gave|shared|sent|told|entered|typed)\b.{0,40}\b(seed|recovery phrase|private key|2fa code|otp|password)",
    # Spanish
    r"\b(hacke\w+|hackead[oa]|estaf\w+|robad[oa]|robaron|robo de|phishing|fraude|suplantad\w*|comprometid[oa])\b",
    r"\b(alguien|un desconocido)\b.{0,30}\b(entro|accedio|retiro|cambio|saco|inicio sesion)\b|\bno (autoric|reconozco)\w*",
    # Russian
    r"взлом\w*|мошен\w*|украл\w*|украд\w*|фишинг\w*|кража|обманул\w*|развели",
    r"(кто-?то|чужой|посторонн\w+|неизвестн\w+).{0,30}(вош|зашел|зашёл|вывел|снял|сменил|поменял|доступ)|"
    r"не я (вывел|выводил|входил|заходил|делал)|без моего (ведома|разрешения|согласия)",
    # Chinese
    r"被盗|被盜|盗号|盜號|盗刷|盜刷|被黑|黑客|駭客|骇客|诈骗|詐騙|被骗|被騙|骗子|騙子|钓鱼|釣魚|盗用|盜用|盗走|盜走|不是我(本人)?(操作|登录|登錄|登入|提)|"
    r"有人(登录|登錄|登入|动了|動了|转走|轉走|提走)|未(经|經)授(权|權)|泄露了?(助记词|私钥)|陌生(设备|設備)登(录|錄|入)",
    # Japanese
    r"乗っ取|のっとり|ハッキング|ハック(され|被害)|不正(アクセス|ログイン|出金|送金|利用)|詐欺|騙され|だまされ|盗まれ|盗難|フィッシング|"
    r"(身に覚え|心当たり)の?(が)?ない|勝手に(出金|送金|ログイン)|誰かが.{0,10}(ログイン|出金|送金|アクセス)",
    # Korean
    r"해킹|해커|사기|도난|도용|피싱|훔쳐|털렸|털린|무단 ?(출금|접속|로그인)|누군가.{0,12}(로그인|출금|접속|빼)|"
    r"제가 (하지|안) ?(않은|한)|내가 (하지|안) ?(않은|한)",
    # Arabic
    r"اختراق|مخترق|اخترق|هكر|احتيال|نصب علي|نصاب|محتال|سرق|سرقه|مسروق|تصيد|شخص ما (دخل|سحب)|احد (دخل|سحب)|بدون اذني|"
    r"لم اقم (انا )?(ب)?(السحب|تسجيل)",
)

_DANGER = re.compile("|".join(f"(?:{pattern})" for pattern in DANGER))


def is_in_danger(text: str) -> bool:
    return bool(_DANGER.search(folded(text)))
