// <mark-seen> around a form: what the page shows counts as read once it has been looked at for a moment. The button does
// the same at once, and without script.
const MOMENT_MS = 2000;

class MarkSeen extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.addEventListener("visibilitychange", () => this.wait(), { signal: this.stop.signal });
    this.wait();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  wait() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") this.timer = setTimeout(() => this.send(), MOMENT_MS);
  }

  async send() {
    const form = this.querySelector("form");
    this.stop.abort();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect") document.querySelector(".rail__links > live-region")?.soon();
    } catch {
      // Unread stays unread; the next visit tries again.
    }
  }
}

customElements.define("mark-seen", MarkSeen);
