// <kind-switch>: the composer takes the look of what is being written, and the text keeps the focus when it changes.
class KindSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.draw();
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
  }

  handleEvent(event) {
    if (event.target.name !== "kind") return;
    this.draw();
    this.querySelector("textarea")?.focus();
  }

  draw() {
    const kind = this.querySelector("[name=kind]:checked")?.value ?? "public";
    this.dataset.kind = kind;
    const then = this.querySelector("[name=then]");
    if (then) then.hidden = kind === "note";
  }
}

customElements.define("kind-switch", KindSwitch);
