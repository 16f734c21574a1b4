// <auto-grow><textarea></auto-grow>: as tall as its text, up to the style sheet's limit; mod+Enter sends its form.
class AutoGrow extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.addEventListener("input", this);
    this.addEventListener("keydown", this);
    this.fit();
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
    this.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "input") this.fit();
    const sends = event.key === "Enter" && (event.metaKey || event.ctrlKey) && !event.isComposing;
    if (event.type === "keydown" && sends) {
      event.preventDefault();
      this.area.form?.requestSubmit();
    }
  }

  fit() {
    if (!this.area || CSS.supports("field-sizing", "content")) return;
    this.area.rows = Math.min(16, Math.max(2, this.area.value.split("\n").length));
  }
}

customElements.define("auto-grow", AutoGrow);
