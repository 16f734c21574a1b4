// <search-suggest src> around a search form: suggestions while typing, as a WAI-ARIA combobox. Enter searches as ever.
import { mayAsk } from "../lib/may-ask.js";
import { optionsFor } from "../lib/options.js";

const WAIT = 180;
const FEWEST = 3;
const DENSE = /[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]/;

class SearchSuggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    if (!this.input || this.list) return;
    this.stop = new AbortController();
    this.build();
    this.listen();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.asking?.abort();
    clearTimeout(this.timer);
    this.list?.remove();
    this.status?.remove();
    this.list = undefined;
  }

  build() {
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-options`;
    this.list.className = "search__options";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent ?? "");
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.querySelector("form").append(this.list);
    this.append(this.status);
    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
  }

  listen() {
    const { signal } = this.stop;
    this.input.addEventListener("input", (event) => event.isComposing || this.later(), { signal });
    this.input.addEventListener("compositionend", () => this.later(), { signal });
    this.input.addEventListener("keydown", (event) => this.key(event), { signal });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")), { signal });
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.close(), { signal });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    const query = this.input.value.trim();
    if (query.length < (DENSE.test(query) ? 1 : FEWEST)) return this.close();
    const asking = (this.asking = new AbortController());
    if (!(await mayAsk(query))) return this.close();
    if (asking.signal.aborted) return;
    try {
      const answer = await fetch(`${this.getAttribute("src")}?q=${encodeURIComponent(query)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === this.input) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // Suggestions are a convenience: without the network the form still works.
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...optionsFor(suggestions, this.list.id));
    this.status.textContent = suggestions.length ? this.dataset.count.replace("{count}", suggestions.length) : this.dataset.empty;
    this.toggle(suggestions.length > 0);
  }

  toggle(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.choose(undefined);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.toggle(false);
  }

  choose(option) {
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      return this.close();
    }
    if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      return this.go(this.chosen);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (this.list.hidden) return this.ask();
    const options = [...this.list.children, undefined];
    const at = options.indexOf(this.chosen ?? undefined);
    this.choose(options[(at + step + options.length) % options.length]);
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }
}

customElements.define("search-suggest", SearchSuggest);
