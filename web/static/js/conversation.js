// The conversation that all tabs share: begun with its first message, read as a stream, written through the outbox.

import { call } from "./api.js";
import { newId, pageLanguage } from "./boot.js";
import { Outbox } from "./outbox.js";
import { pause } from "./pauses.js";
import { currentConversation, onOtherTab, renewToken, setConversation, unsent } from "./store.js";
import { Stream } from "./stream.js";

const SETTLES = 150;

/** Tells `view`: shown(event), moved(entry, state, reason), cleared(), restarted(), connected(whether), failed(code). */
export class Conversation {
  #view;
  #last = 0;
  #identity = null;
  #stream;
  #outbox;
  #key = null;

  constructor(view) {
    this.#view = view;
    this.#outbox = new Outbox(this);
    this.#stream = new Stream(this);
    onOtherTab(() => this.#follow());
  }

  // For the outbox and the stream: who they speak for.

  get key() {
    return this.#key;
  }

  get language() {
    return pageLanguage;
  }

  token() {
    return currentConversation()?.token ?? null;
  }

  after() {
    return this.#last;
  }

  renewed(token) {
    if (token) renewToken(this.#key, token);
  }

  moved(entry, state, reason) {
    if (state === "sent") this.#stream.start();
    this.#view.moved(entry, state, reason);
  }

  received(event) {
    const number = event.data.event;
    if (typeof number === "number") {
      if (number <= this.#last) return;
      this.#last = number;
    }
    if (event.type === "accepted") this.#outbox.arrived(event.data.id);
    this.#view.shown(event);
  }

  up() {
    this.#view.connected(true);
  }

  down() {
    this.#view.connected(false);
  }

  /** The stream's token is no good: another tab may have a newer one, else the conversation is over. */
  refused(used) {
    if (this.token() !== used) this.wake();
    else if (this.#outbox.empty) this.reset();
  }

  /** Makes sure that there is a conversation; resolves to the server's answer, or null where there was one already. */
  async begin() {
    if (this.token()) return null;
    const answer = await alone(() => (this.token() ? null : this.#make(this.#key ?? newId())));
    this.#key = currentConversation()?.key ?? this.#key;
    return answer;
  }

  /** Begins a new conversation in the place of one that has expired. */
  async restart() {
    this.#stream.stop();
    this.#last = 0;
    const answer = await this.#make(newId());
    if (answer.ok) this.#view.restarted();
    return answer;
  }

  // For the page: what a customer can do.

  /** Shows the conversation that is going on, and sends what was not sent yet; whether there is one. */
  resume() {
    const kept = currentConversation();
    this.#key = kept?.key ?? null;
    if (kept?.token) this.#stream.start();
    if (kept) for (const entry of unsent(kept.key)) this.#outbox.put(entry);
    return kept !== null;
  }

  /** Sends a turn, {text} or {option}, of which the customer sees `shown`. */
  say(turn, shown) {
    if (!this.#key) {
      this.#key = newId();
      setConversation({ key: this.#key, token: null });
    }
    this.#outbox.put({ id: newId(), turn, shown });
  }

  resend(id) {
    this.#outbox.again(id);
  }

  /** Says by the company's signed word who the customer is; the conversation of somebody else is left. */
  async identify(jwt) {
    const subject = subjectOf(jwt);
    const kept = currentConversation();
    if (subject && kept?.token && kept.subject === subject) return;
    if (kept?.subject) this.reset();
    this.#identity = jwt;
    const answer = await this.#make(this.#key ?? newId(), this.token());
    if (answer.ok) this.#reread();
  }

  /** Leaves the conversation; the next message begins another. */
  reset() {
    setConversation(null);
    this.#leave();
  }

  /** Erases the conversation everywhere; resolves to the server's answer. */
  async erase() {
    if (!this.token()) return this.reset();
    const answer = await call("DELETE", "/api/conversation", { token: this.token() });
    if (answer.ok) this.reset();
    return answer;
  }

  /** The transcript as text; resolves to the server's answer. */
  transcript() {
    return call("GET", "/api/transcript", { token: this.token(), accept: "text/plain" });
  }

  /** Stops reading while nobody looks; the stream goes on where it was. */
  rest() {
    this.#stream.stop();
  }

  wake() {
    if (this.token()) this.#stream.start();
  }

  // `token` is that of the conversation that goes on under the customer's name.
  async #make(key, token = null) {
    const identity = this.#identity;
    this.#identity = null;
    const body = { language: pageLanguage, ...(identity ? { identity } : {}) };
    const answer = await call("POST", "/api/conversations", { token, body });
    if (!answer.ok) this.#view.failed(answer.document.code ?? "unreachable");
    else {
      const subject = answer.document.verified ? subjectOf(identity) : null;
      this.#key = key;
      setConversation({ key, token: answer.document.conversation, subject });
    }
    return answer;
  }

  // The server says which conversation the token names, so what is shown is read anew.
  #reread() {
    this.#stream.stop();
    this.#last = 0;
    this.#view.cleared();
    this.resume();
  }

  #leave() {
    this.#stream.stop();
    this.#outbox.clear();
    this.#key = null;
    this.#last = 0;
    this.#view.cleared();
  }

  #follow() {
    const kept = currentConversation();
    if ((kept?.key ?? null) === this.#key) return void (kept?.token && this.#stream.start());
    this.#leave();
    this.resume();
  }
}

/** Does `act()` in one tab at a time, so that two of them do not begin two conversations. */
async function alone(act) {
  let done = null;
  try {
    const free = await navigator.locks.request("chiaro", { ifAvailable: true }, async (lock) => {
      if (lock) await (done = act());
      return lock !== null;
    });
    // What another tab has just kept reaches this one a moment after the lock does.
    if (!free) await navigator.locks.request("chiaro", () => (done = pause(SETTLES).then(act)));
  } catch {
    // A browser that keeps nothing for embedded pages has no locks for them either: each tab is by itself.
    done ??= act();
  }
  return done;
}

// Not checked here: the server does. It only tells one customer from another.
function subjectOf(jwt) {
  try {
    const payload = JSON.parse(atob(jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    return typeof payload.sub === "string" ? payload.sub : null;
  } catch {
    return null;
  }
}
