// <kind-switch>: the composer takes the look of what is being written. Choosing it by key or pointer, also again, goes
// on into the text; walking the two choices with the arrows stays on them.
class KindSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("click", this);
    this.draw();
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
    this.removeEventListener("click", this);
  }

  handleEvent({ type, target }) {
    if (target.name !== "kind") return;
    this.draw();
    if (type === "click" && !target.matches(":focus-visible")) this.querySelector("textarea")?.focus();
  }

  draw() {
    const kind = this.querySelector("[name=kind]:checked")?.value ?? "public";
    this.dataset.kind = kind;
    const then = this.querySelector("[name=then]");
    if (then) then.hidden = kind === "note";
  }
}

customElements.define("kind-switch", KindSwitch);
