// Sending: one message at a time, in order, each until it has arrived or is refused, always under its own id.

import { call, reasonOf } from "./api.js";
import { network, pause, pauses } from "./pauses.js";
import { dropUnsent, keepUnsent } from "./store.js";

const TRIES = 4;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4000;
const LONGEST_RETRY = 10_000;
const UNAUTHORIZED = 401;
const TOO_MANY = 429;

/** Sends what is put in as the conversation of `owner` (key, token(), begin(), restart(), renewed(token)), and tells it
 * moved(entry, state, reason): "sending", "waiting" for a network, "sent", or "failed" with a reason or null. */
export class Outbox {
  #owner;
  #queue = [];
  #busy = false;
  #failed = new Map();
  #emptied = 0;

  constructor(owner) {
    this.#owner = owner;
    addEventListener("online", () => this.#againAll());
  }

  get empty() {
    return !this.#queue.length && !this.#busy;
  }

  /** Puts in a message {id, turn: {text} or {option}, shown}; kept until it has arrived, also over a reload. */
  put(entry) {
    this.#failed.delete(entry.id);
    keepUnsent(this.#owner.key, entry);
    this.#queue.push(entry);
    this.#owner.moved(entry, "sending");
    this.#flush();
  }

  /** Sends a message that failed once more. */
  again(id) {
    const entry = this.#failed.get(id)?.entry;
    if (entry) this.put(entry);
  }

  /** A message that was seen in the conversation has arrived, whatever became of the answer. */
  arrived(id) {
    this.#failed.delete(id);
    dropUnsent(this.#owner.key, id);
  }

  /** Forgets everything; what is just being sent is nobody's any more. */
  clear() {
    this.#emptied += 1;
    this.#queue = [];
    this.#failed.clear();
  }

  #againAll() {
    for (const { entry, reason } of this.#failed.values()) if (reason === null) this.put(entry);
  }

  async #flush() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#queue.length) await this.#deliver(this.#queue.shift());
    this.#busy = false;
  }

  async #deliver(entry) {
    const emptied = this.#emptied;
    const answer = await this.#persist(entry, () => this.#emptied !== emptied);
    if (this.#emptied !== emptied) return;
    if (answer.ok) {
      this.arrived(entry.id);
      this.#owner.moved(entry, "sent");
      return;
    }
    const reason = answer.status ? reasonOf(answer) : null;
    this.#failed.set(entry.id, { entry, reason });
    if (reason !== null) dropUnsent(this.#owner.key, entry.id);
    this.#owner.moved(entry, "failed", reason);
  }

  /** Tries until there is an answer that another try would not change. */
  async #persist(entry, isOver) {
    const waits = pauses(FIRST_PAUSE, LONGEST_PAUSE);
    for (let left = TRIES; ; left -= 1) {
      await this.#online(entry);
      const answer = await this.#once(entry);
      const wait = this.#waitBefore(answer, waits);
      if (wait === null || left <= 1 || isOver()) return answer;
      await pause(wait);
    }
  }

  async #online(entry) {
    if (navigator.onLine) return;
    this.#owner.moved(entry, "waiting");
    await network();
    this.#owner.moved(entry, "sending");
  }

  #waitBefore({ status, retryAfter }, waits) {
    if (status === 0 || status >= 500) return Math.max(waits.next().value, Math.min(retryAfter ?? 0, LONGEST_RETRY));
    return status === TOO_MANY && retryAfter !== null && retryAfter <= LONGEST_RETRY ? retryAfter : null;
  }

  async #once(entry) {
    const { id, turn } = entry;
    const begun = await this.#owner.begin();
    if (begun && !begun.ok) return begun;
    const used = this.#owner.token();
    const answer = await this.#send(id, turn, used);
    if (answer.status !== UNAUTHORIZED) return answer;
    // Another tab may have been given a newer token; else the conversation is over, and a new one is begun.
    if (this.#owner.token() === used) {
      const restarted = await this.#owner.restart();
      if (!restarted.ok) return restarted;
      for (const kept of [entry, ...this.#queue]) keepUnsent(this.#owner.key, kept);
    }
    return this.#send(id, turn, this.#owner.token());
  }

  async #send(id, turn, token) {
    const answer = await call("POST", "/api/messages", { token, body: { id, ...turn, language: this.#owner.language } });
    this.#owner.renewed(answer.document.conversation);
    return answer;
  }
}
