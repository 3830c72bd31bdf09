// The menu of the chat: a button that shows and hides a list of buttons, and the question before erasing.

const button = document.getElementById("menu-button");
const list = document.getElementById("menu");
const dialog = document.getElementById("erase-dialog");

/** Calls `acts[name]()` for the button with data-act="name"; the menu closes with it. */
export function onMenu(acts) {
  button.addEventListener("click", () => show(list.hidden));
  list.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (!act) return;
    show(false);
    button.focus();
    acts[act]();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu")) show(false);
  });
}

function show(open) {
  list.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
}

/** Closes the menu where it is open; whether it was. */
export function closeMenu() {
  if (list.hidden) return false;
  show(false);
  button.focus();
  return true;
}

/** Asks whether to erase; calls `erase()` after a yes. */
export function askToErase(erase) {
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && erase(), { once: true });
}
