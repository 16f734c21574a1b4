// Messages on their way: shown at once, kept until acknowledged, sent again with the same id after every interruption.
import { newId } from "./memory.js";

const ACK_MS = 10_000;
const FINAL = new Set(["ended", "not_yours", "too_long", "bad_characters", "empty", "bad_field", "too_large"]);

export class Delivery {
  constructor(room) {
    this.room = room;
    this.timers = new Map();
  }

  async send(text) {
    const item = { client_id: newId(), body: text, at: new Date().toISOString() };
    this.room.memory.add(item);
    this.room.log.addPending(item);
    if (await this.room.start()) this.flush(item);
    else this.fail(item);
  }

  // Everything not acknowledged goes out again; the server stores each client id once.
  flush(only) {
    const { line, log, memory } = this.room;
    for (const item of only ? [only] : memory.all()) {
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
      else if (answer.status === 422 || answer.status === 409) this.fail(item, news.message);
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
    if (FINAL.has(frame.code)) this.fail(item, frame.message);
    else this.after(item, 1000 * (frame.retry_after || 2), () => this.flush(item));
  }

  fail(item, reason) {
    this.stop(item.client_id);
    const { log, memory } = this.room;
    const retry = async () => (await this.room.start()) && this.flush(item);
    const drop = () => {
      memory.remove(item.client_id);
      log.pending(item.client_id)?.remove();
    };
    log.state(item.client_id, "failed", { reason, retry, drop });
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
