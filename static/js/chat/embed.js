// The frame's side of the talk with the host page: one known origin both ways, five kinds of message.
export class Frame {
  constructor(origin, room) {
    this.origin = origin && window.parent !== window ? origin : "";
    this.room = room;
    const close = room.querySelector("[data-role=close]");
    if (!this.origin) return;
    if (close) {
      close.hidden = false;
      close.addEventListener("click", () => this.tell("close"));
    }
    room.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) this.tell("close");
    });
    addEventListener("message", (event) => this.take(event));
    this.tell("ready");
  }

  take(event) {
    if (event.origin !== this.origin || event.source !== window.parent) return;
    const { vigil, type, name, email } = event.data ?? {};
    if (vigil !== 1) return;
    if (type === "open") this.room.querySelector("textarea")?.focus();
    if (type === "identify") this.room.identify({ name, email });
  }

  tell(type, facts = {}) {
    if (this.origin) window.parent.postMessage({ vigil: 1, type, ...facts }, this.origin);
  }
}
