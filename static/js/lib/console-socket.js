// The page's one socket to the desk. Others listen: `desk().addEventListener("nudge", …)` and `watch(topic)`.
import { LiveSocket } from "./socket.js";

let socket = null;
const watched = new Map();

export function desk() {
  if (socket) return socket;
  socket = new LiveSocket("/ws/console/");
  socket.addEventListener("open", () => {
    for (const topic of watched.keys()) socket.send({ type: "watch", topic });
  });
  socket.addEventListener("frame", ({ detail }) => {
    if (detail.type === "nudge") socket.dispatchEvent(new CustomEvent("nudge", { detail }));
  });
  return socket;
}

export function watch(topic) {
  watched.set(topic, (watched.get(topic) ?? 0) + 1);
  desk().send({ type: "watch", topic });
}

export function unwatch(topic) {
  const left = (watched.get(topic) ?? 1) - 1;
  if (left > 0) {
    watched.set(topic, left);
    return;
  }
  watched.delete(topic);
  if (topic !== "staff") desk().send({ type: "unwatch", topic });
}
