// Whether Chinese characters are a seed phrase or a sentence: helpdesk/lib/secrets/chinese.py says how this is told.
import { HAN } from "./shape.js";

const NAMED = /助记词|助記詞|助记单词|助憶|种子|種子|恢复短语|恢復短語|恢复词|私钥|私鑰|seed|mnemonic/i;
const BEFORE = 8;
const CHARACTER = new RegExp(`[${HAN}]`);
const STEPS = [16, 64, 128, 256, 512, 1024];
const WEIGHTS = [29, 20, 11, 10, 4, -6, -16];
const MOST = 30;
const LINE_ENDS = /^[ \t\u3000"'”」』`.。]*(?:\n|$)/;

// The stretches of at least twelve characters that stand apart from each other.
export function parts(run) {
  const found = [[]];
  for (const word of run) {
    if (found.at(-1).at(-1)?.end === word.start) found.push([]);
    found.at(-1).push(word);
  }
  return found.filter((part) => part.length >= 12);
}

export function isTold(text, words, numbers) {
  const start = words[0].start;
  const end = words.at(-1).end;
  if (commonness(numbers) > MOST) return false;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (NAMED.test(before)) return true;
  const gaps = words.slice(1).map((word, place) => text.slice(words[place].end, word.start));
  if (gaps.some((gap) => /[^ \t\u3000]/.test(gap))) return false;
  const begins = /[\n:："'“「『`][ \t\u3000]*$/.test(before) || (start <= BEFORE && /^[ \t\u3000]*$/.test(before));
  if (begins && LINE_ENDS.test(text.slice(end, end + 20))) return true;
  const alone = !CHARACTER.test(text.charAt(end)) && !CHARACTER.test(text.charAt(start - 1));
  return alone && commonness(numbers) < 0;
}

// How much more these characters are those of a sentence than those of a phrase; nothing when they repeat.
function commonness(numbers) {
  const different = new Set(numbers);
  if (different.size <= Math.floor(numbers.length / 2)) return -1;
  let sum = 0;
  for (const number of different) sum += WEIGHTS[STEPS.filter((step) => step <= number).length];
  return sum;
}
