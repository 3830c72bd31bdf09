// The chat page: joins the message box, the server and the conversation.

import { pageLanguage, words, wordsOf } from "./boot.js";
import { focusBox, onSay, setBusy } from "./composer.js";
import { el, icon } from "./dom.js";
import { customOf, languageOf } from "./message.js";
import { load, save } from "./store.js";
import { sendTurn } from "./transport.js";
import { renderFailure, renderMine, renderNote, renderReply, retire } from "./turns.js";

const UNAUTHORIZED = 401;

const log = document.getElementById("log");
const typing = document.getElementById("typing");
const handoff = document.getElementById("handoff");
const state = { ...load(), busy: false, last: null };

const act = {
  choose: (option) => take({ option: option.payload }, String(option.title)),
  say: (text) => take({ message: text }, text),
  again: () => state.last && take(state.last.turn, state.last.shown),
};

/** Shows what the customer did and asks the server. */
function take(turn, shown) {
  if (state.busy) return;
  state.last = { turn, shown };
  retire(log);
  const mine = append(renderMine(shown));
  keep({ mine: shown, turn });
  focusBox(log);
  deliver(turn, mine);
}

/** Sends a turn that is already on the page. */
async function deliver(turn, mine) {
  mine.querySelector(".failed")?.remove();
  setWaiting(true);
  mine.scrollIntoView({ block: "start" });
  const answer = await ask(turn);
  setWaiting(false);
  if (answer.ok) show(answer, mine);
  else fail(turn, mine, answer.reason ?? words.page.offline);
}

/** A conversation that has expired is begun anew, once, without bothering the customer. */
async function ask(turn) {
  const answer = await sendTurn(turn, state.token, pageLanguage);
  if (answer.status !== UNAUTHORIZED || !state.token) return answer;
  state.token = null;
  append(renderNote(words.page.restarted));
  return sendTurn(turn, null, pageLanguage);
}

function show(answer, mine) {
  state.token = answer.conversation;
  // Nothing is said while a person has the conversation.
  if (answer.messages.length) {
    keep({ reply: answer.messages });
    append(renderReply(answer.messages, act));
    showHandoff(answer.messages);
  }
  mine.scrollIntoView({ block: "start" });
}

function fail(turn, mine, reason) {
  const failure = renderFailure(reason, () => {
    focusBox(log);
    if (!state.busy) deliver(turn, mine);
  });
  mine.append(failure);
  failure.scrollIntoView({ block: "nearest" });
}

function append(turn) {
  document.body.classList.add("talking");
  log.append(turn);
  return turn;
}

function keep(entry) {
  state.entries.push(entry);
  save(state);
}

function setWaiting(waiting) {
  state.busy = waiting;
  setBusy(waiting);
  typing.classList.toggle("on", waiting);
  const dots = el("span", { className: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  typing.replaceChildren(...(waiting ? [dots, words.page.typing] : []));
}

function showHandoff(messages) {
  const last = messages.at(-1);
  const standing = customOf(last).conversation?.handoff;
  const language = languageOf(last);
  const text = wordsOf(language).handoff[standing];
  handoff.hidden = !text;
  handoff.lang = language;
  handoff.replaceChildren(...(text ? [icon("icon-handoff"), text] : []));
}

function restore() {
  for (const entry of state.entries) {
    retire(log);
    append(entry.reply ? renderReply(entry.reply, act) : renderMine(String(entry.mine)));
    if (entry.reply) showHandoff(entry.reply);
    else state.last = { turn: entry.turn, shown: String(entry.mine) };
  }
  log.lastElementChild?.scrollIntoView({ block: "end" });
}

function startAnew() {
  if (state.busy) return;
  Object.assign(state, { token: null, entries: [], last: null });
  save(state);
  log.replaceChildren();
  handoff.hidden = true;
  document.body.classList.remove("talking");
  document.getElementById("message").focus();
}

for (const example of document.querySelectorAll("[data-words]")) {
  example.addEventListener("click", () => act.say(example.dataset.words));
}
document.getElementById("new-chat").addEventListener("click", startAnew);
onSay(act.say);
restore();
