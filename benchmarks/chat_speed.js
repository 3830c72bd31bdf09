// Runs in every frame of a measured page: notes in `seen` when (milliseconds since 1970) each thing happened or was
// shown, and marks the page with it, since a page that forbids `eval` cannot be asked again and again by the browser's driver.
(() => {
  const seen = (window.seen = {});
  const note = (name) => {
    if (seen[name]) return;
    seen[name] = performance.timeOrigin + performance.now();
    document.documentElement.setAttribute(`data-${name}`, "");
  };
  addEventListener("click", () => note("clicked"), true);
  addEventListener("keydown", (event) => event.key === "Enter" && note("sent"), true);
  const isUsable = (box) =>
    box && box === document.activeElement && !box.disabled && !box.readOnly && document.querySelector("#log:not([aria-busy])");
  const look = () => {
    if (isUsable(document.getElementById("message"))) note("usable");
    if (document.querySelector("#log .reply")) note("replied");
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
