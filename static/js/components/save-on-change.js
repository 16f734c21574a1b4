// <save-on-change data-failed="…"><form>…<select>: a choice is kept at once, said in a toast and undone from there. Walking
// through the choices by key keeps only the one on which it rests. Without script the form's button does it.
import { showToast } from "./toast-stack.js";

const REST_MS = 500;

class SaveOnChange extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.select = this.querySelector("select");
    this.kept = this.select.value;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.select.addEventListener("change", () => this.rest(), { signal });
    this.select.addEventListener("blur", () => this.save(), { signal });
    window.addEventListener("pagehide", () => this.save(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    this.save();
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), REST_MS);
  }

  async save() {
    clearTimeout(this.timer);
    const [before, now] = [this.kept, this.select.value];
    if (before === now) return;
    this.kept = now;
    const refusal = await this.send();
    if (refusal === null) this.done(before);
    else this.refuse(before, refusal);
  }

  // Null when it is kept, else the words of the refusal.
  async send() {
    try {
      const headers = { Accept: "application/json", "HX-Request": "true" };
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers, keepalive: true });
      if (!answer.ok) return (await answer.json()).message;
      if (new URL(answer.url).pathname !== location.pathname) location.reload();
      return null;
    } catch {
      return this.dataset.failed;
    }
  }

  done(before) {
    const text = `${this.form.querySelector("label").textContent}: ${this.select.selectedOptions[0].text}`;
    this.toast?.remove();
    this.toast = showToast({ text, tone: "good", undo: () => this.put(before) });
    document.dispatchEvent(new CustomEvent("saved"));
  }

  put(value) {
    this.select.value = value;
    this.save();
  }

  refuse(before, text) {
    this.select.value = this.kept = before;
    showToast({ text, tone: "bad" });
  }
}

customElements.define("save-on-change", SaveOnChange);
