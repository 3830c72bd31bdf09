// What all tabs of a browser share: which conversation is going on, and what is not sent yet. Never what was said.

const CONVERSATION = "chiaro.conversation";
const OUTBOX = "chiaro.outbox";
const memory = new Map(carried());

/** The conversation that is going on: {key, token, subject}; null where none is. */
export function currentConversation() {
  const kept = read(CONVERSATION);
  return typeof kept?.key === "string" ? kept : null;
}

/** Makes `conversation` the one that is going on; null ends it, with all that waits to be sent. */
export function setConversation(conversation) {
  write(CONVERSATION, conversation);
  if (!conversation) write(OUTBOX, null);
}

/** Keeps the newest token, unless another conversation has begun meanwhile. */
export function renewToken(key, token) {
  const kept = currentConversation();
  if (kept?.key === key && typeof token === "string") write(CONVERSATION, { ...kept, token });
}

/** The messages of the conversation `key` that were not sent yet. */
export function unsent(key) {
  const kept = read(OUTBOX);
  return kept?.key === key && Array.isArray(kept.entries) ? kept.entries : [];
}

/** Adds a message {id, turn, shown} to those not sent yet. */
export function keepUnsent(key, entry) {
  const others = unsent(key).filter((kept) => kept.id !== entry.id);
  write(OUTBOX, { key, entries: [...others, entry] });
}

/** Forgets a message that has arrived. */
export function dropUnsent(key, id) {
  const kept = unsent(key);
  if (kept.some((entry) => entry.id === id)) write(OUTBOX, { key, entries: kept.filter((entry) => entry.id !== id) });
}

/** Calls `changed()` when another tab begins or ends a conversation. */
export function onOtherTab(changed) {
  addEventListener("storage", (event) => {
    if (event.key === CONVERSATION || event.key === null) changed();
  });
}

/** Lets what a browser without storage would forget survive the reload that follows at once. */
export function carryOver() {
  window.name = JSON.stringify({ chiaro: [...memory] });
}

function carried() {
  try {
    const { chiaro } = JSON.parse(window.name);
    window.name = "";
    return Array.isArray(chiaro) ? chiaro : [];
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return memory.get(name) ?? null;
  }
}

function write(name, value) {
  memory.set(name, value);
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is switched off or full: this page goes on by itself.
  }
}
