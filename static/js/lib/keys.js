// The keyboard layer. An element says `data-key="j"` (or "g t", or "mod+enter") and is clicked, or focused when it is a
// field. Letters never act inside a field, in a dialog, or while an input method is composing.
const MEMORY = "vigil-keys-off";
const CHORD_MS = 1200;
let chord = "";
let chordTimer = 0;

export function keyName(event) {
  const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  const shift = event.shiftKey && (key.length > 1 || /^[a-z]$/.test(key)) ? "shift+" : "";
  return mod + shift + key;
}

export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])"));
}

export function shortcutsAreOn() {
  try {
    return localStorage.getItem(MEMORY) !== "1";
  } catch {
    return true;
  }
}

export function setShortcuts(on) {
  try {
    on ? localStorage.removeItem(MEMORY) : localStorage.setItem(MEMORY, "1");
  } catch {
    // Private windows may refuse; the choice then lasts for the page.
  }
}

function isUsable(element) {
  return !element.disabled && element.getClientRects().length > 0;
}

function declared(name) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)];
  return all.find(isUsable) ?? all.find((element) => element.dataset.keyHidden !== undefined);
}

function act(element) {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
    return;
  }
  element.click();
}

function startChord(name) {
  clearTimeout(chordTimer);
  chord = document.querySelector(`[data-key^="${CSS.escape(name)} "]`) ? name : "";
  if (chord) chordTimer = setTimeout(() => (chord = ""), CHORD_MS);
  return Boolean(chord);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.altKey) return;
  const name = keyName(event);
  const hasMod = name.startsWith("mod+");
  if (!hasMod && (isTyping(event.target) || document.querySelector("dialog:modal") || !shortcutsAreOn())) return;
  const whole = chord && !hasMod ? `${chord} ${name}` : name;
  chord = "";
  const element = declared(whole) ?? declared(name);
  if (element) {
    event.preventDefault();
    act(element);
    return;
  }
  if (!hasMod) startChord(name);
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
}
