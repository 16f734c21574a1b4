// <draft-keeper data-name="request:…" data-owner="7" data-fields="subject body"><form>…: what is half-written survives
// a reload, a lost session and a failed send. Where the form has two kinds of text (`kind`), each has its own.
import { Draft, dropOthers, dropSent, newId } from "../lib/kept.js";

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.form.addEventListener("input", (event) => this.changed(event.target), { signal });
    this.form.addEventListener("change", (event) => this.changed(event.target), { signal });
    this.form.addEventListener("submit", () => this.hasText && this.keep({ isSent: true }), { signal });
    this.querySelector("[data-role=discard]")?.addEventListener("click", () => this.discard(), { signal });
    document.addEventListener("refreshed", () => this.settle(), { signal });
    dropOthers(this.dataset.owner);
    dropSent();
    this.begin();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  get fields() {
    return this.dataset.fields.split(" ").map((name) => this.form.elements[name]).filter(Boolean);
  }

  get kind() {
    return this.form.elements.kind?.value ?? "";
  }

  get hasText() {
    return this.fields.some((field) => field.tagName !== "SELECT" && field.value.trim());
  }

  draft(kind = this.kind) {
    return new Draft(this.dataset.owner, `${this.dataset.name}${kind && `:${kind}`}`);
  }

  // The server's page has the last word: what it brought back after a refusal is kept rather than overwritten.
  begin() {
    this.shownKind = this.kind;
    if (this.hasText) return this.keep();
    const kinds = [...(this.form.elements.kind ?? [])].map((radio) => radio.value);
    const latest = kinds.filter((kind) => this.draft(kind).read()).sort((a, b) => this.draft(b).read().at - this.draft(a).read().at)[0];
    if (latest && latest !== this.kind) return this.choose(latest);
    this.bring();
  }

  choose(kind) {
    const radio = [...this.form.elements.kind].find((choice) => choice.value === kind);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  bring() {
    const kept = this.draft().read();
    this.wasSent = kept?.isSent ?? false;
    if (kept) {
      for (const field of this.fields) field.value = kept.values[field.name] ?? "";
      this.form.elements.client_id.value = kept.id;
    }
    this.tell(kept);
  }

  changed(field) {
    if (field.name === "kind") return void (this.kind === this.shownKind || this.turn());
    if (!this.fields.includes(field) && field.type !== "file") return;
    // A text that was on its way and is changed is another message: the server may have the first.
    if (this.wasSent) this.renew();
    this.hasText ? this.keep() : this.draft().drop();
  }

  turn() {
    this.shownKind = this.kind;
    for (const field of this.fields) field.value = "";
    this.renew();
    this.bring();
  }

  renew() {
    this.form.elements.client_id.value = newId();
    this.wasSent = false;
  }

  keep({ isSent = false } = {}) {
    const values = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
    const files = [...(this.form.querySelector("[type=file]")?.files ?? [])].map((file) => file.name);
    this.draft().write({ values, files, isSent, id: this.form.elements.client_id.value });
  }

  tell(kept) {
    const note = this.querySelector("[data-role=kept]");
    if (!note) return;
    note.hidden = !kept;
    const files = note.querySelector("[data-role=files]");
    files.hidden = !kept?.files?.length;
    files.querySelector("bdi").textContent = kept?.files?.join(", ") ?? "";
  }

  discard() {
    this.draft().drop();
    for (const field of this.fields) field.value = field.tagName === "SELECT" ? field.value : "";
    this.renew();
    this.tell(null);
    this.fields.at(-1).focus();
  }

  // Another tab, or an answer that was lost: the thread now shows the text, so the box lets it go.
  settle() {
    const id = this.form.elements.client_id.value;
    dropSent();
    if (this.hasText && document.querySelector(`[data-sent="${CSS.escape(id)}"]`)) this.turn();
  }
}

customElements.define("draft-keeper", DraftKeeper);
