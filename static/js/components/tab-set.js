// <tab-set> around links to ids on the page: with script they become tabs, without it they jump.
class TabSet extends HTMLElement {
  connectedCallback() {
    this.tabs = [...this.querySelectorAll(".tabs__tab[href^='#']")];
    this.panels = this.tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
    this.querySelector(".tabs")?.setAttribute("role", "tablist");
    this.tabs.forEach((tab, index) => this.prepare(tab, this.panels[index]));
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    this.choose(Math.max(0, this.tabs.findIndex((tab) => tab.hasAttribute("aria-current"))));
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
    this.removeEventListener("keydown", this);
  }

  prepare(tab, panel) {
    tab.role = "tab";
    tab.id ||= `tab-${panel.id}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.role = "tabpanel";
    panel.setAttribute("aria-labelledby", tab.id);
  }

  choose(chosen) {
    this.tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      this.panels[index].hidden = index !== chosen;
    });
  }

  handleEvent(event) {
    const at = this.tabs.indexOf(event.target.closest("[role=tab]"));
    if (at < 0) return;
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const step = event.type === "click" ? 0 : { [forward]: 1, [backward]: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (at + step + this.tabs.length) % this.tabs.length;
    this.choose(next);
    this.tabs[next].focus();
  }
}

customElements.define("tab-set", TabSet);
