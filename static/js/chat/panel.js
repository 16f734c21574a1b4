// What stands around the messages: who one talks to, the place in the queue, the connection, typing, the title.
import { safePath } from "./frames.js";

const TYPING_MS = 6_000;
const ANNOUNCE_MS = 60_000;
const BANNER_MS = 5_000;

export class Panel {
  constructor(room, words) {
    Object.assign(this, { room, words, count: 0, announcedAt: 0, title: document.title });
    this.part = (role) => room.querySelector(`[data-role=${role}]`);
    this.shown = room.dataset.status;
  }

  status(frame, act = "") {
    if (act === "rate" || frame.resolution === "ticket") this.part("ended")?.querySelector("form[data-act=rate]")?.remove();
    if (act === "rate") this.thank();
    const was = this.shown;
    this.shown = frame.status;
    this.room.dataset.status = frame.status;
    const { ended, queued, with_agent: withAgent, with_bot: withBot } = this.words;
    const text = { ended, queued, active: withAgent.replace("%s", frame.agent), bot: withBot }[frame.status];
    if (text && this.part("state")) this.part("state").textContent = text;
    if (this.part("wait")) this.part("wait").hidden = frame.status !== "bot";
    this.place(frame.queue ?? null);
    this.open(frame, was);
    this.seen(frame.read);
    this.room.frame?.tell("status", { status: frame.status });
  }

  open(frame, was) {
    const isEnded = frame.status === "ended";
    const [open, ended] = [this.part("open"), this.part("ended")];
    if (open) open.hidden = isEnded || !(frame.can_send ?? true);
    if (ended) ended.hidden = !isEnded;
    this.request(safePath(frame.request_url));
    const person = this.room.querySelector("button[data-act=person]");
    if (person) person.hidden = frame.status === "queued" || frame.status === "active";
    const leave = this.room.querySelector(".chat__leave");
    if (leave) leave.hidden = isEnded;
    if (isEnded && was !== "ended" && this.room.contains(document.activeElement)) ended?.querySelector("button, input")?.focus();
    if (this.room.side === "agent" && was !== frame.status) this.room.dispatchEvent(new CustomEvent("chat:moved", { bubbles: true, detail: frame }));
  }

  // In the rating's place, and in the focus its button had.
  thank() {
    this.part("thanks").hidden = false;
    this.part("thanks").focus();
  }

  // A customer's chat that became a request leads on to it.
  request(path) {
    const link = this.part("request");
    if (!link) return;
    link.hidden = !path;
    if (path) link.href = path;
  }

  place(queue) {
    const line = this.part("place");
    if (!line) return;
    line.hidden = !queue;
    if (!queue) return;
    const text = queue.position === 1 ? this.words.first : this.words.position.replace("%s", queue.position);
    const strong = document.createElement("strong");
    strong.textContent = text;
    line.replaceChildren(strong, " ", queue.text);
    const isDue = Date.now() - this.announcedAt > ANNOUNCE_MS;
    if (isDue || (queue.position === 1 && this.announced !== 1)) {
      this.announcedAt = Date.now();
      this.announced = queue.position;
      this.part("announce").textContent = `${text} ${queue.text}`;
    }
  }

  // Nobody is there: the way that works is opened, not only named.
  offerTicket() {
    if (this.part("ticket")) this.part("ticket").open = true;
  }

  connection(state) {
    const line = this.part("line");
    clearTimeout(this.banner);
    if (state === "live") {
      if (line.textContent) this.part("announce").textContent = this.words.back;
      line.textContent = "";
      return;
    }
    const text = { connecting: this.words.offline, polling: this.words.fallback, gone: this.words.gone }[state];
    this.banner = setTimeout(() => (line.textContent = text), state === "connecting" ? BANNER_MS : 0);
  }

  typing() {
    const dots = this.part("typing");
    dots.hidden = false;
    if (!this.dotted) this.part("announce").textContent = this.words.typing;
    clearTimeout(this.dotted);
    this.dotted = setTimeout(() => this.quiet(), TYPING_MS);
  }

  quiet() {
    clearTimeout(this.dotted);
    this.dotted = null;
    this.part("typing").hidden = true;
  }

  seen(read) {
    if (read) this.room.dataset.read = this.room.side === "visitor" ? read.agent : read.visitor;
  }

  // The visitor's title counts what came while nobody looked; the agent's counts all that waits (alerts.js).
  unread(isNew) {
    if (this.room.side === "agent") return;
    this.count = isNew ? this.count + 1 : 0;
    document.title = this.count ? `${this.words.unread.replace("%s", this.count)} ${this.title}` : this.title;
    this.room.frame?.tell("unread", { count: this.count });
  }
}
