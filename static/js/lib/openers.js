// `data-opens="id"` shows the dialog with that id; `data-toggles-context` folds the context column.
function fillKeys(dialog) {
  const list = dialog.querySelector("[data-keys-list]");
  if (!list) return;
  const rows = new Map([["Esc", list.dataset.wordClose]]);
  for (const element of document.querySelectorAll("[data-key]")) {
    const word = element.dataset.keyWord || element.querySelector(".rail__tip")?.textContent || element.getAttribute("aria-label") || element.placeholder || element.textContent;
    rows.set(element.dataset.key, word.trim());
  }
  list.replaceChildren(...[...rows].map(([keys, word]) => row(keys, word)));
}

function row(keys, word) {
  const line = document.createElement("div");
  const words = document.createElement("span");
  words.textContent = word;
  const caps = document.createElement("span");
  for (const key of keys.split(/[ +]/)) {
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.textContent = { mod: /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl", enter: "↵", shift: "⇧" }[key] ?? key;
    caps.append(cap, " ");
  }
  line.append(words, caps);
  return line;
}

export function startOpeners() {
  document.addEventListener("keydown", closeContext);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog) {
      fillKeys(dialog);
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-toggles-context]")) {
      turnContext();
      return;
    }
    if (event.target.matches("dialog[open].dialog, dialog[open].drawer") && !inside(event)) event.target.close();
  });
}

// Where the column lies over the page it takes the focus, and gives it back.
function turnContext() {
  const context = document.getElementById("context");
  const isShown = context?.getClientRects().length > 0;
  document.body.dataset.context = isShown ? "closed" : "open";
  const goal = document.querySelector(isShown ? "main [data-toggles-context]" : "#context [data-toggles-context]");
  if (goal?.getClientRects().length) goal.focus();
}

function closeContext(event) {
  const context = document.getElementById("context");
  const lies = context?.getClientRects().length > 0 && getComputedStyle(context).position === "fixed";
  if (event.key === "Escape" && lies && !document.querySelector("dialog[open]")) turnContext();
}

function inside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX >= box.x && event.clientX <= box.x + box.width && event.clientY >= box.y && event.clientY <= box.y + box.height;
}
