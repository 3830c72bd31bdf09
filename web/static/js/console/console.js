// The console: keys, suggestions into the reply, drafts that are kept, and word of what changed meanwhile.

import { Draft } from "./draft.js";
import { onKeys } from "./keys.js";
import { onPane } from "./pane.js";
import { Turns } from "./turns.js";

const root = document.querySelector(".console");
const conversation = root?.dataset.conversation;
const turns = document.getElementById("turns") ? new Turns(document.getElementById("turns")) : null;
const suggestions = document.getElementById("suggestions");
const composer = document.getElementById("composer");
const draft = composer ? new Draft(composer, conversation) : null;

function offers() {
  return [...(suggestions?.querySelectorAll(".offer[data-suggestion]") ?? [])].filter((offer) => offer.querySelector("[data-act]"));
}

function insert(offer, send = false) {
  if (!draft || composer.hidden || !offer) return;
  draft.take(offer.querySelector(".text").textContent, offer.dataset.suggestion);
  if (send) composer.requestSubmit();
}

/** A kept reply, or a part of a policy; whoever may not answer is led to what lets them. */
function put(text, quoted) {
  if (composer.hidden) document.getElementById("take")?.focus();
  else draft.add(text, quoted);
}

/** A piece of the page has come; what was written stays as it is. */
function came(kind) {
  if (kind === "turns") {
    const { newest, hasQuestion } = turns.came();
    draft?.seen(newest);
    if (hasQuestion) {
      draft?.overtaken();
      suggestions?.querySelector(".offers")?.classList.add("old");
    }
  }
  if (kind === "head") showComposer();
  if (kind === "gone") location.reload();
}

/** Whoever loses or gets the conversation sees so at once, without losing what they wrote. */
function showComposer() {
  const mine = document.querySelector(".head")?.dataset.mine === "yes";
  if (!composer) return;
  composer.hidden = !mine;
  const locked = document.querySelector(".locked");
  if (locked) locked.hidden = mine;
}

function opened(event) {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.dataset.opened) return;
  const body = new URLSearchParams({ csrf: document.querySelector("meta[name=csrf]").content });
  fetch(details.dataset.opened, { method: "POST", body });
  delete details.dataset.opened;
}

suggestions?.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]");
  if (act) insert(act.closest(".offer"), act.dataset.act === "send");
});
const pane = document.getElementById("pane");
if (pane && draft) onPane(pane, { put, leave: () => document.getElementById(composer.hidden ? "take" : "text")?.focus() });
document.addEventListener("toggle", opened, true);
document.body.addEventListener("htmx:sseMessage", (event) => came(event.detail.type));
onKeys({
  take: (place) => insert(offers()[place]),
  first: () => offers().length > 0 && draft?.empty === true && !composer.hidden && (insert(offers()[0]), true),
  send: () => composer?.requestSubmit(),
  search: () => document.getElementById("policy-search") ?? document.getElementById("q"),
});
