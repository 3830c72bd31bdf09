// The conversation on the page: what the customer wrote, replies, failures, notes.

import { words, wordsOf } from "./boot.js";
import { el, icon } from "./dom.js";
import { customOf, languageOf, renderMessage, speaker } from "./message.js";

const NO_QUICK = new Set(["clarification", "no_answer", "handoff", "survey", "feedback"]);

/** The customer's words as a bubble. */
export function renderMine(text) {
  const bubble = el("p", { className: "bubble" }, speaker(words.page.you), text);
  return el("div", { className: "turn mine" }, bubble);
}

/** Says under the customer's bubble why it was not sent, with a button to try again. */
export function renderFailure(reason, retry) {
  const button = el("button", { className: "choice", type: "button" }, icon("icon-retry"), words.page.retry);
  button.addEventListener("click", retry);
  return el("div", { className: "failed" }, el("p", {}, `${words.page.failed} ${reason}`), button);
}

/** A line of the page's own in the conversation. */
export function renderNote(text) {
  return el("p", { className: "note small" }, text);
}

/** A whole reply; `act` has choose(option), say(words) and again(). */
export function renderReply(messages, act) {
  const answered = messages.some((message) => ["explanation", "steps"].includes(customOf(message).kind));
  const parts = messages.map((message) => renderMessage(message, { folded: answered, choose: act.choose }));
  const reply = el(
    "div",
    { className: "turn reply" },
    icon("logo", "face"),
    el("div", { className: "parts" }, speaker(words.page.assistant), ...parts, renderQuick(messages, act)),
  );
  reply.querySelector(".parts").append(...(messages.some((message) => customOf(message).retry) ? [renderAgain(messages, act)] : []));
  return reply;
}

function renderAgain(messages, act) {
  const page = wordsOf(languageOf(messages.at(-1))).page;
  const button = el("button", { className: "choice", type: "button" }, icon("icon-retry"), page.retry);
  button.addEventListener("click", act.again);
  return el("div", { className: "quick", lang: languageOf(messages.at(-1)) }, button);
}

function renderQuick(messages, act) {
  const kinds = messages.map((message) => customOf(message).kind).filter(Boolean);
  if (!kinds.length || kinds.every((kind) => NO_QUICK.has(kind))) return null;
  const language = languageOf(messages.at(-1));
  const { quick, page } = wordsOf(language);
  const button = ({ label, words: said }) => {
    const made = el("button", { className: "choice", type: "button" }, label);
    made.addEventListener("click", () => act.say(said));
    return made;
  };
  return el(
    "div",
    { className: "quick", lang: language, role: "group", "aria-label": page.more },
    ...["simpler", "why", "person"].map((name) => button(quick[name])),
    el(
      "span",
      { className: "group", role: "group", "aria-label": page.helped },
      el("span", { className: "ask small" }, page.helped),
      button(quick.helped_yes),
      button(quick.helped_no),
    ),
  );
}

/** Closes what an earlier reply offered: only the latest reply's options can still be taken. */
export function retire(log) {
  for (const quick of log.querySelectorAll(".quick")) quick.remove();
  for (const option of log.querySelectorAll(".option")) option.setAttribute("aria-disabled", "true");
}
