// <error-summary> takes the focus when the page opens with something to mend, and leads each line to its field.
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.focus();
    this.addEventListener("click", this);
    const word = this.querySelector("h2")?.textContent;
    if (word && !document.title.startsWith(word)) document.title = `${word} – ${document.title}`;
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    const field = document.querySelector(event.target.closest("a[href^='#']")?.hash || ":not(*)");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.closest(".field")?.scrollIntoView({ block: "start" });
  }
}

customElements.define("error-summary", ErrorSummary);
