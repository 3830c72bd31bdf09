// What the page says of the moment: somebody is writing, a person was called, there is no connection.

import { words, wordsOf } from "./boot.js";
import { el, icon } from "./dom.js";
import { dots } from "./log.js";

const TYPING_LASTS = 60_000;
const DOWN_IS_SAID_AFTER = 3000;

const typing = document.getElementById("typing");
const handoff = document.getElementById("handoff");
const connection = document.getElementById("connection");
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

/** Says how far the call for a person is, who has come, and lets a message be left meanwhile. */
export function showHandoff(standing, language, say, person) {
  const { handoff: texts, quick } = wordsOf(language);
  const key = person && standing === "active" ? "active_named" : standing;
  const text = Object.hasOwn(texts, key) ? texts[key].replace("{name}", () => person) : null;
  handoff.hidden = !text;
  handoff.lang = language;
  const leave = standing === "requested" ? button(quick.leave.label, () => say(quick.leave.words)) : null;
  handoff.replaceChildren(...(text ? [icon("icon-handoff"), el("span", { role: "status" }, text), leave].filter(Boolean) : []));
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
