// All secrets of a text; the same rules as helpdesk/lib/secrets, held to the same examples.
import { findApiKeys } from "./api-keys.js";
import { findCards } from "./cards.js";
import { findKeys } from "./keys.js";
import { beginsPhrase, findPhrases } from "./phrases.js";

const NOTES = {
  seed_phrase: "[seed phrase removed]",
  private_key: "[private key removed]",
  card_number: "[card number removed]",
  api_key: "[API key removed]",
};

// Whether a text still being typed may be sent to ask for suggestions.
export async function mayBeAsked(text, addresses) {
  return !(await findSecrets(text, addresses)).length && !(await beginsPhrase(text, addresses));
}

// [{kind, start, end, sure}] in order and apart; of two that overlap the surer and then the longer names the kind.
export async function findSecrets(text, addresses) {
  const found = [...(await findPhrases(text, addresses)), ...findKeys(text), ...findCards(text), ...findApiKeys(text)];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged = [];
  for (const one of found) {
    const last = merged.at(-1);
    if (last && one.start < last.end) merged[merged.length - 1] = joined(last, one);
    else merged.push(one);
  }
  return merged;
}

function joined(a, b) {
  const isBetter = b.sure - a.sure || b.end - b.start - (a.end - a.start);
  const { kind, sure } = isBetter > 0 ? b : a;
  return { kind, sure, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

export async function mask(text, addresses) {
  let masked = "";
  let done = 0;
  for (const { kind, start, end } of await findSecrets(text, addresses)) {
    masked += text.slice(done, start) + NOTES[kind];
    done = end;
  }
  return masked + text.slice(done);
}
