// Base58 with its check sum: how private keys are written.
import { sha256 } from "./sha256.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// The bytes before a four-byte check sum that holds; else null.
export function decodeChecked(text) {
  const raw = decode(text);
  if (raw.length < 5) return null;
  const payload = raw.subarray(0, -4);
  const sum = sha256(sha256(payload));
  return raw.subarray(-4).every((byte, place) => byte === sum[place]) ? payload : null;
}

function decode(text) {
  let number = 0n;
  for (const char of text) number = number * 58n + BigInt(ALPHABET.indexOf(char));
  const bytes = [];
  for (; number; number >>= 8n) bytes.unshift(Number(number & 255n));
  const zeros = text.length - text.replace(/^1+/, "").length;
  return Uint8Array.from([...Array(zeros).fill(0), ...bytes]);
}
