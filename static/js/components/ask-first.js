// <ask-first><form>…<dialog></ask-first>: the form waits until the dialog beside it was confirmed. Without script
// the form is sent at once, so what cannot be undone must also be confirmed by the server.
class AskFirst extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this);
  }

  handleEvent(event) {
    const dialog = this.querySelector("dialog");
    const form = event.target;
    if (!dialog || form.method === "dialog" || this.isSure) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && this.goOn(form, submitter), { once: true });
  }

  goOn(form, submitter) {
    this.isSure = true;
    form.requestSubmit(submitter);
    this.isSure = false;
  }
}

customElements.define("ask-first", AskFirst);
