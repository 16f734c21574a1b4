// Behaviours of staff pages, on top of the public ones.
import "./app.js";
import "./components/live-region.js";
import "./components/connection-note.js";
import "./components/auto-grow.js";
import "./components/tab-set.js";
import "./components/ask-first.js";
import { setShortcuts, shortcutsAreOn } from "./lib/keys.js";
import { startOpeners } from "./lib/openers.js";

startOpeners();

const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  keysSwitch.checked = shortcutsAreOn();
  keysSwitch.addEventListener("change", () => setShortcuts(keysSwitch.checked));
}

// htmx sends what forms would: the token travels with every request that changes something.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.body.dataset.csrf;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
