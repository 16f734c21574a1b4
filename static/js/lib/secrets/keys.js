// Private keys: sure with a check sum; 64 hex digits only when the text calls them a private key (docs/secret-guard.md).
import { decodeChecked } from "./base58.js";
import { PRIVATE_KEY_WORDS, TRANSACTION_WORDS, lastEnd } from "./labels.js";

const BASE58 = /(?<![1-9A-HJ-NP-Za-km-z])[1-9A-HJ-NP-Za-km-z]{51,112}(?![1-9A-HJ-NP-Za-km-z])/g;
const HEX = /(?<![0-9A-Za-z])(?:0[xX])?([0-9a-fA-F]{64})(?![0-9A-Za-z])/g;
const PEM = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END)[\s\S]){0,20000}(?:-----END [A-Z0-9 ]{0,40}-----)?/g;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const BEFORE = 80;
const AFTER = 40;

export function* findKeys(text) {
  for (const match of text.matchAll(PEM)) yield key(match, true);
  for (const match of text.matchAll(BASE58)) {
    if (isCheckedKey(match[0])) yield key(match, true);
    else if ([87, 88].includes(match[0].length) && isNamed(text, match)) yield key(match, false);
  }
  for (const match of text.matchAll(HEX)) {
    const number = BigInt(`0x${match[1]}`);
    if (number && number < ORDER && isNamed(text, match)) yield key(match, false);
  }
}

function key(match, sure) {
  return { kind: "private_key", start: match.index, end: match.index + match[0].length, sure };
}

// WIF, plain or compressed; a locked key of BIP-38; the private half of an extended key.
function isCheckedKey(text) {
  const payload = decodeChecked(text);
  if (!payload) return false;
  const size = payload.length;
  if (size === 33 || size === 34) return payload[0] >= 0x80 && (size === 33 || payload[33] === 1);
  if (size === 39) return payload[0] === 1 && (payload[1] === 0x42 || payload[1] === 0x43);
  return size === 78 && payload[45] === 0;
}

function isNamed(text, match) {
  const start = match.index;
  const end = start + match[0].length;
  const near = Math.max(0, start - BEFORE);
  const named = lastEnd(PRIVATE_KEY_WORDS, text, near, start);
  const transaction = lastEnd(TRANSACTION_WORDS, text, near, start);
  if (Math.max(named, transaction) >= 0) return named > transaction;
  return text.slice(end, end + AFTER).search(PRIVATE_KEY_WORDS) >= 0;
}
