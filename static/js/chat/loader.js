// Vigil's launcher for other sites: <script async src="https://…/chat/loader.js" data-language="en"></script>
// window.vigil: open(), close(), toggle(), identify({name, email}), on(event, fn), off(event, fn), isOpen().
(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="/chat/loader.js"]');
  if (!script || window.vigil?.isReady) return;
  const words = __WORDS__;
  const origin = new URL(script.src).origin;
  const wanted = (script.dataset.language || document.documentElement.lang || "en").toLowerCase();
  const language = words[wanted] ? wanted : words[wanted.split("-")[0]] ? wanted.split("-")[0] : wanted.startsWith("zh") ? "zh-hans" : "en";
  const text = words[language];
  const listeners = {};
  const early = window.vigil?.queue ?? [];
  let frame = null;
  let isOpen = false;
  let isFrameReady = false;
  let person = null;

  const host = document.createElement("div");
  host.dataset.vigil = "";
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; inset-block-end: 16px; inset-inline-end: 16px; inline-size: 56px; block-size: 56px; z-index: 2147483000; color-scheme: light dark; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; inline-size: 56px; block-size: 56px; border-radius: 50%; cursor: pointer; background: light-dark(oklch(.49 .08 195), oklch(.79 .115 195)); color: light-dark(#fff, #10201f); box-shadow: 0 6px 20px rgb(0 0 0 / .2); position: relative; }
    button:focus-visible { outline: 3px solid oklch(.61 .1 195); outline-offset: 3px; }
    svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
    b { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 20px; padding-inline: 4px; box-sizing: border-box; border-radius: 10px; background: oklch(.51 .18 25); color: #fff; font: 600 12px/20px system-ui; text-align: center; }
    [hidden] { display: none; }
    iframe { position: fixed; inset-block-end: 84px; inset-inline-end: 16px; border: 0; inline-size: 400px; block-size: min(640px, calc(100dvh - 112px)); border-radius: 12px; box-shadow: 0 10px 40px rgb(0 0 0 / .25); background: Canvas; }
    @media (max-width: 600px) { iframe { inset: 0; inline-size: 100vw; block-size: 100dvh; border-radius: 0; } :host([data-open]) button { display: none; } }`);
  // Everything is fixed and the host keeps its size, so that opening moves nothing on the page.
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", "M4 5h16v11H9l-5 4z");
  picture.append(shape);
  const badge = document.createElement("b");
  badge.hidden = true;
  button.append(picture, badge);
  root.append(button);

  const emit = (name, facts) => (listeners[name] ?? []).forEach((listener) => listener(facts));
  const say = (message) => isFrameReady && frame.contentWindow?.postMessage({ vigil: 1, ...message }, origin);
  const label = () => {
    button.setAttribute("aria-label", isOpen ? text.close : text.open);
    button.setAttribute("aria-expanded", String(isOpen));
  };

  function build() {
    frame = document.createElement("iframe");
    frame.title = text.title;
    frame.src = `${origin}/${language}/chat/?embed=1&parent=${encodeURIComponent(location.origin)}`;
    root.insertBefore(frame, button);
  }

  function show(open) {
    if (isOpen === open) return;
    isOpen = open;
    if (!frame) build();
    frame.hidden = !open;
    host.toggleAttribute("data-open", open);
    label();
    if (open) say({ type: "open" });
    else button.focus();
    emit(open ? "open" : "close");
  }

  function count(number) {
    badge.hidden = !number || isOpen;
    badge.textContent = number > 99 ? "99+" : String(number);
    emit("unread", number);
  }

  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow || event.data?.vigil !== 1) return;
    const { type, ...facts } = event.data;
    if (type === "ready") {
      isFrameReady = true;
      if (person) say({ type: "identify", ...person });
      if (isOpen) say({ type: "open" });
      emit("ready");
    } else if (type === "close") show(false);
    else if (type === "unread") count(Number(facts.count) || 0);
    else if (["message", "status", "connection"].includes(type)) emit(type, facts);
  });
  button.addEventListener("click", () => show(!isOpen));
  addEventListener("keydown", (event) => event.key === "Escape" && isOpen && show(false));

  window.vigil = {
    isReady: true,
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!isOpen),
    isOpen: () => isOpen,
    on: (name, listener) => void (listeners[name] ??= []).push(listener),
    off: (name, listener) => void (listeners[name] = (listeners[name] ?? []).filter((other) => other !== listener)),
    identify: ({ name = "", email = "" } = {}) => {
      person = { name: String(name).slice(0, 120), email: String(email).slice(0, 254) };
      say({ type: "identify", ...person });
    },
  };
  label();
  (document.body ?? document.documentElement).append(host);
  for (const [name, ...values] of early) window.vigil[name]?.(...values);
})();
