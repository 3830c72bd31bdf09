// One request to the server.

import { pageLanguage } from "./boot.js";

const PATIENCE = 20_000;

/**
 * Asks the server, as the conversation that `token` names. Resolves always, to {ok, status, document, retryAfter}:
 * status 0 means that there was no answer; `document` is the JSON (or the text, where `accept` is text); `retryAfter`
 * is in milliseconds, or null.
 */
export async function call(method, path, { token, body, accept = "application/json", patience = PATIENCE, signal } = {}) {
  const headers = { Accept: accept, "Accept-Language": pageLanguage };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  signal?.addEventListener("abort", () => stop.abort(), { once: true });
  try {
    // The page names its conversation itself, so cookies stay at home.
    const options = { method, headers, credentials: "omit", signal: stop.signal, cache: "no-store" };
    const response = await fetch(path, body ? { ...options, body: JSON.stringify(body) } : options);
    return { ok: response.ok, status: response.status, retryAfter: secondsOf(response), document: await read(response) };
  } catch {
    return { ok: false, status: 0, retryAfter: null, document: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** What a refusal says, in the customer's language; null where it says nothing. */
export function reasonOf({ document }) {
  return [document?.detail, document?.mend].filter((text) => typeof text === "string").join(" ") || null;
}

async function read(response) {
  const text = await response.text();
  if (!/json/.test(response.headers.get("Content-Type") ?? "")) return response.ok ? text : {};
  return text ? JSON.parse(text) : {};
}

function secondsOf(response) {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
