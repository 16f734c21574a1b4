// The word lists of seed phrases, fetched when a text first has the shape of a phrase in their script.
export const CHINESE = new Set(["chinese_simplified", "chinese_traditional"]);
export const LONGEST_WORD = 11;
const HIDDEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const MARKS = /[\u0300-\u036f]/g;
// The packaged Russian list has a damaged entry.
const REPAIRED = { russian: [1572, "\u0441\u043d\u043e\u0432\u0430"] };
const BY_SCRIPT = [
  [/\p{Script=Latin}/u, ["english", "spanish", "french", "italian", "czech", "portuguese", "turkish"]],
  [/\p{Script=Han}/u, [...CHINESE]],
  [/\p{Script=Hiragana}/u, ["japanese"]],
  [/\p{Script=Hangul}/u, ["korean"]],
  [/\p{Script=Cyrillic}/u, ["russian"]],
];
const known = new Map();
const loads = new Map();

export const visible = (text) => text.replace(HIDDEN, "");

// The form two spellings of a word share: lower case, decomposed, without accents.
export function key(word) {
  const lower = word.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  return visible(lower.normalize("NFKD")).replace(MARKS, "").replaceAll("\u0131", "i");
}

// For each list that has the word its number there; undefined for a word of none.
export const numbersOf = (word) => known.get(key(word));

// Fetches the lists of the scripts this text is written in; `addresses` names the file of each.
export async function loadFor(text, addresses) {
  const names = BY_SCRIPT.filter(([script]) => script.test(text.normalize("NFKC"))).flatMap(([, lists]) => lists);
  await Promise.all(names.map((name) => load(name, addresses[name])));
}

function load(name, address) {
  if (!loads.has(name)) loads.set(name, fetchList(name, address).catch(() => loads.delete(name)));
  return loads.get(name);
}

async function fetchList(name, address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const words = (await answer.text()).trim().split(/\s+/);
  if (REPAIRED[name]) words[REPAIRED[name][0]] = REPAIRED[name][1];
  words.forEach((word, number) => {
    const at = key(word);
    if (!known.has(at)) known.set(at, {});
    known.get(at)[name] = number;
  });
}
