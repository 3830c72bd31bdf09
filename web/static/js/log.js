// The conversation as it stands on the page: every event at its place, once.

import { words } from "./boot.js";
import { el } from "./dom.js";
import { customOf } from "./message.js";
import { markMine, renderMine, renderNote, renderReply, retire } from "./turns.js";

const UNSENT = '[data-state="sending"], [data-state="waiting"], [data-state="failed"]';

/** Writes into the element `log`; `act` has choose(option), say(words) and resend(id). */
export class Log {
  #log;
  #act;
  #titles = new Map(); // payload -> what the customer saw on the button

  constructor(log, act) {
    this.#log = log;
    this.#act = act;
  }

  /** The customer's message `id`, made where it is not there yet. */
  mine(id, shown) {
    const found = this.#find(id);
    if (found) return found;
    retire(this.#log);
    return this.#add(renderMine(id, shown), null);
  }

  /** Shows how far an own message has got. */
  mark(entry, state, reason) {
    const mine = this.mine(entry.id, entry.shown);
    // What the stream has already brought back needs no news of its sending.
    if (["arrived", "answered"].includes(mine.dataset.stage)) return mine;
    markMine(mine, state, { reason, retry: () => this.#act.resend(entry.id) });
    return mine;
  }

  /** A message that the server has: its place is before all that it has not. */
  accepted({ id, text }) {
    const mine = this.mine(id, this.#titles.get(text) ?? String(text));
    mine.dataset.stage = "arrived";
    markMine(mine, "sent");
    this.#settle(mine);
    return mine;
  }

  reply({ in_reply_to: id, messages, from }) {
    const mine = this.#answered(id);
    if (!messages.length) return { mine, reply: null };
    this.#remember(messages);
    const again = messages.some((message) => customOf(message).retry === true) ? this.#again(mine) : undefined;
    return { mine, reply: this.#place(renderReply(messages, { ...this.#act, again }, { person: from === "person" ? words.page.person : null })) };
  }

  /** What a representative says. */
  person({ text, from, language, sources }) {
    const message = { text: String(text), custom: { language, sources } };
    return this.#place(renderReply([message], this.#act, { person: String(from) }));
  }

  /** A turn that was given up: what to do meanwhile, and a button to ask once more. */
  failed({ in_reply_to: id, messages }) {
    const mine = this.#answered(id);
    return { mine, reply: this.#place(renderReply(messages, { ...this.#act, again: this.#again(mine) })) };
  }

  note(text) {
    this.#place(renderNote(text));
  }

  clear() {
    this.#log.replaceChildren();
    this.#titles.clear();
  }

  /** Whether the customer waits for an answer to something that the server has. */
  get awaiting() {
    return this.#log.querySelector('[data-stage="arrived"]') !== null;
  }

  #find(id) {
    return [...this.#log.querySelectorAll(".mine")].find((mine) => mine.dataset.id === id);
  }

  // What a button stands for is known only as long as it can be pressed; words can always be said again.
  #again(mine) {
    const shown = mine?.querySelector(".bubble").lastChild.textContent;
    return shown && !shown.startsWith("/") ? () => this.#act.say(shown) : undefined;
  }

  #answered(id) {
    const mine = this.#find(id);
    if (mine) {
      mine.dataset.stage = "answered";
      markMine(mine, "answered");
    }
    return mine;
  }

  #remember(messages) {
    for (const message of messages) {
      for (const option of [customOf(message).options, message.buttons].flat()) {
        if (option?.payload) this.#titles.set(option.payload, String(option.title));
      }
    }
  }

  // What the server has stands in its order, which is that of the events: behind all that came before it.
  #settle(mine) {
    const first = this.#log.querySelector(UNSENT);
    if (mine.nextElementSibling !== first) this.#log.insertBefore(mine, first);
  }

  #place(turn) {
    return this.#add(turn, this.#log.querySelector(UNSENT));
  }

  #add(turn, before) {
    document.body.classList.add("talking");
    this.#log.insertBefore(turn, before);
    return turn;
  }
}

/** The three dots of somebody who is writing. */
export function dots() {
  return el("span", { className: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
}
