// The way to the server.

const PATIENCE = 60_000;

/**
 * Sends a turn ({message} or {option}) and resolves to {ok: true, conversation, messages}
 * or {ok: false, status, reason}, where `reason` is in the page's language, or null without a connection.
 */
export async function sendTurn(turn, conversation, language) {
  const body = { ...turn, language, ...(conversation ? { conversation } : {}) };
  try {
    const response = await fetch("/api/chat", {
      method: "POST",
      // The page names its conversation itself: each tab has its own.
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const document = await response.json();
    if (response.ok) return { ok: true, ...document };
    return { ok: false, status: response.status, reason: [document.detail, document.mend].filter(Boolean).join(" ") };
  } catch {
    return { ok: false, status: 0, reason: null };
  }
}
