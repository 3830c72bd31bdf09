// Places of a kept reply that nobody filled: `[… what belongs there]`. A reply with one is not sent.

const GAP = /\[…[^[\]]*\]/; // as in web/console/canned/variables.py

export class Gaps {
  #box;
  #note;

  constructor(box) {
    this.#box = box;
    this.#note = document.getElementById("gaps");
    this.renew();
  }

  /** Marks the reply as it is now; a form with a field that is not valid sends nothing. */
  renew() {
    const open = GAP.test(this.#box.value);
    this.#note.hidden = !open;
    this.#box.setCustomValidity(open ? this.#note.textContent : "");
    if (open) this.#box.setAttribute("aria-invalid", "true");
    else this.#box.removeAttribute("aria-invalid");
  }

  /** Selects the first gap behind `start`, so that what is typed next fills it; whether there was one. */
  goTo(start) {
    const found = GAP.exec(this.#box.value.slice(start));
    if (!found) return false;
    this.#box.setSelectionRange(start + found.index, start + found.index + found[0].length);
    return true;
  }
}
