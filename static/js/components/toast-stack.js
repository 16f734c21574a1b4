// <toast-stack>: dismiss buttons, and `showToast({text, tone, undo})` for scripts; undo is a function.
const SECONDS = { bad: 0, wait: 12, default: 8 };

class ToastStack extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    for (const toast of this.children) this.settle(toast);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  }

  // A toast with something to do stays until it is dismissed; the others leave once nobody looks at them.
  settle(toast) {
    const dismiss = toast.querySelector("[data-dismiss]");
    if (dismiss) dismiss.hidden = false;
    const seconds = SECONDS[toast.dataset.tone] ?? SECONDS.default;
    if (!seconds || toast.querySelector("form")) return;
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
    setTimeout(leave, seconds * 1000);
  }

  show({ text, tone = "", undo = null }) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.tone = tone;
    const words = document.createElement("span");
    words.className = "toast__text";
    words.textContent = text;
    toast.append(words);
    if (undo) toast.append(this.undoButton(toast, undo));
    toast.append(this.dismissButton());
    this.append(toast);
    this.settle(toast);
    return toast;
  }

  dismissButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--icon button--small";
    button.dataset.dismiss = "";
    button.setAttribute("aria-label", this.dataset.dismissWord);
    button.textContent = "×";
    return button;
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
