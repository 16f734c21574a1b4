// <relative-time><time datetime title></time></relative-time>: "5 minutes ago", kept fresh; older than a week stays a date.
const STEPS = [
  ["second", 60],
  ["minute", 3600],
  ["hour", 86400],
  ["day", 604800],
];
const SIZES = { second: 1, minute: 60, hour: 3600, day: 86400 };

export function relativeWords(then, now, language) {
  const seconds = Math.round((then - now) / 1000);
  const unit = STEPS.find(([, limit]) => Math.abs(seconds) < limit)?.[0];
  if (!unit) return null;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  if (unit === "second") return words.format(0, "second");
  return words.format(Math.trunc(seconds / SIZES[unit]), unit);
}

class RelativeTime extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), 30000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  draw() {
    const time = this.querySelector("time");
    const then = Date.parse(time?.dateTime ?? "");
    if (Number.isNaN(then)) return;
    const words = relativeWords(then, Date.now(), this.closest("[lang]")?.lang || "en");
    if (words && time.textContent !== words) time.textContent = words;
  }
}

customElements.define("relative-time", RelativeTime);
