// Words that say what the long string after them is: the lists of helpdesk/lib/secrets/labels.py, which a test compares.
const PRIVATE_KEY = [
  "private key", "privatekey", "private_key", "priv key", "privkey", "prv key", "wallet key", "hex key", "私钥", "私鑰",
  "秘密鍵", "プライベートキー", "개인키", "개인 키", "비밀키", "비밀 키", "프라이빗 키", "clave privada", "llave privada", "приватный ключ",
  "приватного ключа", "приватник", "закрытый ключ", "закрытого ключа", "секретный ключ", "مفتاح خاص",
  "المفتاح الخاص", "مفتاحي الخاص", "chave privada", "clé privée", "özel anahtar", "khóa riêng", "khóa cá nhân",
  "privater schlüssel", "kunci pribadi",
];
const TRANSACTION = [
  "tx", "txn", "txid", "tx id", "txhash", "transaction", "hash", "block", "transfer", "deposit", "withdrawal",
  "order", "request id", "signature", "sha256", "checksum", "commit", "digest", "交易", "哈希", "区块", "區塊", "充值", "提现",
  "订单", "トランザクション", "取引", "ハッシュ", "入金", "出金", "트랜잭션", "거래", "해시", "입금", "출금", "transacción", "transaccion",
  "depósito", "retiro", "транзакц", "хеш", "хэш", "депозит", "вывод", "معاملة", "المعاملة", "هاش", "إيداع", "سحب",
  "transação", "giao dịch", "işlem", "transaktion", "transaksi",
];
const API_KEY = [
  "api secret", "apisecret", "api_secret", "api-secret", "secret key", "secretkey", "secret_key", "secret-key",
  "api key", "apikey", "api_key", "api-key", "client secret", "client_secret", "access token", "access_token",
  "secret access key", "signing key", "hmac key", "secret api", "api passphrase", "api密钥", "api 密钥", "api私钥",
  "api密鑰", "密钥", "密鑰", "secret是", "apiキー", "api キー", "シークレット", "秘密キー", "api 키", "api키", "시크릿", "비밀 키",
  "clave secreta", "clave api", "secreto api", "секретный ключ", "ключ api", "api ключ", "api-ключ", "секрет api",
  "مفتاح api", "المفتاح السري", "مفتاح سري", "chave secreta", "chave api",
];
const CARD = [
  "card", "visa", "mastercard", "maestro", "amex", "american express", "unionpay", "union pay", "jcb", "discover",
  "diners", "mir", "pan", "卡号", "卡號", "银行卡", "銀行卡", "信用卡", "借记卡", "银联", "カード", "카드", "tarjeta", "карт", "мир",
  "бطاقة", "بطاقة", "البطاقة", "cartão", "kart", "thẻ", "karte", "kartu", "carte",
];
const NUMBER = [
  "order", "uid", "user id", "ticket", "request", "reference", "ref", "invoice", "id", "tracking", "account",
  "phone", "tel", "imei", "serial", "number is", "trade", "订单", "訂單", "单号", "編號", "编号", "流水号", "工单", "账号", "手机",
  "电话", "注文", "番号", "口座", "電話", "주문", "번호", "계좌", "전화", "pedido", "orden", "cuenta", "teléfono", "referencia",
  "заказ", "ордер", "номер", "счет", "счёт", "телефон", "заявк", "طلب", "رقم", "حساب", "هاتف", "عملية",
];

// Finds any of the words, which hold letters, spaces, hyphens and underscores; those in Latin letters only whole.
function pattern(words) {
  const latin = words.filter((word) => /^[\x00-\x7f]*$/.test(word)).join("|");
  const other = words.filter((word) => !/^[\x00-\x7f]*$/.test(word)).join("|");
  return new RegExp(`(?<![A-Za-z])(?:${latin})(?![A-Za-z])|${other}`, "giu");
}

export const PRIVATE_KEY_WORDS = pattern(PRIVATE_KEY);
export const TRANSACTION_WORDS = pattern(TRANSACTION);
export const API_KEY_WORDS = pattern(API_KEY);
export const CARD_WORDS = pattern(CARD);
export const NUMBER_WORDS = pattern(NUMBER);

// Where the last of the words before `end` stops; -1 when none does after `start`.
export function lastEnd(words, text, start, end) {
  let last = -1;
  for (const match of text.slice(start, end).matchAll(words)) last = start + match.index + match[0].length;
  return last;
}
