// The chat: joins the message box, the conversation and what is shown of it.

import { framed, pageLanguage, words } from "./boot.js";
import { focusBox, onSay } from "./composer.js";
import { Conversation } from "./conversation.js";
import { onHost, tellHost } from "./host.js";
import { Log } from "./log.js";
import { askToErase, closeMenu, onMenu } from "./menu.js";
import { customOf, languageOf } from "./message.js";
import { showConnection, showHandoff, showTyping } from "./status.js";
import { carryOver } from "./store.js";

const CAUGHT_UP = 400;
const REST_AFTER = 60_000;

const log = document.getElementById("log");
let live = false; // whether what comes is new, not what was said before this page was opened
let settling = 0;
let resting = 0;
let hand = { standing: "none", language: pageLanguage, person: null, ahead: null };
let open = !framed;

const act = {
  choose: (option) => ask({ option: option.payload }, String(option.title)),
  say: (text) => ask({ text }, text),
  resend: (id) => conversation.resend(id),
};
const shown = new Log(log, act);
const conversation = new Conversation({
  shown: (event) => Object.hasOwn(events, event.type) && settle(() => events[event.type](event.data)),
  moved,
  cleared,
  restarted: () => shown.note(words.page.restarted),
  connected: showConnection,
  failed: (code) => tellHost("error", { code }),
});

const events = {
  accepted(data) {
    const mine = shown.accepted(data);
    showTyping(hand.standing !== "active");
    return mine;
  },
  typing: ({ on }) => showTyping(on === true),
  reply: (data) => answered(shown.reply(data), data),
  failed: (data) => answered(shown.failed(data), data),
  person(data) {
    showTyping(false);
    if (live) tellHost("message", { from: "person" });
    return shown.person(data);
  },
  state: ({ handoff, language, person }) => stand(handoff, language ?? pageLanguage, person ?? null),
  queue: ({ ahead }) => handOver({ ahead: Number.isInteger(ahead) && ahead >= 0 ? ahead : null }),
};

function ask(turn, text) {
  live = true;
  focusBox(log);
  conversation.say(turn, text);
}

function moved(entry, state, reason) {
  const known = log.querySelector(`[data-id="${CSS.escape(entry.id)}"]`);
  const mine = shown.mark(entry, state, reason);
  if (!known) mine.scrollIntoView({ block: "start" });
  else if (state === "failed") mine.scrollIntoView({ block: "nearest" });
  if (state === "failed") tellHost("error", { code: reason === null ? "unreachable" : "refused" });
}

function answered({ mine, reply }, { messages, from }) {
  showTyping(shown.awaiting && hand.standing !== "active");
  if (!reply) return mine;
  const last = messages.at(-1);
  const state = customOf(last).conversation?.handoff;
  if (state) stand(state, languageOf(last));
  if (live) tellHost("message", { from: from === "person" ? "person" : "assistant" });
  return mine ?? reply;
}

// A reply repeats how the conversation stands, but not who has it.
function stand(standing, language, person = standing === "active" ? hand.person : null) {
  if (live && standing !== hand.standing) tellHost("handoff", { state: standing });
  handOver({ standing, language, person });
}

function handOver(change) {
  hand = { ...hand, ...change };
  showHandoff(hand, act.say);
}

/** Shows one event; while the page catches up with what was said before, nothing is announced, and the end is in view. */
function settle(show) {
  const turn = show();
  clearTimeout(settling);
  if (live) return turn?.scrollIntoView({ block: "start" });
  settling = setTimeout(caughtUp, CAUGHT_UP);
  return log.lastElementChild?.scrollIntoView({ block: "end" });
}

function caughtUp() {
  live = true;
  log.removeAttribute("aria-busy");
}

function cleared() {
  shown.clear();
  showTyping(false);
  hand.ahead = null;
  stand("none", pageLanguage);
  document.body.classList.remove("talking");
}

function startAnew() {
  conversation.reset();
  document.getElementById("message").focus();
}

async function erase() {
  const answer = await conversation.erase();
  shown.note(answer?.ok === false ? words.page.not_erased : words.page.erased);
}

async function download() {
  const answer = await conversation.transcript();
  if (!answer.ok) return shown.note(words.page.no_transcript);
  const address = URL.createObjectURL(new Blob([answer.document], { type: "text/plain" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: words.page.file });
  link.click();
  return setTimeout(() => URL.revokeObjectURL(address), CAUGHT_UP);
}

function speak(language) {
  const address = new URL(location.href);
  address.searchParams.set("lang", language);
  tellHost("locale", { language });
  carryOver();
  location.replace(address);
}

function close() {
  if (!framed) return;
  tellHost("close");
}

/** A chat that nobody looks at, and that waits for nothing, needs no connection. */
function rest() {
  clearTimeout(resting);
  const watched = open && document.visibilityState === "visible";
  const awaits = shown.awaiting || ["requested", "active"].includes(hand.standing) || hand.ahead !== null;
  if (watched) conversation.wake();
  else resting = setTimeout(awaits ? rest : () => conversation.rest(), REST_AFTER);
}

for (const example of document.querySelectorAll("[data-words]")) {
  example.addEventListener("click", () => act.say(example.dataset.words));
}
onSay(act.say);
onMenu({ new: startAnew, download, erase: () => askToErase(erase), switch: () => speak(pageLanguage === "it" ? "en" : "it"), close });
document.getElementById("close")?.addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]") && !closeMenu()) close();
});
document.addEventListener("visibilitychange", rest);
onHost({
  opened: ({ focused }) => {
    open = true;
    rest();
    if (focused) focusBox(log);
  },
  closed: () => {
    open = false;
    rest();
  },
  identify: ({ jwt }) => conversation.identify(String(jwt)),
  setLocale: ({ language }) => language !== pageLanguage && ["it", "en"].includes(language) && speak(language),
  reset: () => conversation.reset(),
});
if (conversation.resume()) settling = setTimeout(caughtUp, CAUGHT_UP * 4);
else caughtUp();
tellHost("ready");
