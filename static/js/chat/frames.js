// The frames a client may receive (docs/realtime.md). What does not fit is dropped, never guessed at.
const isSeq = (value) => Number.isInteger(value) && value >= 0;
const isText = (value) => typeof value === "string";

const SCHEMA = {
  message: (f) => isSeq(f.seq) && isText(f.body) && isText(f.author) && isText(f.kind) && typeof f.data === "object" && f.data !== null,
  ack: (f) => isText(f.client_id) && isSeq(f.seq),
  status: (f) => isText(f.status) && isSeq(f.last_seq),
  queue: (f) => isSeq(f.position) && isText(f.text),
  typing: (f) => isText(f.by),
  read: (f) => isText(f.by) && isSeq(f.seq),
  pong: (f) => isSeq(f.last_seq),
  error: (f) => isText(f.code) && isText(f.message),
};

export function checked(frame) {
  const rule = frame && typeof frame === "object" && Object.hasOwn(SCHEMA, frame.type) ? SCHEMA[frame.type] : null;
  return rule && rule(frame) ? frame : null;
}

export function parse(text) {
  try {
    return checked(JSON.parse(text));
  } catch {
    return null;
  }
}

// Only addresses of this site become links.
export function safePath(url) {
  return isText(url) && /^\/(?![/\\])/.test(url) ? url : "";
}
