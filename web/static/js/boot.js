// What the server gave the page: its language, the wording of both languages, limits.

const boot = JSON.parse(document.getElementById("boot").textContent);

export const pageLanguage = boot.language;
export const maxText = boot.maxText;

/** The wording of a language; the page's own where the language is none of ours. */
export function wordsOf(language) {
  return Object.hasOwn(boot.words, language) ? boot.words[language] : boot.words[pageLanguage];
}

export const words = wordsOf(pageLanguage);

/** `text` with its places such as {count} filled. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
