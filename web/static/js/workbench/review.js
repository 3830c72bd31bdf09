// The page of a correction: the words selected in the lines go into the first free place for words that name something.

const lines = document.getElementById("lines");
const take = document.getElementById("take");
const took = document.getElementById("took");

function selected() {
  return lines.value.slice(lines.selectionStart, lines.selectionEnd).trim();
}

function freePlace() {
  return [...document.querySelectorAll(".mark")].find((mark) => mark.querySelector("input").value.trim() === "");
}

take?.addEventListener("click", () => {
  const words = selected();
  const place = freePlace();
  if (!words || words.includes("\n") || !place) {
    took.textContent = take.dataset.none;
    return;
  }
  place.querySelector("input").value = words;
  took.textContent = take.dataset.taken.replace("{words}", words);
  place.querySelector("select").focus();
});

if (take) take.hidden = false;
