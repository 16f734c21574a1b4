// <toast-stack>: dismiss buttons, and `showToast({text, tone, undo})` for scripts; undo is a function.
const SECONDS = { bad: 0, wait: 12, undo: 15, default: 8 };

class ToastStack extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    for (const toast of this.querySelectorAll(":scope > .toast")) this.settle(toast);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  }

  // A toast with something to do stays until it is dismissed; the others leave once nobody looks at them.
  settle(toast, given) {
    const dismiss = toast.querySelector("[data-dismiss]");
    if (dismiss) dismiss.hidden = false;
    const seconds = given ?? SECONDS[toast.dataset.tone] ?? SECONDS.default;
    if (!seconds || toast.querySelector("form")) return;
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
    setTimeout(leave, seconds * 1000);
  }

  // Drawn by the server for each tone, so that a script's toast looks and is dismissed like any other.
  show({ text, tone = "", undo = null }) {
    const drawn = this.querySelector("template").content.querySelector(`.toast[data-tone="${tone}"]`);
    const toast = drawn.cloneNode(true);
    toast.querySelector(".toast__text").textContent = text;
    if (undo) toast.querySelector("[data-dismiss]").before(this.undoButton(toast, undo));
    this.append(toast);
    this.settle(toast, undo ? SECONDS.undo : undefined);
    return toast;
  }

  undoButton(toast, undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain button--small";
    button.textContent = this.dataset.undoWord;
    button.addEventListener("click", () => {
      toast.remove();
      undo();
    });
    return button;
  }
}

customElements.define("toast-stack", ToastStack);

export function showToast(toast) {
  return document.querySelector("toast-stack")?.show(toast);
}
