// Payment card numbers: an issuer's range, its length, the check digit, and nothing that says it is another number.
import { CARD_WORDS, NUMBER_WORDS, lastEnd } from "./labels.js";

const DIGITS = /(?<![\p{L}\p{N}_.,+#/=-])(?:\d{13,19}|\d{4}(?:([ \u00a0-])\d{4}){3}(?:\1\d{1,3})?|\d{4}([ \u00a0-])\d{6}\2\d{4,5}|\d{6}[ \u00a0-]\d{13})(?![\p{L}\p{N}_/=]|[.,-]\d)/gu;
const ISSUERS = [
  [4, 4, [16]], [51, 55, [16]], [2221, 2720, [16]], [34, 34, [15]], [37, 37, [15]], [6011, 6011, [16]], [644, 659, [16]],
  [3528, 3589, [16]], [36, 36, [14]], [300, 305, [14]], [38, 39, [14]], [62, 62, [16, 17, 18, 19]], [2200, 2204, [16]],
  [5018, 5018, [13, 15, 16, 19]], [6759, 6763, [13, 15, 16, 19]], [9792, 9792, [16]],
];
const BEFORE = 40;

export function* findCards(text) {
  for (const match of text.matchAll(DIGITS)) {
    const start = match.index;
    if (!isCard(match[0].replace(/\D/g, "")) || isOtherNumber(text, start)) continue;
    yield { kind: "card_number", start, end: start + match[0].length, sure: false };
  }
}

function isCard(digits) {
  const known = ISSUERS.some(([low, high, sizes]) => {
    const head = Number(digits.slice(0, String(low).length));
    return head >= low && head <= high && sizes.includes(digits.length);
  });
  return known && new Set(digits).size > 1 && luhn(digits);
}

function luhn(digits) {
  let total = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (1 + (place % 2));
    total += value > 9 ? value - 9 : value;
  });
  return total % 10 === 0;
}

function isOtherNumber(text, start) {
  const near = Math.max(0, start - BEFORE);
  return lastEnd(NUMBER_WORDS, text, near, start) > lastEnd(CARD_WORDS, text, near, start);
}
