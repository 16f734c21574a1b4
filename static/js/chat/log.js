// The conversation on the page: ordered by the server's numbers, each message once, whatever order frames come in.
import { clockWords, draw, kindOf, mark } from "./bubble.js";

const BURST_MS = 2_000;
const BURST = 3;
const NEAR_PX = 120;

// A bubble's place in time: its number, or after the last number there was when it was refused.
function rank({ dataset }) {
  if (dataset.after) return Number(dataset.after) + 0.5;
  return dataset.state ? Infinity : Number(dataset.seq || 0);
}

export class Log {
  constructor(room, side, words) {
    this.list = room.querySelector("[data-role=log]");
    this.scroller = room.querySelector("[data-role=scroll]");
    this.announcer = room.querySelector("[data-role=announce]");
    this.picture = room.querySelector("[data-role=pictures]");
    Object.assign(this, { side, words });
    this.zone = room.dataset.zone;
    for (const time of this.list.querySelectorAll("time")) time.textContent = clockWords(new Date(time.dateTime), this.zone);
    this.seen = new Map();
    this.recent = [];
    for (const bubble of this.list.querySelectorAll("[data-seq]")) this.seen.set(Number(bubble.dataset.seq), bubble);
    this.last = this.newest;
    this.scroll(true);
    this.follow();
  }

  // Whoever reads the newest goes on reading it when the box below grows.
  follow() {
    let height = this.scroller.clientHeight;
    this.size = new ResizeObserver(() => {
      const wasNear = this.isNear(height);
      height = this.scroller.clientHeight;
      if (wasNear) this.scroll();
    });
    this.size.observe(this.scroller);
  }

  close() {
    this.size.disconnect();
  }

  pending(clientId) {
    return this.list.querySelector(`.message[data-client="${CSS.escape(clientId)}"]`);
  }

  // Numbers without a gap from the first: what a new connection may resume after.
  get after() {
    return this.last;
  }

  get newest() {
    return Math.max(0, ...this.seen.keys());
  }

  add(frame) {
    if (this.seen.has(frame.seq)) return false;
    const isMine = kindOf(frame, this.side) === "mine";
    const waiting = isMine && frame.client_id ? this.pending(frame.client_id) : null;
    const wasNear = this.isNear();
    const bubble = draw(frame, this);
    this.quietly(isMine || this.isBurst(), () => {
      waiting?.remove();
      this.place(bubble, frame.seq);
    });
    this.seen.set(frame.seq, bubble);
    while (this.seen.has(this.last + 1)) this.last += 1;
    this.list.querySelector("[data-role=greeting]")?.remove();
    if (isMine || wasNear) this.scroll();
    return true;
  }

  place(bubble, seq) {
    const next = [...this.list.children].find((other) => rank(other) > seq);
    this.list.insertBefore(bubble, next ?? null);
  }

  // The bubble a person sees at once, before the server has heard of it; one that was refused before stands where it was.
  addPending(item) {
    if (this.pending(item.client_id)) return;
    const bubble = draw({ ...item, author: this.side, kind: "text", data: {} }, this);
    mark(bubble, "sending", this.words);
    this.quietly(true, () => this.place(bubble, (item.after ?? Infinity) + 0.5));
    this.scroll();
  }

  acknowledge(frame) {
    const bubble = this.pending(frame.client_id);
    if (!bubble || bubble.dataset.seq) return;
    mark(bubble, "sent", this.words);
    delete bubble.dataset.after;
    bubble.dataset.seq = frame.seq;
    if (this.seen.has(frame.seq)) return void bubble.remove();
    this.seen.set(frame.seq, bubble);
    this.place(bubble, frame.seq);
    while (this.seen.has(this.last + 1)) this.last += 1;
  }

  // On its way it stands last; refused it stays where it is, and later messages follow it.
  state(clientId, state, options = {}) {
    const bubble = this.pending(clientId);
    if (!bubble || bubble.dataset.seq) return;
    if (state === "sending" && bubble.dataset.after) this.quietly(true, () => this.list.append(bubble));
    if (options.after === undefined) delete bubble.dataset.after;
    else bubble.dataset.after = options.after;
    mark(bubble, state, this.words, options);
  }

  isBurst() {
    const now = Date.now();
    this.recent = [...this.recent.filter((at) => now - at < BURST_MS), now];
    if (this.recent.length === BURST + 1) this.announce(this.words.many);
    return this.recent.length > BURST;
  }

  // Screen readers hear what others say, not one's own words again and not a flood.
  quietly(isQuiet, work) {
    this.list.setAttribute("aria-live", isQuiet ? "off" : "polite");
    work();
    if (!isQuiet) return;
    clearTimeout(this.restore);
    this.restore = setTimeout(() => this.list.setAttribute("aria-live", "polite"), 150);
  }

  announce(text) {
    this.announcer.textContent = text;
  }

  isNear(height = this.scroller.clientHeight) {
    const { scrollTop, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - height < NEAR_PX;
  }

  scroll(isStart = false) {
    if (isStart || this.scroller) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}
