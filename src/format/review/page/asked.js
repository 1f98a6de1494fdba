const actions = { nextDoubtful: () => goToDoubtful(1), undo, help, save, confirm, merge, split, drop };
const keys = {
  ArrowDown: () => goTo(current + 1), ArrowUp: () => goTo(current - 1), j: () => goTo(current + 1), k: () => goTo(current - 1),
  n: () => goToDoubtful(1), p: () => goToDoubtful(-1), c: confirm, Enter: confirm, m: merge, s: split, d: drop, u: undo, "?": help,
};
const cutKeys = {
  ArrowLeft: (event) => moveCut(isLeftToRight() ? -1 : 1, event.shiftKey ? "word" : "sentence"),
  ArrowRight: (event) => moveCut(isLeftToRight() ? 1 : -1, event.shiftKey ? "word" : "sentence"),
  Tab: () => { if (!rows[current].texts.includes(null)) cut.side = 1 - cut.side; showCut(); },
  Enter: finishCut, s: finishCut, Escape: leaveCut,
};

function isLeftToRight() {
  return directionOf(rows[current].languages[cut.side]) !== "rtl";
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (cut) leaveCut();
    save();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === threshold) return;
  // Enter on a button presses it
  if (event.key === "Enter" && event.target.closest("button") && !cut) return;
  const known = cut ? cutKeys : keys;
  const action = known[event.key] || known[event.key.toLowerCase()];
  if (!action || (!rows.length && action !== help)) return;
  event.preventDefault();
  action(event);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const line = event.target.closest("#rows tr");
  const number = line ? line.sectionRowIndex : -1;
  if (cut && number === current && !button) return putCut(event);
  if (cut) leaveCut();
  if (number >= 0) goTo(number);
  if (button?.dataset.row) goTo(Number(button.dataset.row));
  if (button?.dataset.action) actions[button.dataset.action]();
});

/** Cuts where a text was clicked. */
function putCut(event) {
  const cell = event.target.closest("td.text");
  const side = cell ? [...cell.parentElement.querySelectorAll("td.text")].indexOf(cell) : -1;
  if (side < 0 || rows[current].texts[side] === null) return;
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const position = range ? [range.startContainer, range.startOffset] : caretOf(document.caretPositionFromPoint?.(event.clientX, event.clientY));
  cut.side = side;
  if (position && cell.contains(position[0])) {
    const before = document.createRange();
    before.setStart(cell, 0);
    before.setEnd(position[0], position[1]);
    cut.at[side] = before.toString().length;
  }
  showCut();
}

function caretOf(position) {
  return position ? [position.offsetNode, position.offset] : null;
}

threshold.addEventListener("input", () => {
  rows.forEach((row, number) => body.children[number].classList.toggle("doubtful", isDoubtful(row)));
  listSoon();
});

window.addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});

["source-language", "target-language"].forEach((id, side) => {
  const heading = document.getElementById(id);
  if (languages[side]) heading.textContent = languages[side];
  heading.dir = directionOf(languages[side]);
});
for (const row of rows) body.append(shownRow(row));
showDoubtful();
if (rows.length === 0) say("there is nothing to review");
else choose(Math.max(0, rows.findIndex(isDoubtful)));
