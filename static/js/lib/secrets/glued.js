// Seed phrases written without spaces: one long word cut into list words.
import { CHINESE, LONGEST_WORD, numbersOf, visible } from "./words.js";

const MOST_WAYS = 64;
const SHORTEST_WORD = 2;
const SIZES = [12, 15, 18, 21, 24];

// Each [start, end, word numbers] of a cutting; every position is looked at a fixed number of times.
export function* cut(word) {
  const composed = visible(word.normalize("NFC"));
  for (const edges of edgesOf(composed).values()) {
    for (const numbers of whole(edges)) yield [0, word.length, numbers];
    for (const [start, end, numbers] of stretches(edges)) {
      yield composed.length === word.length ? [start, end, numbers] : [0, word.length, numbers];
    }
  }
}

// For each list that has words in it: at each position, [where a list word from here ends, its number].
function edgesOf(word) {
  const found = new Map();
  for (let start = 0; start < word.length; start += 1) {
    for (let end = start + SHORTEST_WORD; end <= Math.min(word.length, start + LONGEST_WORD); end += 1) {
      for (const [name, number] of Object.entries(numbersOf(word.slice(start, end)) ?? {})) {
        if (CHINESE.has(name)) continue;
        if (!found.has(name)) found.set(name, Array.from({ length: word.length + 1 }, () => []));
        found.get(name)[start].push([end, number]);
      }
    }
  }
  return found;
}

// Cuttings of the whole into 12, 15, 18, 21 or 24 words.
function* whole(edges) {
  const last = edges.length - 1;
  const ways = Array(last).fill(0).concat(1);
  for (let start = last - 1; start >= 0; start -= 1) {
    for (const [end] of edges[start]) ways[start] |= (ways[end] << 1) & 0x1ffffff;
  }
  const sizes = SIZES.filter((size) => (ways[0] >> size) & 1);
  const stack = [[0, []]];
  for (let given = 0; stack.length && given < MOST_WAYS; ) {
    const [start, numbers] = stack.pop();
    if (start === last) {
      given += 1;
      yield numbers;
      continue;
    }
    for (const [end, number] of edges[start]) {
      const fits = sizes.some((size) => size > numbers.length && (ways[end] >> (size - numbers.length - 1)) & 1);
      if (fits) stack.push([end, [...numbers, number]]);
    }
  }
}

// Chains of at least twelve words anywhere, each taking the way that goes on longest.
function* stretches(edges) {
  const chain = Array(edges.length).fill(0);
  for (let start = edges.length - 1; start >= 0; start -= 1) {
    for (const [end] of edges[start]) chain[start] = Math.max(chain[start], 1 + chain[end]);
  }
  let seen = 0;
  for (let start = 0; start < chain.length; start += 1) {
    if (chain[start] < 12 || start < seen) continue;
    let place = start;
    const numbers = [];
    while (edges[place].length) {
      const best = edges[place].reduce((a, b) => (chain[b[0]] - chain[a[0]] || b[0] - a[0]) > 0 ? b : a);
      numbers.push(best[1]);
      place = best[0];
    }
    yield [start, place, numbers];
    seen = place;
  }
}
