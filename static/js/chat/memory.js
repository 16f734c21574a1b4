// What survives a closed tab: messages not yet acknowledged, the draft, and the way back into the conversation.
import { load, newId, store } from "../lib/kept.js";

export { newId };

export class Memory {
  // An agent has many conversations, each with its own draft; a visitor one, which may not have a name yet.
  constructor(side, id) {
    this.side = side;
    this.id = side === "agent" ? id : "new";
    this.kept = [];
  }

  // A conversation that has just begun takes over what was written before it had a name.
  use(id) {
    const waiting = this.all();
    if (this.id !== id) store(this.key("outbox"), null);
    this.id = id;
    for (const item of waiting) this.add(item);
  }

  key(what) {
    return `vigil-chat:${this.side}:${this.id}:${what}`;
  }

  all() {
    const stored = load(this.key("outbox"), []);
    const known = new Set(stored.map((item) => item.client_id));
    return [...stored, ...this.kept.filter((item) => !known.has(item.client_id))];
  }

  add(item) {
    const others = this.all().filter((other) => other.client_id !== item.client_id);
    this.kept = [...others, item];
    store(this.key("outbox"), this.kept);
  }

  remove(clientId) {
    this.kept = this.all().filter((item) => item.client_id !== clientId);
    store(this.key("outbox"), this.kept.length ? this.kept : null);
  }

  get draftKey() {
    return this.side === "agent" ? this.key("draft") : `vigil-chat:${this.side}:draft`;
  }

  get draft() {
    return load(this.draftKey, "");
  }

  set draft(text) {
    store(this.draftKey, text || null);
  }

  get way() {
    return load("vigil-chat:way", null);
  }

  set way(value) {
    store("vigil-chat:way", value);
  }
}
