// <announcement-bar data-src data-state data-every>: puts a line away in place, and asks whether something new is
// announced: every `data-every` seconds where people stay long, elsewhere when they come back to the page.
const OLD_MS = 60000;

class AnnouncementBar extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.asked = Date.now();
    this.addEventListener("submit", this, { signal });
    document.addEventListener("visibilitychange", () => this.lookIfOld(OLD_MS), { signal });
    const every = Number(this.dataset.every) * 1000;
    if (every) this.clock = setInterval(() => this.lookIfOld(every), every);
  }

  disconnectedCallback() {
    this.stop.abort();
    clearInterval(this.clock);
  }

  async handleEvent(event) {
    event.preventDefault();
    const form = event.target;
    const line = form.closest("li");
    const next = line.nextElementSibling ?? line.previousElementSibling;
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    line.remove();
    (next?.querySelector("a, button") ?? document.getElementById("main"))?.focus();
    if (!next) this.replaceChildren();
  }

  lookIfOld(age) {
    if (document.visibilityState === "visible" && Date.now() - this.asked >= age - 1000) this.look();
  }

  async look() {
    this.asked = Date.now();
    const address = `${this.dataset.src}&${new URLSearchParams({ state: this.dataset.state })}`;
    const answer = await fetch(address).catch(() => null);
    if (answer?.status === 200) this.show(await answer.text());
  }

  show(markup) {
    const fresh = new DOMParser().parseFromString(markup, "text/html").querySelector("announcement-bar");
    if (!fresh || this.contains(document.activeElement)) return;
    this.dataset.state = fresh.dataset.state;
    this.replaceChildren(...fresh.childNodes);
  }
}

customElements.define("announcement-bar", AnnouncementBar);
