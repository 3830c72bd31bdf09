// What survives a change of the page's language or a reload: this tab's conversation, until the tab is closed.

const KEY = "chiaro";
const MOST = 100;

/** The kept conversation: {token, entries}. */
export function load() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return { token: typeof kept.token === "string" ? kept.token : null, entries: Array.isArray(kept.entries) ? kept.entries : [] };
  } catch {
    return { token: null, entries: [] };
  }
}

/** Keeps the conversation; a browser that lets nothing be kept still chats. */
export function save({ token, entries }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ token, entries: entries.slice(-MOST) }));
  } catch {
    // Storage may be switched off or full.
  }
}
