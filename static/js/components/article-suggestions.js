// <article-suggestions data-src data-field>: when the subject has been typed, shows articles that may answer at once.
// Beside the form, never in its way: slow or failing, it stays as it was.
import { mayAsk } from "../lib/may-ask.js";

const PAUSE_MS = 500;

class ArticleSuggestions extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.field);
    this.field?.addEventListener("input", this);
    if (this.field?.value) this.ask();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.field?.removeEventListener("input", this);
  }

  handleEvent() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.request?.abort();
    const request = (this.request = new AbortController());
    if (!(await mayAsk(this.field.value)) || request.signal.aborted) return;
    const address = `${this.dataset.src}?${new URLSearchParams({ subject: this.field.value })}`;
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // Not now; the form works without.
    }
  }

  show(markup) {
    const page = new DOMParser().parseFromString(markup, "text/html");
    this.replaceChildren(...page.body.childNodes);
  }
}

customElements.define("article-suggestions", ArticleSuggestions);
