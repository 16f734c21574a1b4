// <live-region topic="staff" src="/fragment/" every="60" pause="1">: fetches its content again when the desk says so, at
// most once in `pause` seconds, and after the line was lost. What the person is typing or has opened is left alone. A
// <template data-for="id"> in the answer renews that other part of the page.
import { desk, unwatch, watch } from "../lib/console-socket.js";

const TOKEN = / name="csrfmiddlewaretoken" value="[^"]*"/g;

class LiveRegion extends HTMLElement {
  connectedCallback() {
    this.topics = (this.getAttribute("topic") || "staff").split(" ");
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const topic of this.topics) watch(topic);
    desk().addEventListener("nudge", ({ detail }) => this.topics.some((t) => detail.topics.includes(t)) && this.soon(), { signal });
    desk().addEventListener("open", () => this.hasLoaded && this.soon(), { signal });
    document.addEventListener("saved", () => this.soon(), { signal });
    this.hasLoaded = true;
    const seconds = Number(this.getAttribute("every"));
    if (seconds) this.clock = setInterval(() => document.visibilityState === "visible" && this.soon(), seconds * 1000);
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
    clearInterval(this.clock);
    for (const topic of this.topics) unwatch(topic);
  }

  soon() {
    if (this.timer) return;
    const since = Date.now() - (this.last ?? 0);
    const pause = (Number(this.getAttribute("pause")) || 1) * 1000;
    this.timer = setTimeout(() => this.look(), Math.max(50, pause - since));
  }

  get isBusy() {
    return Boolean(this.querySelector("details[open], dialog[open], :is(input, textarea, select):focus"));
  }

  async look() {
    this.timer = 0;
    this.last = Date.now();
    if (this.isBusy) {
      this.soon();
      return;
    }
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" }, signal: this.stop.signal });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.setAttribute("data-stale", "");
    }
  }

  show(text) {
    this.removeAttribute("data-stale");
    const plain = text.replaceAll(TOKEN, "");
    if (plain === this.shown || this.isBusy) return;
    this.shown = plain;
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    const place = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.getAttribute("href") && `[href="${CSS.escape(focused.getAttribute("href"))}"]`);
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const part of fresh.querySelectorAll("template[data-for]")) this.renew(part);
    this.replaceChildren(...fresh.body.childNodes);
    window.htmx?.process(this);
    if (place) this.querySelector(place)?.focus();
    this.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  }

  renew(part) {
    const place = document.getElementById(part.dataset.for);
    part.remove();
    if (place?.contains(document.activeElement)) this.shown = null;
    else place?.replaceChildren(part.content);
  }
}

customElements.define("live-region", LiveRegion);
