// <chat-room>: one side of a conversation. Without it the page's forms do the same, a reload at a time.
import { act, refuse } from "./acts.js";
import { Composer } from "./composer.js";
import { Delivery, reasonOf } from "./delivery.js";
import { Frame } from "./embed.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";

class ChatRoom extends HTMLElement {
  connectedCallback() {
    this.side = this.dataset.side;
    this.words = JSON.parse(this.querySelector("#chat-words").textContent);
    this.memory = new Memory(this.side, this.dataset.publicId);
    this.log = new Log(this, this.side, this.words);
    this.panel = new Panel(this, this.words);
    this.frame = new Frame(this.dataset.parent, this);
    this.delivery = new Delivery(this);
    const form = this.querySelector("[data-role=composer]");
    const memory = this.memory;
    const draft = { get text() { return memory.draft; }, set text(value) { memory.draft = value; } };
    if (form) this.composer = new Composer(form, { words: this.words, draft, send: (text) => this.delivery.send(text), typing: () => this.line?.say({ type: "typing" }) });
    this.addEventListener("submit", (event) => act(this, event));
    this.onVisible = () => this.markRead();
    document.addEventListener("visibilitychange", this.onVisible);
    this.tabs = this.side === "visitor" && "BroadcastChannel" in window ? new BroadcastChannel("vigil-chat") : null;
    this.tabs?.addEventListener("message", (event) => this.publicId || this.enter(event.data));
    this.begin();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onVisible);
    this.tabs?.close();
    this.line?.close();
    this.delivery.stop();
    this.log.close();
  }

  begin() {
    const { publicId, token } = this.dataset;
    const way = this.side === "visitor" && !new URLSearchParams(location.search).has("new") ? this.memory.way : null;
    if (publicId) this.enter({ publicId, token });
    else if (way) this.enter(way);
    else for (const item of this.memory.all()) item.refusal ? this.delivery.show(item) : this.delivery.fail(item);
  }

  enter({ publicId, token }) {
    this.publicId = publicId;
    this.memory.use(publicId);
    if (this.side === "visitor") this.memory.way = { publicId, token };
    for (const item of this.memory.all()) this.delivery.show(item);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.line = new Line({
      socketUrl: `${scheme}://${location.host}/ws/chat/${publicId}/`,
      httpUrl: this.dataset.http ?? `${this.dataset.start}${publicId}/`,
      headers: () => (token ? { "X-Chat-Token": token } : { "X-CSRFToken": document.body.dataset.csrf ?? "" }),
      token,
      language: this.dataset.language,
      after: () => this.log.after,
      hear: (frame) => this.hear(frame),
      change: (state) => this.changed(state),
    });
    this.line.open();
  }

  // Opens the conversation with the first thing done in it; false when it could not, and `refusal` says why.
  async start({ quietly = false } = {}) {
    if (this.publicId) return true;
    this.starting ??= this.ask(this.dataset.start, { language: this.dataset.language, start_key: this.dataset.startKey, page_url: document.referrer.slice(0, 500), ...this.person }, quietly);
    const begun = await this.starting.finally(() => (this.starting = null));
    if (!begun) return false;
    if (!this.publicId) {
      const way = { publicId: begun.public_id, token: begun.token };
      this.tabs?.postMessage(way);
      this.enter(way);
    }
    return true;
  }

  // What the host page says about the person: a name and an address to answer to, never proof of who they are.
  identify(person) {
    this.person = person;
  }

  // POST JSON; a refusal is kept, shown under the box unless `quietly`, and answers null.
  async ask(url, body, quietly = false) {
    this.refusal = null;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-Chat-Token": this.memory.way?.token ?? this.dataset.token ?? "new" };
    try {
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      const news = await answer.json();
      if (answer.ok) return news;
      this.refusal = { status: answer.status, message: reasonOf(news), fields: news.fields, seconds: Number(answer.headers.get("Retry-After")) };
      if (!quietly) refuse(this, this.refusal);
    } catch {
      this.panel.connection("connecting");
    }
    return null;
  }

  hear(frame) {
    if (frame.type === "message" && this.log.add(frame)) this.news(frame);
    else if (frame.type === "ack") this.delivery.acknowledge(frame);
    else if (frame.type === "error") this.delivery.refused(frame);
    else if (frame.type === "status") this.panel.status(frame);
    else if (frame.type === "queue") this.panel.place(frame);
    else if (frame.type === "typing" && frame.by !== this.side) this.panel.typing();
    else if (frame.type === "pong" && frame.last_seq > this.log.after) this.line.say({ type: "resume", after: this.log.after });
  }

  news(frame) {
    if (frame.author === this.side && frame.client_id) this.delivery.acknowledge(frame);
    if (frame.author !== this.side) this.panel.quiet();
    if (frame.data.code === "offline") this.panel.offerTicket();
    this.markRead();
    this.panel.unread(document.hidden && frame.author !== this.side);
    this.frame.tell("message", { author: frame.author });
  }

  changed(state) {
    if (state === "gone" && !this.dataset.publicId) return this.forget();
    this.panel.connection(state);
    this.frame.tell("connection", { state });
    if (state === "live" || state === "polling") this.delivery.flush();
    if (state === "gone" && this.side === "visitor") this.memory.way = null;
    if (state === "live") this.markRead();
  }

  // The way back led nowhere (signed out, expired): begin as if for the first time.
  forget() {
    this.memory.way = null;
    this.publicId = this.line = undefined;
  }

  markRead() {
    if (document.hidden || !this.log.after) return;
    this.line?.say({ type: "read", seq: this.log.after });
    this.panel.unread(false);
  }
}

customElements.define("chat-room", ChatRoom);
