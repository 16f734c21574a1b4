// When to try again: exponential with full jitter, half a second to thirty.
const FLOOR_MS = 500;
const CEILING_MS = 30_000;

export function delay(attempt, random = Math.random) {
  const ceiling = Math.min(CEILING_MS, FLOOR_MS * 2 ** Math.min(attempt, 10));
  return FLOOR_MS + random() * (ceiling - FLOOR_MS);
}
