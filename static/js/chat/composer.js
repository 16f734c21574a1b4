// The box one writes in: Enter sends except while an input method composes or on touch, and nothing written is lost.
const TYPING_MS = 3_000;

export class Composer {
  constructor(form, { draft, send, typing }) {
    this.form = form;
    this.draft = draft;
    this.box = form.querySelector("textarea");
    this.refusal = form.querySelector("[data-role=refusal]");
    this.isTouch = matchMedia("(pointer: coarse)").matches;
    this.typedAt = 0;
    if (!this.box.value) this.box.value = draft.text;
    this.box.addEventListener("input", () => {
      draft.text = this.box.value;
      this.refuse("");
      this.grow();
      if (this.box.value && Date.now() - this.typedAt > TYPING_MS) {
        this.typedAt = Date.now();
        typing();
      }
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
      if (this.isTouch && !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.submit(send);
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.dataset.act) return;
      event.preventDefault();
      this.submit(send);
    });
    this.grow();
  }

  submit(send) {
    const text = this.take();
    if (text) send(text);
    this.box.focus();
  }

  // Hands the text over and empties the box; the caller keeps it until it is acknowledged.
  take() {
    const text = this.box.value.trim();
    this.box.value = this.draft.text = "";
    this.refuse("");
    this.grow();
    return text;
  }

  put(text) {
    this.box.value = text;
    this.grow();
  }

  refuse(message) {
    this.refusal.textContent = message;
  }

  grow() {
    this.box.rows = Math.min(8, Math.max(2, this.box.value.split("\n").length));
  }
}
