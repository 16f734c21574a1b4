// How many characters are left: shown near the limit only, and read out when the writing pauses.
const NEAR = 200;
const PAUSE_MS = 1_200;

export class Counter {
  constructor(line, box, words) {
    Object.assign(this, { line, box, words, limit: Number(box.dataset.limit) || Infinity });
    this.shown = line?.querySelector("[aria-hidden]");
    this.spoken = line?.querySelector("[role=status]");
  }

  // Characters as the server counts them: an emoji is one.
  get left() {
    const text = this.box.value.trim();
    return this.limit - (text.length > this.limit - NEAR ? [...text].length : text.length);
  }

  get isOver() {
    return this.left < 0;
  }

  look() {
    if (!this.line) return;
    const { left } = this;
    this.line.hidden = left > NEAR;
    this.line.toggleAttribute("data-over", left < 0);
    this.shown.textContent = this.line.hidden ? "" : (left < 0 ? this.words.over : this.words.left).replace("%s", Math.abs(left));
    clearTimeout(this.pause);
    this.pause = setTimeout(() => (this.spoken.textContent = this.shown.textContent), PAUSE_MS);
  }
}
