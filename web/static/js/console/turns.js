// The turns on the screen: each once, however often it was sent.

export class Turns {
  #box;
  #newest;

  constructor(box) {
    this.#box = box;
    this.#newest = Math.max(0, ...this.#every().map(numberOf));
    this.toEnd();
  }

  /** Some have come. A connection that was made anew sends again what was there. The new ones, and the last's number. */
  came() {
    const before = this.#newest;
    const old = new Set();
    const added = [];
    for (const turn of this.#every()) {
      const number = numberOf(turn);
      if (old.has(number)) turn.remove();
      else if (number > before) added.push(turn);
      old.add(number);
    }
    this.#newest = Math.max(before, ...added.map(numberOf));
    if (added.length > 0) this.toEnd();
    return { newest: this.#newest, hasQuestion: added.some((turn) => turn.classList.contains("of-customer")) };
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
  }

  #every() {
    return [...this.#box.querySelectorAll(".turn")];
  }
}

function numberOf(turn) {
  return Number(turn.dataset.number);
}
