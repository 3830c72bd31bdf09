// The message box: Enter sends, the counter shows near the limit, what is written survives a reload.

import { fill, maxText, words } from "./boot.js";

const NEAR = 0.9;
const DRAFT = "chiaro.draft";

const form = document.getElementById("composer");
const box = document.getElementById("message");
const counter = document.getElementById("counter");

/** Calls `say(text)` when the customer sends; the box is then emptied. */
export function onSay(say) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(say);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit(say);
  });
  box.addEventListener("input", count);
  box.value ||= kept();
  count();
}

function submit(say) {
  if (!box.value.trim()) return complain(words.page.empty);
  if (lengthOf(box.value) > maxText) return count();
  const text = box.value;
  box.value = "";
  count();
  say(text);
}

// Characters as the server counts them, not the halves in which JavaScript keeps some of them.
function lengthOf(text) {
  return [...text].length;
}

function count() {
  const left = maxText - lengthOf(box.value);
  const over = left < 0;
  keep(box.value);
  counter.classList.toggle("over", over);
  box.setAttribute("aria-invalid", String(over));
  if (over) counter.textContent = fill(words.page.over, { count: -left });
  else counter.textContent = left <= maxText * (1 - NEAR) ? fill(words.page.left, { count: left }) : "";
}

function complain(text) {
  counter.textContent = text;
  box.focus();
}

function kept() {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

function keep(text) {
  try {
    sessionStorage.setItem(DRAFT, text);
  } catch {
    // Storage is switched off: the draft lasts as long as the page.
  }
}

/** Puts the cursor into the box, but only where that does not open a keyboard over the answer. */
export function focusBox(elsewhere) {
  const target = matchMedia("(pointer: coarse)").matches ? elsewhere : box;
  target.focus({ preventScroll: true });
}
