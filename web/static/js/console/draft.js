// The reply that is being written: kept over reloads, sent once, and marked when the customer wrote meanwhile.

import { Gaps } from "./gaps.js";

const DRAFTING_AGAIN = 8000;

export class Draft {
  #form;
  #box;
  #gaps;
  #store;
  #sending = null;
  #told = 0;
  #replies = 0;

  constructor(form, conversation) {
    this.#form = form;
    this.#box = form.querySelector("textarea");
    this.#store = `chiaro-draft-${conversation}`;
    this.#restore();
    this.#gaps = new Gaps(this.#box);
    this.#box.addEventListener("input", () => this.#typed());
    form.addEventListener("htmx:configRequest", () => (this.#sending = this.#box.value));
    form.addEventListener("htmx:afterRequest", (event) => this.#sent(event.detail));
  }

  get empty() {
    return this.#box.value.trim() === "";
  }

  /** Puts a suggestion into the reply: in the place of nothing, or behind what was written. */
  take(text, suggestion) {
    this.#form.elements.suggestion.value = suggestion;
    this.#put(text);
  }

  /** Puts a kept reply or a part of a policy there, which `quoted` then names as a source. */
  add(text, quoted) {
    const { quoted: field } = this.#form.elements;
    field.value = `${this.empty ? "" : field.value} ${quoted}`.trim();
    this.#put(text);
  }

  #put(text) {
    const before = this.empty ? "" : `${this.#box.value.trimEnd()}\n\n`;
    this.#box.value = before + text;
    this.#keep();
    this.#box.focus();
    if (!this.#gaps.goTo(before.length)) this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
  }

  /** The newest event that is on the screen. */
  seen(number) {
    if (number > Number(this.#form.elements.seen.value)) this.#form.elements.seen.value = String(number);
  }

  /** The customer wrote again while this was being written. */
  overtaken() {
    this.#stale(!this.empty);
  }

  #typed() {
    this.#keep();
    if (this.empty ? this.#told > 0 : Date.now() - this.#told > DRAFTING_AGAIN) this.#tell(!this.empty);
  }

  #keep() {
    const { suggestion, quoted } = this.#form.elements;
    if (this.empty) {
      this.#stale(false);
      suggestion.value = "";
      quoted.value = "";
    }
    this.#gaps.renew();
    const kept = { text: this.#box.value, suggestion: suggestion.value, quoted: quoted.value };
    sessionStorage.setItem(this.#store, JSON.stringify(kept));
  }

  /** What was written before the page was loaded again, and behind it what the address puts there. */
  #restore() {
    const kept = readJson(sessionStorage.getItem(this.#store));
    if (!kept?.text) return;
    const { suggestion, quoted } = this.#form.elements;
    const given = this.#box.value.trim();
    this.#box.value = kept.text.includes(given) ? kept.text : `${kept.text.trimEnd()}\n\n${given}`;
    suggestion.value ||= kept.suggestion;
    quoted.value = [kept.quoted, quoted.value].filter(Boolean).join(" ");
  }

  #stale(isStale) {
    document.getElementById("stale").hidden = !isStale;
    this.#form.classList.toggle("overtaken", isStale);
  }

  #tell(drafting) {
    this.#told = drafting ? Date.now() : 0;
    const body = new URLSearchParams({ csrf: this.#form.elements.csrf.value, drafting: drafting ? "yes" : "no" });
    fetch(this.#form.action.replace(/\/say$/, "/presence"), { method: "POST", body });
  }

  async #sent({ successful, xhr }) {
    const wrong = document.getElementById("wrong");
    wrong.hidden = successful;
    if (!successful) {
      wrong.textContent = saidOf(xhr) ?? wrong.dataset.failed;
      return;
    }
    if (this.#box.value === this.#sending) this.#box.value = "";
    this.#renew();
    this.#keep();
    this.#tell(false);
  }

  // The same key is the same reply, however often it is sent; a new reply gets another.
  #renew() {
    const { key, suggestion, quoted } = this.#form.elements;
    key.value = `${key.value.split(".")[0]}.${(this.#replies += 1)}`;
    suggestion.value = "";
    quoted.value = "";
  }
}

function saidOf(xhr) {
  const { detail, mend } = readJson(xhr.responseText) ?? {};
  return detail ? `${detail} ${mend}` : null;
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
