// The conversation's events as they come: a stream that comes back by itself, or long polls where streams do not pass.

import { call } from "./api.js";
import { pause, pauses } from "./pauses.js";
import { eventReader } from "./sse.js";

const ADDRESS = "/api/events";
const SILENCE = 40_000; // the server says something every 15 seconds
const STALE = 20_000;
const POLL_SECONDS = 25;
const MUTE = 2;
const UNAUTHORIZED = 401;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** Reads events after the number `source.after()` as the conversation `source.token()`, and tells `source`:
 * received(event {type, data}), up(), down(), refused(token), renewed(token). */
export class Stream {
  #source;
  #stop = null; // ends it
  #now = null; // ends only the connection
  #heard = 0;
  #mute = 0;

  constructor(source) {
    this.#source = source;
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.#now?.abort());
    addEventListener("pageshow", () => this.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
  }

  get running() {
    return this.#stop !== null;
  }

  start() {
    if (this.running) return;
    this.#stop = new AbortController();
    this.#run(this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#now?.abort();
    this.#stop = null;
  }

  /** After sleep a connection may be dead without anybody knowing: one that was silent for long is made anew. */
  wake() {
    if (Date.now() - this.#heard > STALE) this.#now?.abort();
  }

  async #run(stopped) {
    let waits = pauses(FIRST_PAUSE, LONGEST_PAUSE);
    while (!stopped.aborted) {
      this.#now = new AbortController();
      const began = this.#heard;
      const token = this.#source.token();
      const refused = await (this.#mute < MUTE ? this.#listen(token) : this.#poll(token));
      if (stopped.aborted) return;
      if (refused) return this.#refuse(token);
      if (this.#heard > began) waits = pauses(FIRST_PAUSE, LONGEST_PAUSE);
      else this.#source.down();
      if (this.#mute < MUTE || this.#heard === began) await pause(waits.next().value, stopped);
    }
  }

  #refuse(token) {
    this.#stop = null;
    this.#source.refused(token);
  }

  #hear() {
    this.#heard = Date.now();
    this.#source.up();
  }

  /** One connection of the stream, to its end; true where the conversation is refused. */
  async #listen(token) {
    const now = this.#now;
    let timer = setTimeout(() => now.abort(), SILENCE);
    try {
      const after = this.#source.after();
      const headers = { Accept: "text/event-stream", Authorization: `Bearer ${token}`, "Last-Event-ID": String(after) };
      const options = { headers, credentials: "omit", cache: "no-store", signal: now.signal };
      const response = await fetch(`${ADDRESS}?after=${after}`, options);
      if (response.status === UNAUTHORIZED) return true;
      if (!response.ok) return false;
      if (!isStream(response)) this.#mute = MUTE;
      else {
        const silenced = () => {
          clearTimeout(timer);
          timer = setTimeout(() => now.abort(), SILENCE);
        };
        await this.#readAll(response.body, silenced);
      }
    } catch {
      // No network, or ended on purpose: what comes next is the same.
    } finally {
      clearTimeout(timer);
    }
    return false;
  }

  async #readAll(body, silenced) {
    const read = eventReader((event) => this.#source.received(event));
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const opened = Date.now();
    let any = false;
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        any = true;
        this.#mute = 0;
        this.#hear();
        silenced();
        read(piece.value);
      }
    } finally {
      // Something on the way that holds the stream back lets nothing through, however long it lasts.
      if (!any && Date.now() - opened > STALE) this.#mute += 1;
    }
  }

  /** One long poll; true where the conversation is refused. */
  async #poll(token) {
    const path = `${ADDRESS}?after=${this.#source.after()}&wait=${POLL_SECONDS}`;
    const answer = await call("GET", path, { token, patience: SILENCE, signal: this.#now.signal });
    if (answer.status === UNAUTHORIZED) return true;
    if (!answer.ok) return false;
    this.#hear();
    this.#source.renewed(answer.document.conversation);
    for (const { type, ...event } of answer.document.events ?? []) this.#source.received({ type, data: event.data ?? event });
    if (answer.document.queue) this.#source.received({ type: "queue", data: answer.document.queue });
    return false;
  }
}

function isStream(response) {
  return response.body && /event-stream/.test(response.headers.get("Content-Type") ?? "");
}
