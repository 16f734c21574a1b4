// Seed phrases (BIP-39): runs of list words, some part of which has a check sum that holds.
import * as chinese from "./chinese.js";
import { cut } from "./glued.js";
import { sha256 } from "./sha256.js";
import { LONGEST_GAP, hasShape, spotsOf } from "./shape.js";
import { CHINESE, loadFor, numbersOf } from "./words.js";

const SIZES = [12, 15, 18, 21, 24];
const ORDINAL = /^\s?[#№]?\d{1,2}\s?[:.)=–-]\s*$/;
const FEWEST = 5;

// Where the phrases are; empty, and nothing fetched, for a text without the shape of one.
export async function findPhrases(text, addresses) {
  if (!hasShape(text, SIZES[0])) return [];
  const words = await wordsOf(text, addresses);
  const found = [];
  for (const line of [words, withoutLabels(text, words)]) {
    for (const [name, run] of runs(line)) found.push(...inRun(text, name, run));
  }
  for (const word of words.filter((one) => one.text.length >= 36)) {
    for (const [start, end, numbers] of cut(word.text)) {
      if (!windows(numbers).next().done) found.push([word.start + start, word.start + end]);
    }
  }
  return found.map(([start, end]) => ({ kind: "seed_phrase", start, end, sure: true }));
}

// Whether five words in a row are of one list: too many to be a question, and the beginning of a phrase typed by hand.
export async function beginsPhrase(text, addresses) {
  if (!hasShape(text, FEWEST)) return false;
  for (const [name] of runs(await wordsOf(text, addresses), FEWEST)) if (!CHINESE.has(name)) return true;
  return false;
}

async function wordsOf(text, addresses) {
  await loadFor(text, addresses);
  return spotsOf(text).map((spot) => ({ ...spot, lists: numbersOf(spot.text) ?? {} }));
}

function* inRun(text, name, run) {
  const numbers = (words) => words.map((word) => word.lists[name]);
  for (const part of CHINESE.has(name) ? chinese.parts(run) : [run]) {
    if ([part, inOrder(text, part)].some((order) => !windows(numbers(order)).next().done)) yield [part[0].start, part.at(-1).end];
  }
  if (!CHINESE.has(name)) return;
  for (const [first, last] of windows(numbers(run))) {
    const part = run.slice(first, last);
    if (chinese.isTold(text, part, numbers(part))) yield [part[0].start, part.at(-1).end];
  }
}

// Each [from, to] among these word numbers where a phrase with a right check sum stands.
function* windows(numbers) {
  for (const size of SIZES) {
    const mask = (1n << BigInt(11 * size)) - 1n;
    let value = 0n;
    for (let place = 1; place <= numbers.length; place += 1) {
      value = ((value << 11n) | BigInt(numbers[place - 1])) & mask;
      if (place >= size && checks(value, size)) yield [place - size, place];
    }
  }
}

function checks(value, size) {
  const width = BigInt(size / 3);
  const hex = (value >> width).toString(16).padStart((size * 8) / 3, "0");
  const entropy = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  return sha256(entropy)[0] >> (8 - size / 3) === Number(value & ((1n << width) - 1n));
}

// The words but for those that only number the next one ("word 1: …").
function withoutLabels(text, words) {
  const isLabel = (word, after) => after && after.start - word.end <= 8 && ORDINAL.test(text.slice(word.end, after.start));
  const kept = words.filter((word, place) => !isLabel(word, words[place + 1]));
  return words.length - kept.length >= SIZES[0] ? kept : [];
}

// Stretches of at least twelve neighbouring words of one list.
function* runs(words, least = SIZES[0]) {
  let going = {};
  let before = 0;
  for (const word of words) {
    const near = word.start - before <= LONGEST_GAP;
    const kept = {};
    for (const name of Object.keys(word.lists)) kept[name] = near ? going[name] ?? [] : [];
    yield* finished(going, kept, least);
    for (const run of Object.values(kept)) run.push(word);
    going = kept;
    before = word.end;
  }
  yield* finished(going, {}, least);
}

function* finished(going, kept, least) {
  for (const [name, run] of Object.entries(going)) if (kept[name] !== run && run.length >= least) yield [name, run];
}

// The run by the numbers before its words, when they are 1 to n: a list in two columns is copied line by line.
function inOrder(text, run) {
  if (!SIZES.includes(run.length)) return [];
  const places = new Map(run.map((word) => [Number(text.slice(Math.max(0, word.start - 5), word.start).match(/\d{1,2}/g)?.at(-1) ?? 0), word]));
  const order = run.map((_, place) => places.get(place + 1));
  return order.every(Boolean) ? order : [];
}
