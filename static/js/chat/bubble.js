// One message as the page shows it; the server draws the same in templates/chat/_bubble.html.
import { safePath } from "./frames.js";

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function kindOf(frame, side) {
  if (frame.author === side) return "mine";
  return frame.author === "visitor" || frame.author === "agent" ? "theirs" : frame.author;
}

function link(url, text) {
  const path = safePath(url);
  if (!path) return element("span", "", text);
  const made = element("a", "", text);
  Object.assign(made, { href: path, target: "_blank", rel: "noopener" });
  return made;
}

function source(data) {
  const box = element("div", "source");
  if (data.language) box.lang = data.language;
  const title = link(data.url, data.title ?? "");
  title.className = "source__title";
  box.append(title, element("p", "source__text", data.extract ?? ""));
  return box;
}

function others(list) {
  const items = element("ul", "source__more");
  for (const other of list) {
    const item = element("li");
    item.append(link(other.url, other.title ?? ""));
    items.append(item);
  }
  return items;
}

// Twenty-four hours, as the server writes them; in the reader's own zone, or the browser's for a visitor.
export function clockWords(at, zone) {
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone || undefined });
}

function clock(at, zone) {
  const time = element("time", "", clockWords(at, zone));
  time.dateTime = at.toISOString();
  return time;
}

function author(frame, kind, words) {
  if (kind === "mine") return words.you;
  if (kind === "bot") return words.bot;
  return frame.name || (frame.author === "agent" ? words.agent : words.visitor);
}

export function draw(frame, { side, words, picture, zone }) {
  const kind = kindOf(frame, side);
  const bubble = element("article", "message");
  Object.assign(bubble.dataset, { kind, seq: frame.seq || "", client: frame.client_id || "" });
  const at = clock(frame.at ? new Date(frame.at) : new Date(), zone);
  if (kind === "system") {
    bubble.dataset.code = frame.data.code ?? "";
    const line = element("p");
    const text = element("span", "", frame.body);
    text.dir = "auto";
    line.append(text, " ", at);
    bubble.append(line);
    return bubble;
  }
  const head = element("header", "message__head");
  head.append(element("bdi", "message__author", author(frame, kind, words)), " ", at);
  const body = element("div", "message__body");
  body.dir = "auto";
  body.append(element("p", "message__text", frame.body));
  if (frame.kind === "article") body.append(source(frame.data));
  if (frame.kind === "article" && frame.data.more?.length) body.append(others(frame.data.more));
  if (kind === "bot" && picture) bubble.append(picture.content.cloneNode(true));
  bubble.append(head, body);
  return bubble;
}

// sending, held (it goes out later), failed (with the reason), each with what one can do about it; or sent.
export function mark(bubble, state, words, { reason = "", ways = [] } = {}) {
  bubble.querySelector(".message__foot")?.remove();
  state === "sent" ? delete bubble.dataset.state : (bubble.dataset.state = state);
  if (state === "sent") return;
  const text = { sending: words.sending, held: reason, failed: `${words.failed} ${reason}`.trim() }[state];
  const foot = element("footer", "message__foot");
  const why = element("span", "", text);
  if (state !== "sending") why.setAttribute("role", "alert");
  foot.append(why);
  for (const [name, act] of ways) {
    const button = element("button", "button button--small", words[name]);
    button.type = "button";
    button.addEventListener("click", act);
    foot.append(" ", button);
  }
  bubble.append(foot);
}
