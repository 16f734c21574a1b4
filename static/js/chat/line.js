// The connection: a socket that resumes by number, and plain HTTP while the network blocks sockets.
import { delay } from "./backoff.js";
import { checked, parse } from "./frames.js";

const PING_MS = 8_000;
const SILENCE_MS = 14_000;
const POLL_MS = 3_000;
// While polling, a sign of life once a minute keeps the place in the queue.
const POLLS_A_SIGN = 20;
const TRIES_BEFORE_POLLING = 2;
const SHOWN_OUT = new Set([4401, 4403]);

export class Line {
  // `after()` is the last number the page has without a gap; `hear(frame)` takes frames; `change(state)` takes
  // connecting, live, polling or gone.
  constructor({ socketUrl, httpUrl, headers, token, language, after, hear, change }) {
    Object.assign(this, { socketUrl, httpUrl, headers, token, language, after, hear, change });
    this.failures = 0;
    this.state = "connecting";
    this.timers = new Set();
    this.isClosed = false;
    this.wake = () => this.socket || this.isClosed || this.open();
    addEventListener("online", this.wake);
  }

  open() {
    if (this.isClosed) return;
    this.socket = new WebSocket(this.socketUrl);
    this.wasOpen = false;
    this.heardAt = Date.now();
    this.socket.addEventListener("open", () => this.greet());
    this.socket.addEventListener("message", (event) => this.take(event.data));
    this.socket.addEventListener("close", (event) => this.lost(event.code));
    this.later(() => this.socket?.readyState === WebSocket.CONNECTING && this.socket.close(), 6_000);
  }

  greet() {
    this.say({ type: "hello", after: this.after(), language: this.language, ...(this.token ? { token: this.token } : {}) });
    this.pulse = setInterval(() => this.beat(), PING_MS);
  }

  take(text) {
    const frame = parse(text);
    this.heardAt = Date.now();
    if (!frame) return;
    if (frame.type === "status" && this.state !== "live") {
      this.wasOpen = true;
      this.failures = 0;
      clearTimeout(this.poller);
      this.become("live");
    }
    this.hear(frame);
  }

  beat() {
    if (Date.now() - this.heardAt > SILENCE_MS) {
      this.socket?.close();
      this.lost(1006);
      return;
    }
    this.say({ type: "ping" });
  }

  lost(code) {
    if (!this.socket) return;
    clearInterval(this.pulse);
    this.socket = null;
    if (this.isClosed) return;
    if (SHOWN_OUT.has(code)) {
      this.close();
      this.become("gone");
      return;
    }
    this.failures += 1;
    if (this.failures >= TRIES_BEFORE_POLLING && !this.wasOpen) this.startPolling();
    else if (this.state !== "polling") this.become("connecting");
    this.later(() => this.socket || this.open(), delay(this.failures));
  }

  say(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  get isLive() {
    return this.state === "live";
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.change(state);
  }

  startPolling() {
    if (this.state === "polling") return;
    clearTimeout(this.poller);
    this.poll();
  }

  async poll() {
    if (this.isClosed || this.isLive) return;
    try {
      const answer = await this.fetch(`${this.httpUrl}messages/?after=${this.after()}&language=${this.language}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      this.become("polling");
      for (const frame of [...news.messages, news.status]) if (checked(frame)) this.hear(frame);
    } catch (error) {
      if (["403", "404"].includes(error.message)) return this.become("gone");
      this.become("connecting");
    }
    this.polls = (this.polls ?? 0) + 1;
    if (this.polls % POLLS_A_SIGN === 0 && this.token) this.fetch(`${this.httpUrl}act/`, { act: "seen" }).catch(() => {});
    if (!this.isLive) this.poller = setTimeout(() => this.poll(), POLL_MS);
  }

  fetch(url, body) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", ...this.headers() };
    return fetch(url, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "same-origin" });
  }

  later(work, ms) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }

  close() {
    this.isClosed = true;
    removeEventListener("online", this.wake);
    clearInterval(this.pulse);
    clearTimeout(this.poller);
    for (const timer of this.timers) clearTimeout(timer);
    this.socket?.close();
    this.socket = null;
  }
}
