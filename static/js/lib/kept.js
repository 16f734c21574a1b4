// What a browser keeps of what a person writes. Somebody signed in finds it again under their own name, for a week; a
// visitor until the tab is closed. Signing out forgets all of it, the chat's too.
const DRAFTS = "vigil-draft:";
const OURS = [DRAFTS, "vigil-chat"];
const KEPT_MS = 7 * 86_400_000;
const forThePage = new Map();

// Private windows may refuse to store; everything then lasts for the page.
function shelves() {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

export function load(key, fallback = null, shelf = shelves()[0]) {
  try {
    return JSON.parse(shelf.getItem(key)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function store(key, value, shelf = shelves()[0]) {
  try {
    value === null ? shelf.removeItem(key) : shelf.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// One text of one person: `owner` is empty for a visitor, whose text a sign-in in the same tab takes over.
export class Draft {
  constructor(owner, name) {
    const [lasting, passing] = shelves();
    this.shelf = owner ? lasting : passing;
    this.key = `${DRAFTS}${owner}:${name}`;
    this.before = owner ? `${DRAFTS}:${name}` : "";
    this.passing = passing;
  }

  read() {
    const kept = load(this.key, null, this.shelf) ?? forThePage.get(this.key) ?? (this.before ? load(this.before, null, this.passing) : null);
    return kept && Date.now() - kept.at < KEPT_MS ? kept : null;
  }

  write(kept) {
    const row = { ...kept, at: Date.now() };
    if (!store(this.key, row, this.shelf)) forThePage.set(this.key, row);
  }

  drop() {
    forThePage.delete(this.key);
    store(this.key, null, this.shelf);
    if (this.before) store(this.before, null, this.passing);
  }
}

function each(act) {
  for (const shelf of shelves()) {
    for (const key of Object.keys(shelf)) act(key, shelf);
  }
}

// What the page shows as stored by the server was sent, whether or not its answer ever came.
export function dropSent() {
  each((key, shelf) => {
    const id = key.startsWith(DRAFTS) && load(key, null, shelf)?.id;
    if (id && document.querySelector(`[data-sent="${CSS.escape(id)}"]`)) store(key, null, shelf);
  });
}

// A browser that changed hands keeps nothing of whoever used it before; old texts go too.
export function dropOthers(owner) {
  each((key, shelf) => {
    if (!key.startsWith(DRAFTS)) return;
    const isOurs = [owner, ""].includes(key.slice(DRAFTS.length).split(":")[0]);
    if (!isOurs || !(Date.now() - load(key, null, shelf)?.at < KEPT_MS)) store(key, null, shelf);
  });
}

export function startForgetting() {
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-signs-out]")) return;
    each((key, shelf) => OURS.some((start) => key.startsWith(start)) && store(key, null, shelf));
  });
}
