// The review page: y / n / a answer and move on, arrows move, Ctrl or Command with Enter submits; drafts keep themselves.
const KEYS = { y: "pass", n: "fail", a: "na" };
const KEEP_AFTER = 700;

class ReviewSheet extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector(".review__form");
    if (!this.form) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.seconds = Number(this.form.elements.seconds.value) || 0;
    this.shownSince = Date.now();
    this.form.addEventListener("input", () => this.keepSoon(), { signal });
    this.form.addEventListener("focusin", (event) => this.select(event.target.closest(".criterion"), false), { signal });
    this.form.addEventListener("submit", () => this.count(), { signal });
    this.addEventListener("click", (event) => this.tagPin(event), { signal, capture: true });
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    document.addEventListener("visibilitychange", () => this.leave(), { signal });
    this.select(this.querySelector(".criterion[data-state=error]") ?? this.querySelector(".criterion"), false);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.stop?.abort();
  }

  get current() {
    return this.querySelector(".criterion[data-current=true]");
  }

  select(criterion, reveal = true) {
    if (!criterion || criterion === this.current) return;
    this.current?.removeAttribute("data-current");
    criterion.dataset.current = "true";
    if (reveal) criterion.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.submit(event);
    const typing = event.target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
    if (typing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key in KEYS) this.answer(event, KEYS[event.key]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event);
  }

  submit(event) {
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector("[data-role=submit]"));
  }

  answer(event, value) {
    const choice = this.current?.querySelector(`input[value="${value}"]`);
    if (!choice) return;
    event.preventDefault();
    event.stopPropagation();
    choice.checked = true;
    this.keepSoon();
    if (value === "fail") this.current.querySelector(".criterion__comment").focus();
    else this.select(this.current.nextElementSibling);
  }

  move(event) {
    const next = event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
    event.preventDefault();
    document.activeElement?.blur();
    this.select(this.current?.[next]);
  }

  tagPin(event) {
    const pin = event.target.closest(".review__pin");
    if (pin) pin.elements.criterion_id.value = this.current?.dataset.criterion ?? "";
  }

  count() {
    if (document.visibilityState === "visible") this.seconds += (Date.now() - this.shownSince) / 1000;
    this.shownSince = Date.now();
    this.form.elements.seconds.value = Math.round(this.seconds);
  }

  leave() {
    if (document.visibilityState === "hidden") this.seconds += (Date.now() - this.shownSince) / 1000;
    this.shownSince = Date.now();
    if (document.visibilityState === "hidden" && this.timer) this.keep();
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.count();
    const status = this.form.querySelector("[data-role=saved]");
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(this.form.dataset.save, { method: "POST", body: new FormData(this.form), headers, keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json());
      status.textContent = status.dataset.saved;
    } catch {
      status.textContent = status.dataset.failed;
    }
  }

  show({ score, zeroed }) {
    const output = this.form.querySelector("[data-role=score]");
    output.textContent = score === null ? "–" : `${score.toFixed(1)} %`;
    output.dataset.zeroed = String(zeroed);
  }
}

customElements.define("review-sheet", ReviewSheet);
