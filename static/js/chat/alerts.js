// <chat-alerts>: the title counts what waits for the agent (new messages in their chats, people in the queue); alerts on
// the desktop come only after the agent has switched them on, while the page is out of sight, and never quote a message.
const KEPT = "vigil-chat-alerts";

class ChatAlerts extends HTMLElement {
  connectedCallback() {
    this.plain = document.title;
    this.button = this.querySelector("button");
    this.button.hidden = !window.Notification;
    this.button.addEventListener("click", () => this.toggle());
    this.stop = new AbortController();
    document.addEventListener("refreshed", () => this.look(), { signal: this.stop.signal });
    this.draw();
    this.look();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get isOn() {
    return window.Notification?.permission === "granted" && localStorage.getItem(KEPT) === "on";
  }

  async toggle() {
    const wanted = !this.isOn;
    const answer = wanted ? await Notification.requestPermission() : "granted";
    localStorage.setItem(KEPT, wanted ? "on" : "off");
    this.draw(answer === "granted" ? "" : this.dataset.blocked);
  }

  draw(trouble = "") {
    this.button.setAttribute("aria-pressed", String(this.isOn));
    this.button.title = trouble || this.dataset[this.isOn ? "on" : "off"];
    this.querySelector("[role=status]").textContent = trouble;
  }

  // What waits now, by address; more than at the last look is news.
  look() {
    const before = this.waiting;
    this.waiting = new Map();
    for (const row of document.querySelectorAll("live-region .row[data-new]")) this.waiting.set(row.pathname, row);
    const total = [...this.waiting.values()].reduce((sum, row) => sum + Number(row.dataset.new), 0);
    document.title = total ? `(${total}) ${this.plain}` : this.plain;
    if (!before || !document.hidden || !this.isOn) return;
    for (const [path, row] of this.waiting) if (Number(row.dataset.new) > Number(before.get(path)?.dataset.new ?? 0)) this.tell(path, row);
  }

  tell(path, { dataset }) {
    const body = "queued" in dataset ? this.dataset.queued : this.dataset.message;
    const alert = new Notification(dataset.who, { body, tag: path });
    alert.addEventListener("click", () => {
      window.focus();
      location.assign(path);
    });
  }
}

customElements.define("chat-alerts", ChatAlerts);
