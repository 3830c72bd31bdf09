// What the page says of the moment: somebody is writing, a person was called, how many wait before, there is no connection.

import { fill, words, wordsOf } from "./boot.js";
import { el, icon } from "./dom.js";
import { dots } from "./log.js";

const TYPING_LASTS = 60_000;
const DOWN_IS_SAID_AFTER = 3000;

const typing = document.getElementById("typing");
const handoff = document.getElementById("handoff");
const place = document.getElementById("place");
const ahead = document.getElementById("ahead");
const order = document.getElementById("order");
const connection = document.getElementById("connection");
let called = "";
let typingEnds = 0;
let downSince = 0;

/** Shows or hides that an answer is being written; hides it by itself where nothing more is heard. */
export function showTyping(on) {
  clearTimeout(typingEnds);
  if (on) typingEnds = setTimeout(() => showTyping(false), TYPING_LASTS);
  if (typing.classList.contains("on") === on) return;
  typing.classList.toggle("on", on);
  typing.replaceChildren(...(on ? [dots(), words.page.typing] : []));
}

/** Says how far the call for a person is, who has come or how many wait before, and lets a message be left meanwhile.
 * `hand` has standing, language, person and ahead, the last two null where nobody has come or waits. */
export function showHandoff(hand, say) {
  const { handoff: texts, quick } = wordsOf(hand.language);
  const text = Object.hasOwn(texts, keyOf(hand)) ? texts[keyOf(hand)].replace("{name}", () => hand.person) : null;
  const label = hand.standing === "requested" ? quick.leave.label : null;
  showPlace(hand);
  // What is there already would be announced again.
  if (called === `${text}/${label}`) return;
  called = `${text}/${label}`;
  handoff.hidden = !text;
  handoff.lang = hand.language;
  const leave = label && button(label, () => say(quick.leave.words));
  handoff.replaceChildren(...(text ? [icon("icon-handoff"), el("span", { role: "status" }, text), leave].filter(Boolean) : []));
}

// Who has a place in the queue waits for a person, whatever was said before.
function keyOf({ standing, person, ahead: count }) {
  if (person && standing === "active") return "active_named";
  return count === null ? standing : "requested";
}

function showPlace({ language, person, ahead: count }) {
  const { queue } = wordsOf(language);
  const waits = count !== null && !person;
  const text = waits ? (queue[["next", "one"][count]] ?? fill(queue.many, { count })) : "";
  if (ahead.textContent === text) return;
  place.lang = language;
  place.classList.toggle("on", waits);
  ahead.textContent = text;
  order.textContent = waits ? queue.order : "";
}

function button(label, pressed) {
  const made = el("button", { className: "choice slim", type: "button" }, label);
  made.addEventListener("click", pressed);
  return made;
}

/** Says that there is no connection; a short break is not worth a word. */
export function showConnection(up) {
  clearTimeout(downSince);
  downSince = 0;
  if (up) connection.hidden = true;
  else if (!navigator.onLine) sayDown();
  else if (connection.hidden) downSince = setTimeout(sayDown, DOWN_IS_SAID_AFTER);
}

function sayDown() {
  connection.hidden = false;
  connection.replaceChildren(icon("icon-no_answer"), words.page.disconnected);
}

addEventListener("offline", sayDown);
addEventListener("online", () => showConnection(true));
