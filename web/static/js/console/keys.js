// Keys of the console. None of them takes a key away from somebody who is writing, but for Tab in an empty reply.

const WRITES = "input:not([type=checkbox]), textarea, select";
const OFF = "chiaro-single-keys-off";

/** `act` has take(place from 0), first() (whether it did), send(), and search() (the field to go to). */
export function onKeys(act) {
  const singles = document.getElementById("single-keys");
  rememberChoice(singles);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const writing = event.target.closest?.(WRITES);
    if (inReply(event, act, writing)) return;
    if (writing || event.ctrlKey || event.metaKey || singles?.checked === false) return;
    if (["1", "2", "3"].includes(event.key)) act.take(Number(event.key) - 1);
    else if (event.key === "/") act.search()?.focus();
    else return;
    event.preventDefault();
  });
}

/** Single keys can be put off, for whoever speaks to the computer or hits keys by mistake (WCAG 2.1.4). */
function rememberChoice(box) {
  if (!box) return;
  box.checked = localStorage.getItem(OFF) === null;
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
}

/** Keys inside the reply; whether the key was one of them. */
function inReply(event, act, writing) {
  if (writing?.id !== "text") return false;
  if (event.key === "Escape") writing.blur();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) act.send();
  else if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.metaKey && act.first()) event.preventDefault();
  else return false;
  return true;
}
