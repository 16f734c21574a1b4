// API secrets: a long random string right after words such as "API secret".
import { API_KEY_WORDS } from "./labels.js";

const TOKEN = /(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{20,128}={0,2}(?![A-Za-z0-9+/_=@-]|\.[a-z])/;
const REACH = 48;
const LONGEST = 132;
const LEAST_ENTROPY = 3;

export function* findApiKeys(text) {
  for (const label of text.matchAll(API_KEY_WORDS)) {
    const from = label.index + label[0].length;
    const match = TOKEN.exec(text.slice(from, from + REACH + LONGEST));
    if (!match || match.index > REACH || !looksRandom(match[0])) continue;
    const start = from + match.index;
    yield { kind: "api_key", start, end: start + match[0].length, sure: false };
  }
}

// Letters and digits mixed, as no word, path or date is.
function looksRandom(token) {
  if ((token.match(/\d/g) ?? []).length < 2 || (token.match(/[A-Za-z]/g) ?? []).length < 4 || token.includes("//")) return false;
  const counts = new Map();
  for (const char of token) counts.set(char, (counts.get(char) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / token.length) * Math.log2(count / token.length);
  return entropy >= LEAST_ENTROPY;
}
