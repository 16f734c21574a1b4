// <secret-guard data-lists>: looks through every form of the page before it is sent. What holds a secret stays here, and
// its writer is told why. The server takes out what gets past (docs/secret-guard.md).
// The search is fetched when a text has the shape of a secret, or is asked about while it is typed.
import { mayHoldSecret } from "../lib/secrets/shape.js";

const search = () => import("../lib/secrets/search.js");
const FIELDS = "textarea, input[type=search], input[type=text], input:not([type])";

class SecretGuard extends HTMLElement {
  connectedCallback() {
    this.lists = JSON.parse(this.dataset.lists);
    this.stop = new AbortController();
    const options = { capture: true, signal: this.stop.signal };
    addEventListener("submit", (event) => this.onSubmit(event), options);
    addEventListener("secret-guard:ask", (event) => (event.detail.answer = this.mayBeAsked(event.detail.text)), options);
  }

  disconnectedCallback() {
    this.stop.abort();
    this.alert?.remove();
  }

  mayBeAsked(text) {
    return search().then((found) => found.mayBeAsked(text, this.lists)).catch(() => false);
  }

  onSubmit(event) {
    const form = event.target;
    if (form === this.passed || form.querySelector("input[type=password]")) return (this.passed = null);
    const fields = [...form.querySelectorAll(FIELDS)].filter((field) => mayHoldSecret(field.value));
    if (!fields.length) return this.alert?.remove();
    event.preventDefault();
    event.stopImmediatePropagation();
    this.look(form, event.submitter, fields);
  }

  async look(form, submitter, fields) {
    form.setAttribute("aria-busy", "true");
    this.alert?.remove();
    // On a line too poor to fetch the search, the server alone takes out what it finds.
    const held = await this.secretsIn(fields).catch(() => []);
    form.removeAttribute("aria-busy");
    const send = () => this.pass(form, submitter);
    held.length ? this.tell(held, send) : send();
  }

  async secretsIn(fields) {
    const { findSecrets } = await search();
    const searches = fields.map(async (field) => ({ field, found: await findSecrets(field.value, this.lists) }));
    return (await Promise.all(searches)).filter(({ found }) => found.length);
  }

  pass(form, submitter) {
    this.alert?.remove();
    this.passed = form;
    form.requestSubmit(submitter);
    this.passed = null;
  }

  tell(held, send) {
    const { field } = held[0];
    const worst = held.flatMap(({ found }) => found).sort((a, b) => b.sure - a.sure)[0];
    this.alert = this.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const title of this.alert.querySelectorAll("[data-kind]")) if (title.dataset.kind !== worst.kind) title.remove();
    const anyway = this.alert.querySelector("[data-do=send]");
    worst.sure ? anyway.remove() : anyway.addEventListener("click", send);
    this.alert.querySelector("[data-do=remove]").addEventListener("click", () => this.clean(held));
    this.place(field);
    this.alert.focus();
  }

  place(field) {
    const home = field.closest("[role=search], .composer, .field") ?? field;
    home.after(this.alert);
  }

  async clean(held) {
    this.alert.remove();
    const { mask } = await search();
    for (const { field } of held) {
      const isSearch = field.type === "search";
      field.value = isSearch ? "" : await mask(field.value, this.lists);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    held[0].field.focus();
  }
}

customElements.define("secret-guard", SecretGuard);
