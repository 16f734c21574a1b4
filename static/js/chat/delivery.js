// Messages on their way: shown at once, kept until acknowledged, sent again with the same id after every interruption.
// What cannot be sent as it is stays at its place, says why, and waits for the person: edit, send again or delete.
import { startAgain } from "./acts.js";
import { newId } from "./memory.js";

const ACK_MS = 10_000;
const SLOW_SECONDS = 2;
const MENDABLE = new Set(["too_long", "bad_characters", "empty", "bad_field", "too_large", "invalid"]);
const OVER = new Set(["ended", "not_yours"]);

export class Delivery {
  constructor(room) {
    this.room = room;
    this.timers = new Map();
  }

  send(text) {
    const item = { client_id: newId(), body: text, at: new Date().toISOString() };
    this.room.memory.add(item);
    this.room.log.addPending(item);
    return this.begin(item);
  }

  async begin(item) {
    if (await this.room.start({ quietly: true })) return this.flush(item);
    const { status, message, seconds } = this.room.refusal ?? {};
    if (status === 429) this.hold(item, seconds);
    else this.fail(item, message);
  }

  // What an earlier page left behind.
  show(item) {
    if (item.refusal) this.fail(item, item.refusal.reason, item.refusal.code);
    else this.room.log.addPending(item);
  }

  // Everything not acknowledged goes out again, but for what was refused; the server stores each client id once.
  flush(only) {
    const { line, log, memory } = this.room;
    for (const item of only ? [only] : memory.all().filter((other) => !other.refusal)) {
      delete item.after;
      memory.add(item);
      log.state(item.client_id, "sending");
      this.after(item, ACK_MS, () => this.fail(item));
      if (line.isLive) line.say({ type: "send", client_id: item.client_id, body: item.body });
      else if (line.state === "polling") this.post(item);
    }
  }

  async post(item) {
    const { line } = this.room;
    try {
      const answer = await line.fetch(`${line.httpUrl}messages/`, { client_id: item.client_id, body: item.body });
      const news = await answer.json();
      if (answer.ok) this.acknowledge(news.ack);
      else if (answer.status === 429) this.hold(item, Number(answer.headers.get("Retry-After")));
      else if (answer.status === 422 || answer.status === 409) this.fail(item, reasonOf(news), news.code);
    } catch {
      // The line notices and says so; the message stays in the outbox.
    }
  }

  acknowledge(frame) {
    this.stop(frame.client_id);
    this.room.memory.remove(frame.client_id);
    this.room.log.acknowledge(frame);
  }

  refused(frame) {
    const item = this.room.memory.all().find((other) => other.client_id === frame.client_id);
    if (!item) return;
    if (MENDABLE.has(frame.code) || OVER.has(frame.code)) this.fail(item, frame.message, frame.code);
    else if (frame.code === "too_many") this.hold(item, frame.retry_after, frame.message);
    else this.after(item, 1000 * SLOW_SECONDS, () => this.begin(item));
  }

  // Too fast: it stays where it is and goes out by itself when the server takes it again.
  hold(item, seconds, reason = this.room.words.slow) {
    this.keep(item, "held", { reason, ways: [["edit", () => this.edit(item)], ["delete", () => this.drop(item)]] });
    this.after(item, 1000 * (seconds || SLOW_SECONDS), () => this.begin(item));
  }

  fail(item, reason = "", code = "") {
    this.room.log.addPending(item);
    this.stop(item.client_id);
    if (MENDABLE.has(code) || OVER.has(code)) item.refusal = { code, reason };
    const ways = [["delete", () => this.drop(item)]];
    if (!OVER.has(code)) ways.unshift(["edit", () => this.edit(item)]);
    else if (code === "ended" && this.room.side === "visitor") ways.unshift(["again", () => this.again(item)]);
    if (!item.refusal) ways.unshift(["retry", () => this.begin(item)]);
    this.keep(item, "failed", { reason, ways });
  }

  // Remembers the place, so that a reload shows it there too.
  keep(item, state, options) {
    item.after ??= this.room.log.newest;
    this.room.memory.add(item);
    this.room.log.state(item.client_id, state, { ...options, after: item.after });
  }

  edit(item) {
    this.drop(item);
    this.room.composer?.mend(item.body);
  }

  again(item) {
    this.edit(item);
    startAgain(this.room);
  }

  drop(item) {
    this.stop(item.client_id);
    this.room.memory.remove(item.client_id);
    this.room.log.pending(item.client_id)?.remove();
  }

  after(item, ms, work) {
    clearTimeout(this.timers.get(item.client_id));
    this.timers.set(item.client_id, setTimeout(work, ms));
  }

  stop(clientId) {
    for (const [id, timer] of this.timers) {
      if (clientId && id !== clientId) continue;
      clearTimeout(timer);
      this.timers.delete(id);
    }
  }
}

// A field's own message says more than the form's.
export function reasonOf(news) {
  return Object.values(news.fields ?? {}).flat()[0] ?? news.message;
}
