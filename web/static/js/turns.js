// The conversation on the page: what the customer wrote, replies, notes.

import { words, wordsOf } from "./boot.js";
import { el, icon } from "./dom.js";
import { customOf, languageOf, renderMessage, speaker } from "./message.js";

const NO_QUICK = new Set(["clarification", "no_answer", "handoff", "survey", "feedback"]);

/** The customer's words as a bubble. */
export function renderMine(id, text) {
  const bubble = el("p", { className: "bubble" }, speaker(words.page.you), text);
  return el("div", { className: "turn mine", "data-id": id }, bubble);
}

/** Says under the customer's bubble how far it has got: "sending", "waiting", "sent", "answered" or "failed". */
export function markMine(mine, state, { reason, retry } = {}) {
  mine.dataset.state = state;
  mine.querySelector(".delivery")?.remove();
  if (state === "failed") mine.append(renderFailure(reason, retry));
  else if (state !== "answered") mine.append(el("p", { className: "delivery small" }, words.page[state]));
}

function renderFailure(reason, retry) {
  const button = el("button", { className: "choice", type: "button" }, icon("icon-retry"), words.page.retry);
  button.addEventListener("click", retry);
  const text = `${words.page.failed} ${reason ?? words.page.offline}`;
  return el("div", { className: "delivery failed" }, el("p", {}, text), button);
}

/** A line of the page's own in the conversation. */
export function renderNote(text) {
  return el("p", { className: "note small" }, text);
}

/** A whole reply; `act` has choose(option) and say(words), and again(), where the question may be asked once more;
 * `person` is the name of the representative who says it. */
export function renderReply(messages, act, { person = null } = {}) {
  const answered = messages.some((message) => ["explanation", "steps"].includes(customOf(message).kind));
  const parts = messages.map((message) => renderMessage(message, { folded: answered, choose: act.choose }));
  const name = person ?? words.page.assistant;
  const below = act.again ? renderAgain(messages, act) : renderQuick(messages, act);
  return el(
    "div",
    { className: `turn reply${person ? " from-person" : ""}` },
    icon(person ? "icon-handoff" : "logo", "face"),
    el("div", { className: "parts" }, person ? el("p", { className: "small who" }, name) : speaker(name), ...parts, below),
  );
}

function renderAgain(messages, act) {
  const language = languageOf(messages.at(-1));
  const button = el("button", { className: "choice", type: "button" }, icon("icon-retry"), wordsOf(language).page.retry);
  button.addEventListener("click", act.again);
  return el("div", { className: "quick", lang: language }, button);
}

function renderQuick(messages, act) {
  const kinds = messages.map((message) => customOf(message).kind).filter(Boolean);
  // Where a person was called, nobody wants to be asked whether to call one.
  if (!kinds.length || kinds.includes("handoff") || kinds.every((kind) => NO_QUICK.has(kind))) return null;
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
