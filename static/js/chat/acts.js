// The visitor's buttons (a person, a ticket, the end, the rating), without leaving the page.
import { newId } from "./memory.js";

const CARRIES_TEXT = new Set(["person", "ticket"]);

function actOf(event) {
  if (event.submitter?.value === "new") return "new";
  return event.submitter?.dataset.act ?? event.target.dataset.act ?? "";
}

// Says why where it can be mended: at the address, or else under the box.
export function refuse(room, { message, fields }) {
  const input = room.querySelector("input[name=email]");
  const old = room.querySelector("#chat-email-error");
  old?.remove();
  input?.removeAttribute("aria-invalid");
  if (!fields?.email || !input) return room.composer?.refuse(message);
  const reason = document.createElement("p");
  Object.assign(reason, { id: "chat-email-error", className: "field__error", textContent: fields.email[0] });
  input.before(reason);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", reason.id);
  input.focus();
}

export function startAgain(room) {
  room.memory.way = null;
  const query = new URLSearchParams(location.search);
  query.set("new", "1");
  location.assign(`${location.pathname}?${query}`);
}

export async function act(room, event) {
  const name = actOf(event);
  if (!name || room.side !== "visitor") return;
  event.preventDefault();
  if (name === "new") return startAgain(room);
  event.submitter?.setAttribute("aria-busy", "true");
  const values = Object.fromEntries(new FormData(event.target));
  const text = CARRIES_TEXT.has(name) ? (room.composer?.take() ?? "") : "";
  room.actId = text ? (room.actId ?? newId()) : room.actId;
  const body = { act: name, language: room.dataset.language, body: text, client_id: text ? room.actId : "", email: values.email, score: values.score, comment: values.comment };
  const news = (await room.start()) && (await room.ask(`${room.dataset.start}${room.publicId}/act/`, body));
  event.submitter?.removeAttribute("aria-busy");
  if (news) {
    room.actId = undefined;
    room.panel.status(news.status, name);
  } else if (text) {
    room.composer.put(text);
  }
}
