// A socket that comes back: exponential backoff with full jitter, a ping that notices a dead line, one look at once
// when the tab is seen again or the network returns.
const FIRST_MS = 500;
const LONGEST_MS = 30000;
const PING_MS = 10000;
const PONG_MS = 5000;
const FORBIDDEN = [4401, 4403];

export function backoff(attempt, random = Math.random) {
  return Math.max(FIRST_MS, random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
}

// Events: `open`, `frame` (detail: the frame), `lost`, `refused`.
export class LiveSocket extends EventTarget {
  constructor(path) {
    super();
    this.url = new URL(path, location.href);
    this.url.protocol = this.url.protocol === "https:" ? "wss:" : "ws:";
    this.attempt = 0;
    this.isOpen = false;
    const wake = () => document.visibilityState === "visible" && !this.socket && this.open();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    this.open();
  }

  open() {
    clearTimeout(this.retry);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => this.opened());
    socket.addEventListener("message", (event) => this.heard(event.data));
    socket.addEventListener("close", (event) => this.closed(event.code));
  }

  opened() {
    this.attempt = 0;
    this.isOpen = true;
    this.pinger = setInterval(() => this.ping(), PING_MS);
    this.dispatchEvent(new Event("open"));
  }

  heard(text) {
    clearTimeout(this.silence);
    const frame = JSON.parse(text);
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  ping() {
    this.send({ type: "ping" });
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket?.close(), PONG_MS);
  }

  closed(code) {
    clearInterval(this.pinger);
    clearTimeout(this.silence);
    this.socket = null;
    this.isOpen = false;
    if (FORBIDDEN.includes(code)) {
      this.dispatchEvent(new Event("refused"));
      return;
    }
    this.dispatchEvent(new Event("lost"));
    this.retry = setTimeout(() => this.open(), backoff(this.attempt));
    this.attempt += 1;
  }

  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }
}
