// What a secret may look like, told at once and by little code: the search itself is fetched when something does.
export const HAN = "\u3400-\u9fff\uf900-\ufaff";
export const LONGEST_GAP = 24;
const NOT_HAN = `(?![${HAN}])`;
const WORD = new RegExp(`[${HAN}]|${NOT_HAN}\\p{L}(?:${NOT_HAN}[\\p{L}\\u0300-\\u036f\\u3099\\u309a\\u00ad\\u200b-\\u200f\\u2060\\ufeff])*`, "gu");
const CHARACTER = new RegExp(`[${HAN}]`);
// Words of the lists are of this length; a sentence soon has a shorter or a longer one.
const LONGEST = 13;
const SHAPES = /[1-9A-HJ-NP-Za-km-z]{51}|[0-9a-fA-F]{64}|\d{13}|\d{4}[ \u00a0-]\d{4}|\d{4}[ \u00a0-]\d{6}|[A-Za-z0-9+/_-]{20}|PRIVATE KEY/;

// Whether it is worth a closer look; answers at once.
export const mayHoldSecret = (text) => SHAPES.test(text) || hasShape(text, 12);

export function spotsOf(text) {
  return [...text.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}

// As many words in a row of a length list words have, or one long word.
export function hasShape(whole, least) {
  let row = 0;
  let before = 0;
  for (const { start, end, text } of spotsOf(whole)) {
    const length = end - start;
    if (length >= 36) return true;
    const fits = length >= shortest(text) && length <= LONGEST;
    row = fits && start - before <= LONGEST_GAP ? row + 1 : Number(fits);
    if (row >= least) return true;
    before = end;
  }
  return false;
}

const shortest = (word) => (/^[\x00-\x7f]*$/.test(word) ? 3 : CHARACTER.test(word) ? 1 : 2);
