// <term-tip data-name data-tip data-more><a class="term" href>: the link to a term's page becomes a button that opens a
// card with its meaning; a mouse may also rest on it. Without popovers, and with a modifier key, it stays a link.
const REST_MS = 350;
const LEAVE_MS = 250;
const EDGE = 12;
let cards = 0;

class TermTip extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a.term");
    if (!this.link || !("popover" in HTMLElement.prototype)) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.link.setAttribute("role", "button");
    this.link.setAttribute("aria-expanded", "false");
    this.link.addEventListener("click", (event) => this.press(event), { signal });
    this.link.addEventListener("keydown", (event) => this.key(event), { signal });
    this.addEventListener("pointerenter", (event) => this.rest(event, true), { signal });
    this.addEventListener("pointerleave", (event) => this.rest(event, false), { signal });
    window.addEventListener("scroll", () => this.isOpen && this.place(), { signal, passive: true });
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.timer);
    this.card?.remove();
  }

  get isOpen() {
    return Boolean(this.card?.matches(":popover-open"));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    clearTimeout(this.timer);
    if (this.isOpen && this.pressed) this.close();
    else this.open();
    this.pressed = this.isOpen;
  }

  key(event) {
    if (event.key === " ") this.press(event);
    if (event.key === "Escape" && this.isOpen) this.close();
  }

  rest(event, isIn) {
    if (event.pointerType !== "mouse" || this.pressed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (isIn ? this.open() : this.close()), isIn ? REST_MS : LEAVE_MS);
  }

  open() {
    this.card ??= this.draw();
    if (!this.isOpen) this.card.showPopover();
    this.place();
  }

  close() {
    if (this.isOpen) this.card.hidePopover();
  }

  draw() {
    const card = document.createElement("span");
    card.className = "term-card";
    // "manual": the browser's own closing would fight the link's press; outside presses are watched below.
    card.popover = "manual";
    card.id = `term-card-${(cards += 1)}`;
    card.setAttribute("role", "note");
    card.append(this.piece("strong", "term-card__name", this.dataset.name));
    card.append(this.piece("span", "term-card__text", this.dataset.tip));
    const more = this.piece("a", "term-card__more", this.dataset.more);
    more.href = this.link.href;
    more.lang = document.documentElement.lang;
    more.dir = document.documentElement.dir;
    card.append(more);
    card.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.close();
      this.link.focus();
    });
    this.append(card);
    this.link.setAttribute("aria-controls", card.id);
    return card;
  }

  piece(tag, name, words) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = words;
    return made;
  }

  toggled(isOpen) {
    this.link.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.link.setAttribute("aria-describedby", this.card.id);
    else this.link.removeAttribute("aria-describedby");
    this.outside?.abort();
    if (!isOpen) {
      this.pressed = false;
      return;
    }
    this.outside = new AbortController();
    const { signal } = this.outside;
    document.addEventListener("pointerdown", (event) => this.contains(event.target) || this.close(), { signal });
    document.addEventListener("focusin", (event) => this.contains(event.target) || this.close(), { signal });
  }

  place() {
    const word = this.link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const isBackwards = getComputedStyle(this).direction === "rtl";
    const wanted = isBackwards ? word.right - width : word.left;
    const left = Math.max(EDGE, Math.min(wanted, document.documentElement.clientWidth - width - EDGE));
    const fits = word.bottom + height + EDGE < window.innerHeight || word.top < height + EDGE;
    this.card.style.setProperty("--card-x", `${Math.round(left)}px`);
    this.card.style.setProperty("--card-y", `${Math.round(fits ? word.bottom + 6 : word.top - height - 6)}px`);
  }
}

customElements.define("term-tip", TermTip);
