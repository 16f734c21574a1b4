// <connection-note hidden>: says so when the desk has been out of reach for five seconds, and leaves when it is back.
import { desk } from "../lib/console-socket.js";

const PATIENCE_MS = 5000;

class ConnectionNote extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    desk().addEventListener("open", () => this.quiet(), { signal });
    desk().addEventListener("lost", () => this.worry(), { signal });
    desk().addEventListener("refused", () => (this.hidden = false), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  worry() {
    this.timer ??= setTimeout(() => (this.hidden = false), PATIENCE_MS);
  }

  quiet() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.hidden = true;
  }
}

customElements.define("connection-note", ConnectionNote);
