"""Words that say what the long string after them is, in the desk's languages and its neighbours'.

`static/js/lib/secrets/labels.js` holds the same lists; a test compares them.
"""

import re
from typing import Final

PRIVATE_KEY: Final = (
    "private key|privatekey|private_key|priv key|privkey|prv key|wallet key|hex key|私钥|私鑰|秘密鍵|プライベートキー"
    "|개인키|개인 키|비밀키|비밀 키|프라이빗 키|clave privada|llave privada|приватный ключ|приватного ключа|приватник"
    "|закрытый ключ|закрытого ключа|секретный ключ|مفتاح خاص|المفتاح الخاص|مفتاحي الخاص|chave privada|clé privée"
    "|özel anahtar|khóa riêng|khóa cá nhân|privater schlüssel|kunci pribadi"
)
TRANSACTION: Final = (
    "tx|txn|txid|tx id|txhash|transaction|hash|block|transfer|deposit|withdrawal|order|request id|signature|sha256"
    "|checksum|commit|digest|交易|哈希|区块|區塊|充值|提现|订单|トランザクション|取引|ハッシュ|入金|出金|트랜잭션|거래|해시|입금|출금"
    "|transacción|transaccion|depósito|retiro|транзакц|хеш|хэш|депозит|вывод|معاملة|المعاملة|هاش|إيداع|سحب"
    "|transação|giao dịch|işlem|transaktion|transaksi"
)
API_KEY: Final = (
    "api secret|apisecret|api_secret|api-secret|secret key|secretkey|secret_key|secret-key|api key|apikey|api_key"
    "|api-key|client secret|client_secret|access token|access_token|secret access key|signing key|hmac key"
    "|secret api|api passphrase|api密钥|api 密钥|api私钥|api密鑰|密钥|密鑰|secret是|apiキー|api キー|シークレット|秘密キー"
    "|api 키|api키|시크릿|비밀 키|clave secreta|clave api|secreto api|секретный ключ|ключ api|api ключ|api-ключ|секрет api"
    "|مفتاح api|المفتاح السري|مفتاح سري|chave secreta|chave api"
)
CARD: Final = (
    "card|visa|mastercard|maestro|amex|american express|unionpay|union pay|jcb|discover|diners|mir|pan"
    "|卡号|卡號|银行卡|銀行卡|信用卡|借记卡|银联|カード|카드|tarjeta|карт|мир|бطاقة|بطاقة|البطاقة|cartão|kart|thẻ|karte|kartu|carte"
)
NUMBER: Final = (
    "order|uid|user id|ticket|request|reference|ref|invoice|id|tracking|account|phone|tel|imei|serial|number is|trade"
    "|订单|訂單|单号|編號|编号|流水号|工单|账号|手机|电话|注文|番号|口座|電話|주문|번호|계좌|전화|pedido|orden|cuenta|teléfono|referencia"
    "|заказ|ордер|номер|счет|счёт|телефон|заявк|طلب|رقم|حساب|هاتف|عملية"
)


def pattern(words: str) -> re.Pattern[str]:
    """Finds any of the words; those in Latin letters only as whole words."""
    latin = [word for word in words.split("|") if word.isascii()]
    other = [word for word in words.split("|") if not word.isascii()]
    whole = rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, latin))})(?![A-Za-z])"
    # Most places begin none of the words; this says so at once.
    begins = "".join(sorted({re.escape(word[0]) for word in (*latin, *other)}))
    return re.compile(f"(?=[{begins}])(?:{whole}|{'|'.join(map(re.escape, other))})", re.IGNORECASE)


PRIVATE_KEY_WORDS: Final = pattern(PRIVATE_KEY)
TRANSACTION_WORDS: Final = pattern(TRANSACTION)
API_KEY_WORDS: Final = pattern(API_KEY)
CARD_WORDS: Final = pattern(CARD)
NUMBER_WORDS: Final = pattern(NUMBER)


def last_end(words: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last of the words before `end` stops; -1 when none does after `start`."""
    return max((match.end() for match in words.finditer(text, start, end)), default=-1)
