let undoable = [];
let current = 0;
let currentLine = null;
let cut = null;
let isSaved = true;

function choose(number) {
  currentLine?.classList.remove("current");
  current = Math.max(0, Math.min(number, rows.length - 1));
  currentLine = body.children[current] ?? null;
  if (!currentLine) return;
  currentLine.classList.add("current");
  buttons.querySelector('[data-action="drop"]').textContent = isOut(rows[current]) ? "Bring back" : "Drop";
  currentLine.children[1].append(buttons);
}

function goTo(number) {
  choose(number);
  currentLine?.scrollIntoView({ block: "nearest" });
}

/** Puts `made` in the place of `count` rows; gives what undoes it. */
function put(at, count, made) {
  const old = rows.splice(at, count, ...made);
  for (let number = made.length; number < count; number += 1) body.children[at].remove();
  made.forEach((row, number) => {
    const place = body.children[at + number] ?? null;
    if (number < count) place.replaceWith(shownRow(row));
    else body.insertBefore(shownRow(row), place);
  });
  listSoon();
  return { at, count: made.length, old };
}

function replace(at, count, made, message) {
  undoable.push({ ...put(at, count, made), current });
  isSaved = false;
  say(message);
}

function undo() {
  const last = undoable.pop();
  if (!last) return say("nothing to undo");
  put(last.at, last.count, last.old);
  isSaved = false;
  goTo(last.current);
  say("undone");
}

function confirm() {
  const row = rows[current];
  if (row.texts.includes(null)) return say("a row without counterpart can be merged or dropped, not confirmed");
  replace(current, 1, [{ ...row, mark: "confirmed", confidence: 1, line: null }], `row ${current + 1} confirmed`);
  if (!goToDoubtful(1)) goTo(current + 1);
}

function drop() {
  const row = rows[current];
  const isBack = isOut(row);
  // what was junk in the file is so no more
  const back = { ...row, mark: "open", junk: undefined, ...(row.unit.junk ? { line: null, isAsRead: false, unit: beside(row.unit) } : {}) };
  replace(current, 1, [isBack ? back : { ...row, mark: "dropped" }], `row ${current + 1} ${isBack ? "is back" : "dropped"}`);
  goTo(isBack ? current : current + 1);
}

function merge() {
  const [row, next] = [rows[current], rows[current + 1]];
  if (!next) return say("there is no row below");
  if (isOut(row) || isOut(next)) return say("bring the row back first");
  if (hasCodes(row) || hasCodes(next)) return say("rows with inline codes can't be merged here");
  if (!isAlike(row.languages, next.languages)) return say("rows of different languages can't be merged");
  const { made, lost } = mergedRow(row, next);
  const left = lost.length ? `; ${lost.join(", ")} differ and are left out` : "";
  replace(current, 2, [made], `rows ${current + 1} and ${current + 2} merged${left}`);
  goTo(current);
}

/** The places in a text where it may be cut, by sentence or by word, its ends among them. */
function places(text, language, granularity) {
  const found = new Set([0, text.length]);
  if (typeof Intl.Segmenter === "function") {
    let locale = language;
    try {
      Intl.getCanonicalLocales(locale);
    } catch {
      locale = "en";
    }
    for (const { index } of new Intl.Segmenter(locale, { granularity }).segment(text)) found.add(index);
  } else {
    const ends = granularity === "word" ? /\s+/g : /[.!?。！？…]+["'”’»」』）)]*\s*/g;
    for (const match of text.matchAll(ends)) found.add(match.index + match[0].length);
  }
  return [...found].sort((a, b) => a - b);
}

function split() {
  const row = rows[current];
  if (isOut(row)) return say("bring the row back first");
  if (hasCodes(row)) return say("a row with inline codes can't be split here");
  const at = row.texts.map((text, side) => {
    if (text === null) return 0;
    const all = places(text, row.languages[side], "sentence");
    return all.length > 2 ? all[Math.floor(all.length / 2)] : text.length;
  });
  cut = { at, side: row.texts[0] === null ? 1 : 0 };
  showCut();
  say("← → move the cut, Tab changes the side, Enter cuts, Esc leaves it");
}

function showCut() {
  currentLine.querySelectorAll("td.text").forEach((cell, side) => {
    const text = rows[current].texts[side];
    cell.classList.toggle("cutting", cut !== null && cut.side === side);
    if (text === null) return;
    if (cut === null) {
      cell.textContent = text;
      return;
    }
    const at = cut.at[side];
    cell.replaceChildren(text.slice(0, at), element("span", "mark"), element("span", "after", text.slice(at)));
  });
}

function moveCut(step, granularity) {
  const row = rows[current];
  const all = places(row.texts[cut.side], row.languages[cut.side], granularity);
  const here = cut.at[cut.side];
  const next = step > 0 ? all.find((place) => place > here) : all.findLast((place) => place < here);
  if (next !== undefined) cut.at[cut.side] = next;
  showCut();
}

function finishCut() {
  const halves = halvesOf(rows[current], cut.at);
  cut = null;
  if (!halves) {
    showCut();
    return say("nothing would be left of one part: the row stays as it was");
  }
  replace(current, 1, halves, `row ${current + 1} split`);
  goTo(current);
}

function leaveCut() {
  cut = null;
  showCut();
  say("");
}

function goToDoubtful(step) {
  for (let number = current + step; number >= 0 && number < rows.length; number += step) {
    if (isDoubtful(rows[number])) {
      goTo(number);
      return true;
    }
  }
  const isAny = rows.some(isDoubtful);
  say(isAny ? `no doubtful row ${step > 0 ? "below" : "above"}` : "no doubtful row is left");
  return false;
}

function save() {
  const text = rows.flatMap(linesOf).map((line) => line + "\n").join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  link.download = document.querySelector("h1").textContent.replace(/[^\p{L}\p{N}._-]+/gu, "-") + ".reviewed.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  isSaved = true;
  say(`saved as ${link.download}`);
}

function help() {
  const section = document.getElementById("help");
  section.hidden = !section.hidden;
  document.querySelector('[data-action="help"]').setAttribute("aria-expanded", String(!section.hidden));
}
