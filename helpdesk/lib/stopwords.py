"""Words so common that a query is better without them. Kept small: an index never drops anything, only queries do."""

from typing import Final

_BY_LANGUAGE: Final = {
    "en": "a am an and any are as at be been but by can could did do does for from had has have how i if in is it its me my not of on or "
    "our should so that the their them there these they this to was we were what when where which who why will with would you your",
    "es": "a al como con cual cuales cuando de del donde el ella en es esta este estan hay la las lo los me mi mis muy no o para pero por porque "
    "puede puedo que quien se si sin son su sus un una y ya yo",
    "pt": "a ao as com como da das de do dos e ela ele em essa esse esta este eu foi isso mais mas me meu minha na nas no nos o os ou para "
    "pela pelo por porque posso qual quando que quem se sem seu sua um uma onde",
    "fr": "a au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur ma mais mes mon ne nous on ou par pas "
    "peut peux pour pourquoi que quel quelle qui sa se si son sur un une vous y c d j l m n qu s t",
    "it": "a ai al alla che chi come con cosa cui da dal dei del della di dove e gli ha ho i il in io la le lo ma mi mio nel nella non o per "
    "perche piu posso quale quando questa questo se si sono su sul un una uno c l d",
    "de": "aber als am an auf aus bei bin bis das dass dem den der des die du ein eine einem einen einer er es fur hat habe ich ihr im in "
    "ist kann kein keine man mein meine mich mir mit nach nicht oder sich sie sind so uber um und uns von wann warum was wenn wer "
    "werden wie wird wir wo zu zum zur",
    "nl": "aan als bij dat de die dit een en er het hij hoe ik in is je kan mag met mijn niet of om op te uit van voor waar waarom wanneer "
    "wat we wie wij ze zijn zo",
    "ru": "а без бы в вам вас во вот вы да для до его ее если есть за и из или их к как какая какие какой когда кто ли мне мой моя моих мы "
    "на не нет но о об он она они от по почему при с свой со так то только у уже что чтобы эта это этот я",
    "uk": "а або без в ви від до для за з зі і й його її із їх коли ми мій моя на не ні но про та так то у хто це цей чи чому що щоб як який я",
    "tr": "bir bu ben benim bana da de daha icin ile ki mi mı mu mü ne nasil neden nerede ve veya ya sey",
    "ar": "في من على إلى الى عن ما ماذا هل كيف لماذا متى أين هذا هذه ذلك التي الذي أن ان إن لا لم لن مع كان كانت هو هي أو او و يا قد أنا انا",
    "fa": "از به با در را که این آن برای و یا چه چرا چگونه کجا من است هست می تا هم بر",
    "hi": "का के की को में से है हैं था थे और या यह वह ये क्या क्यों कैसे कब कहाँ मैं मेरा मेरी मेरे पर ने भी नहीं तो एक कर हो जो",
    "id": "ada adalah apa bagaimana dan dari dengan di dimana ini itu kapan kenapa ke mengapa pada saya tidak untuk yang atau",
    "vi": "la va cua cho voi cac nhung mot co khong thi o tai sao nao gi toi bi da dang se duoc này là và của với các những một không",
    "pl": "a ale bo co czy dla do gdzie i ich jak jaki jest jestem już kiedy kto ma mnie moje moj na nie o od po się sie są to w we z za że",
    "zh": "到 从 從 给 給 对 對 能 会 會 要 想 没 沒 没有 沒有 的 了 吗 呢 吧 啊 我 你 您 是 在 有 和 就 都 也 很 请 把 被 与 及 或 这 那 个 為 為什麼 嗎 什么 什麼 怎么 怎麼 怎样 如何 为什么 为何 "
    "哪个 哪些 哪里 多少 可以 能否 是否 一个 我的 你的 你们 我们",
    "ja": "の は が を に で と も へ や か な ね よ です ます した して する ない から まで こと もの これ それ どう なぜ いつ どこ 何 ため ください",
    "ko": "이 그 저 것 수 왜 어떻게 무엇 언제 어디 제 내 나 는 은 이란 하나요 있나요 인가요 합니까 입니까 무엇인가요",
}  # fmt: skip

_SAME: Final = {"zh-hans": "zh", "zh-hant": "zh", "pt-br": "pt", "ms": "id", "ur": ""}
STOPWORDS: Final = {code: frozenset(words.split()) for code, words in _BY_LANGUAGE.items()}
_NONE: Final[frozenset[str]] = frozenset()


def stopwords(language: str) -> frozenset[str]:
    """The stopwords of a language, in the spelling people type; empty for a language without a list."""
    return STOPWORDS.get(_SAME.get(language, language), _NONE)
