// What the server gave the page: its language, the wording of both languages, limits, whether it is in a frame.

const boot = JSON.parse(document.getElementById("boot").textContent);

export const pageLanguage = boot.language;
export const maxText = boot.maxText;
export const framed = boot.framed;

/** The wording of a language; the page's own where the language is none of ours. */
export function wordsOf(language) {
  return Object.hasOwn(boot.words, language) ? boot.words[language] : boot.words[pageLanguage];
}

export const words = wordsOf(pageLanguage);

/** `text` with its places such as {count} filled. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** A new id that nobody else makes: 128 random bits as 32 hexadecimal digits. */
export function newId() {
  // Not `randomUUID`: browsers have that on encrypted pages only.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
