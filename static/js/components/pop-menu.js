// <pop-menu> around <details class="menu">: Escape and a click elsewhere close it, arrows walk through it.
class PopMenu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    this.details?.addEventListener("toggle", () => this.details.open && this.opened(), { signal });
    document.addEventListener("click", (event) => this.contains(event.target) || this.close(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get items() {
    return [...this.querySelectorAll(".menu__item:not(:disabled)")];
  }

  opened() {
    if (!this.contains(document.activeElement)) this.querySelector("summary").focus();
    this.closeOthers();
  }

  closeOthers() {
    for (const other of document.querySelectorAll("pop-menu > details[open]")) {
      if (other !== this.details) other.open = false;
    }
  }

  close() {
    if (this.details) this.details.open = false;
  }

  key(event) {
    if (!this.details?.open && event.key !== "ArrowDown") return;
    if (event.key === "Escape") {
      this.close();
      this.querySelector("summary")?.focus();
      event.stopPropagation();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { items } = this;
    if (!step || !items.length) return;
    event.preventDefault();
    this.details.open = true;
    const at = items.indexOf(document.activeElement);
    items[at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length]?.focus();
  }
}

customElements.define("pop-menu", PopMenu);
