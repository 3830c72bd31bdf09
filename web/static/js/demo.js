// The demo shop: the little that its page does, and how a page of one's own speaks with the chat.
(() => {
  "use strict";
  const added = document.getElementById("added");
  const picture = document.querySelector(".gallery");
  document.getElementById("ask").addEventListener("click", () => window.chiaro?.open?.());
  document.getElementById("add").addEventListener("click", () => {
    added.textContent = added.dataset.text;
  });
  for (const choice of document.querySelectorAll("[name=fabric]")) {
    choice.addEventListener("change", () => picture.setAttribute("data-fabric", choice.value));
  }
})();
