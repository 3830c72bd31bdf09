// Policies and kept replies beside a reply: arrows move, Enter opens or inserts, Esc goes back.

/** `put(text, quoted)` writes into the reply, `leave()` goes back to it. */
export function onPane(pane, { put, leave }) {
  const search = pane.querySelector("#policy-search");
  const found = pane.querySelector("#found");
  const said = pane.querySelector("#found-said");
  let opened = null;
  let inside = false;

  const picks = () => [...found.querySelectorAll("[data-pick]")];

  /** The next one, the one before, or the field above them all. */
  function move(by) {
    const all = picks();
    const place = all.indexOf(document.activeElement) + by;
    if (place < 0) search.focus();
    else all[Math.min(place, all.length - 1)]?.focus();
  }

  function back() {
    const sheet = found.querySelector(".sheet");
    if (sheet) sheet.querySelector(".back").click();
    else if (document.activeElement !== search) search.focus();
    else leave();
  }

  function insert(button) {
    const part = button.closest("[data-insert]");
    put(part.querySelector(".text").textContent, part.dataset.insert);
  }

  /** What came is read from its beginning; who comes back from a policy finds it where it was.
   *  Whoever is elsewhere by now, perhaps writing, stays there. */
  function came() {
    const sheet = found.querySelector(".sheet");
    said.textContent = found.querySelector(".found-list")?.dataset.said ?? "";
    if (sheet) {
      if (inside) sheet.querySelector("h3").focus();
      opened = sheet.dataset.policy;
    } else {
      const link = opened && found.querySelector(`[data-policy="${CSS.escape(opened)}"]`);
      if (inside) (link ?? picks()[0] ?? search).focus();
      opened = null;
    }
  }

  pane.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") back();
    else return;
    event.preventDefault();
  });
  found.addEventListener("click", (event) => {
    const button = event.target.closest('[data-act="insert"]');
    if (button) insert(button);
  });
  found.addEventListener("htmx:beforeSwap", () => (inside = found.contains(document.activeElement)));
  found.addEventListener("htmx:afterSwap", came);
}
