// <heading-links data-copy data-copied> around an article: each heading gets a link to itself, which also copies its address.
import { showToast } from "./toast-stack.js";

class HeadingLinks extends HTMLElement {
  connectedCallback() {
    for (const heading of this.querySelectorAll(":is(h2, h3)[id]")) {
      if (!heading.querySelector(".anchor")) heading.append(this.anchor(heading));
    }
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  anchor(heading) {
    const link = document.createElement("a");
    link.className = "anchor no-print";
    link.href = `#${heading.id}`;
    link.title = this.dataset.copy;
    link.setAttribute("aria-label", this.dataset.copy);
    return link;
  }

  // The address changes as with any link; where the clipboard may not be written to, that is all.
  async handleEvent(event) {
    const link = event.target.closest(".anchor");
    if (!link || !navigator.clipboard) return;
    try {
      await navigator.clipboard.writeText(link.href);
      showToast({ text: this.dataset.copied, tone: "good" });
    } catch {
      // Not allowed: the address bar has it.
    }
  }
}

customElements.define("heading-links", HeadingLinks);
