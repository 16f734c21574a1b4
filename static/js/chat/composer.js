// The box one writes in: Enter sends except while an input method composes or on touch, and nothing written is lost.
import { Counter } from "./counter.js";

const TYPING_MS = 3_000;

export class Composer {
  constructor(form, { words, draft, send, typing }) {
    Object.assign(this, { form, words, draft, typing, typedAt: 0 });
    this.box = form.querySelector("textarea");
    this.refusal = form.querySelector("[data-role=refusal]");
    this.counter = new Counter(form.querySelector("[data-role=count]"), this.box, words);
    this.isTouch = matchMedia("(pointer: coarse)").matches;
    if (!this.box.value) this.box.value = draft.text;
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
      if (this.isTouch && !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.dataset.act) return;
      event.preventDefault();
      this.submit(send);
    });
    this.grow();
  }

  changed() {
    this.draft.text = this.box.value;
    this.refuse("");
    this.grow();
    if (!this.box.value || Date.now() - this.typedAt <= TYPING_MS) return;
    this.typedAt = Date.now();
    this.typing();
  }

  submit(send) {
    this.box.focus();
    if (this.counter.isOver) return this.refuse(this.words.too_long);
    const text = this.take();
    if (text) send(text);
  }

  // Hands the text over and empties the box; the caller keeps it until it is acknowledged.
  take() {
    const text = this.box.value.trim();
    this.put("");
    this.refuse("");
    return text;
  }

  // A refused text comes back before whatever has been written since.
  mend(text) {
    this.put([text, this.box.value].filter(Boolean).join("\n"));
    this.refuse("");
    this.box.focus();
  }

  put(text) {
    this.box.value = this.draft.text = text;
    this.grow();
  }

  refuse(message) {
    this.refusal.textContent = message;
    message ? this.box.setAttribute("aria-invalid", "true") : this.box.removeAttribute("aria-invalid");
  }

  grow() {
    this.box.rows = Math.min(8, Math.max(2, this.box.value.split("\n").length));
    this.counter.look();
  }
}
