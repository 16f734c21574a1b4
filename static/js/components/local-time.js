// <local-time><time datetime></time> …</local-time>: a moment in the browser's own zone, with the zone's name.
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime ?? "");
    if (Number.isNaN(moment.getTime())) return;
    const language = this.closest("[lang]")?.lang || "en";
    const parts = { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
    time.textContent = new Intl.DateTimeFormat(language, parts).format(moment);
    this.replaceChildren(time);
  }
}

customElements.define("local-time", LocalTime);
