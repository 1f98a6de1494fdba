"use strict";
// Rows are never changed in place: each action replaces some rows by others, so that all of them are undone alike.

const data = document.getElementById("data").textContent.split("\n").filter((line) => line.trim());
const body = document.getElementById("rows");
const threshold = document.getElementById("threshold");
const languages = findLanguages();
let rows = data.map(readRow);
let undone = [];
let current = 0;
let cut = null;
let isSaved = true;

function isPair(unit) {
  return unit.source !== undefined && unit.target !== undefined;
}

/** The language of each side, by the first row that has both. */
function findLanguages() {
  const seen = [];
  for (const line of data) {
    const unit = JSON.parse(line);
    if (isPair(unit)) return [unit.source_lang || "", unit.target_lang || ""];
    const language = unit.source_lang || unit.target_lang;
    if (language && !seen.includes(language)) seen.push(language);
  }
  return [seen[0] || "", seen[1] || ""];
}

/** A row of the page: the texts of both sides, what else the line says, and the line itself while it stays true. */
function readRow(line) {
  const unit = JSON.parse(line);
  // the text of junk is a source, whatever its language is
  const isRight = !isPair(unit) && unit.source_lang === languages[1] && languages[0] !== languages[1];
  const texts = isRight ? [null, unit.source] : [unit.source ?? null, unit.target ?? null];
  const numbers = unit.segments || {};
  return {
    line,
    unit,
    texts,
    numbers: [numbers.source || [], numbers.target || []],
    confidence: unit.confidence,
    mark: unit.junk ? "junk" : "open",
    junk: unit.junk,
  };
}

function isDoubtful(row) {
  if (row.mark !== "open") return false;
  const isAlone = row.texts.includes(null);
  return isAlone || (row.confidence !== undefined && row.confidence < Number(threshold.value));
}

/** Whether codes stand in the row's texts, whose places a cut or a merge would move. */
function hasCodes(row) {
  return Boolean(row.unit.source_codes || row.unit.target_codes || row.unit.variants);
}

// ---------------------------------------------------------------------------------------------------- what is shown

function directionOf(language) {
  try {
    const locale = new Intl.Locale(language);
    const script = locale.maximize().script;
    return ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"].includes(script) ? "rtl" : "ltr";
  } catch {
    return "auto";
  }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function wordsOf(row) {
  if (row.mark === "junk") return row.junk;
  if (row.mark === "dropped") return "dropped";
  if (row.mark === "confirmed") return "confirmed";
  if (row.texts.includes(null)) return "no counterpart";
  return row.confidence === undefined ? "" : row.confidence.toFixed(2);
}

function showRow(row) {
  const line = element("tr", row.mark + (isDoubtful(row) ? " doubtful" : ""));
  line.append(element("td", "number"));
  const sure = element("td", "sure", wordsOf(row));
  const actions = element("div", "actions");
  const labels = { confirm: "Confirm", merge: "Merge ↓", split: "Split", drop: row.mark === "junk" || row.mark === "dropped" ? "Bring back" : "Drop" };
  for (const [action, label] of Object.entries(labels)) {
    const button = element("button", "", label);
    button.type = "button";
    button.dataset.action = action;
    button.tabIndex = -1;
    actions.append(button);
  }
  sure.append(actions);
  line.append(sure);
  for (const side of [0, 1]) {
    const cell = element("td", "text");
    cell.lang = languages[side];
    cell.dir = directionOf(languages[side]);
    if (row.texts[side] !== null) cell.textContent = row.texts[side];
    line.append(cell);
  }
  return line;
}

function showDoubtful() {
  const list = document.getElementById("doubtful-list");
  const most = 200;
  const found = rows.map((row, number) => ({ row, number })).filter(({ row }) => isDoubtful(row));
  found.sort((a, b) => (a.row.confidence ?? 0) - (b.row.confidence ?? 0) || a.number - b.number);
  list.replaceChildren(
    ...found.slice(0, most).map(({ row, number }) => {
      const item = element("li");
      const button = element("button");
      button.type = "button";
      button.dataset.row = number;
      button.append(element("span", "", String(number + 1)), element("span", "", wordsOf(row)));
      for (const side of [0, 1]) {
        const text = element("span", "", row.texts[side] ?? "–");
        text.lang = languages[side];
        text.dir = directionOf(languages[side]);
        button.append(text);
      }
      item.append(button);
      return item;
    }),
  );
  if (found.length > most) list.append(element("li", "", `and ${found.length - most} more`));
  document.getElementById("doubtful").hidden = found.length === 0;
  const count = (test) => rows.filter(test).length;
  const parts = [`${count((row) => !row.texts.includes(null) && row.mark !== "junk" && row.mark !== "dropped")} pairs`, `${found.length} doubtful`];
  parts.push(`${count((row) => row.mark === "junk")} junk`, `${count((row) => row.mark === "dropped")} dropped`);
  document.getElementById("counts").textContent = parts.join(" · ");
}

function say(message) {
  document.getElementById("status").textContent = message;
}

function choose(number) {
  body.children[current]?.classList.remove("current");
  current = Math.max(0, Math.min(number, rows.length - 1));
  body.children[current]?.classList.add("current");
}

function goTo(number) {
  choose(number);
  body.children[current]?.scrollIntoView({ block: "nearest" });
}

// ------------------------------------------------------------------------------------------------- what can be done

/** Puts `made` in the place of `count` rows; gives what undoes it. */
function put(at, count, made) {
  const old = rows.splice(at, count, ...made);
  for (let number = 0; number < count; number += 1) body.children[at]?.remove();
  const before = body.children[at] || null;
  for (const row of made) body.insertBefore(showRow(row), before);
  showDoubtful();
  return { at, count: made.length, old };
}

function replace(at, count, made, message) {
  undone.push({ ...put(at, count, made), current });
  isSaved = false;
  say(message);
}

function undo() {
  const last = undone.pop();
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
  const isBack = row.mark === "junk" || row.mark === "dropped";
  const made = isBack ? { ...row, mark: "open", junk: undefined, line: row.unit.junk ? null : row.line } : { ...row, mark: "dropped" };
  replace(current, 1, [made], `row ${current + 1} ${isBack ? "is back" : "dropped"}`);
  goTo(isBack ? current : current + 1);
}

/** Whether words of a language are parted by spaces. */
function hasSpaces(language) {
  return !/^(zh|ja|yue|wuu|th|lo|km|my|bo)\b/i.test(language);
}

function joined(texts, language) {
  const parts = texts.filter((text) => text !== null);
  if (parts.length < 2) return parts.length ? parts[0] : null;
  const glue = hasSpaces(language) && !/\s$/.test(parts[0]) && !/^\s/.test(parts[1]) ? " " : "";
  return parts.join(glue);
}

function merge() {
  const [row, next] = [rows[current], rows[current + 1]];
  if (!next) return say("there is no row below");
  if ([row, next].some((one) => one.mark === "junk" || one.mark === "dropped")) return say("bring the row back first");
  if (hasCodes(row) || hasCodes(next)) return say("rows with inline codes can't be merged here");
  const made = {
    line: null,
    unit: { ...next.unit, ...row.unit, notes: [...(row.unit.notes || []), ...(next.unit.notes || [])] },
    texts: [0, 1].map((side) => joined([row.texts[side], next.texts[side]], languages[side])),
    numbers: [0, 1].map((side) => [...row.numbers[side], ...next.numbers[side]]),
    confidence: 1,
    mark: "open",
  };
  if (!made.texts.includes(null)) made.mark = "confirmed";
  replace(current, 2, [made], `rows ${current + 1} and ${current + 2} merged`);
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
  if (row.mark === "junk" || row.mark === "dropped") return say("bring the row back first");
  if (hasCodes(row)) return say("a row with inline codes can't be split here");
  const at = row.texts.map((text, side) => {
    if (text === null) return 0;
    const all = places(text, languages[side], "sentence");
    return all.length > 2 ? all[Math.floor(all.length / 2)] : text.length;
  });
  cut = { at, side: row.texts[0] === null ? 1 : 0 };
  showCut();
  say("← → move the cut, Tab changes the side, Enter cuts, Esc leaves it");
}

function showCut() {
  const cells = body.children[current].querySelectorAll("td.text");
  cells.forEach((cell, side) => {
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
  const text = rows[current].texts[cut.side];
  const all = places(text, languages[cut.side], granularity);
  const here = cut.at[cut.side];
  const next = step > 0 ? all.find((place) => place > here) : all.findLast((place) => place < here);
  if (next !== undefined) cut.at[cut.side] = next;
  showCut();
}

function finishCut() {
  const row = rows[current];
  const halves = row.texts.map((text, side) => {
    if (text === null) return [null, null];
    const parts = [text.slice(0, cut.at[side]).trimEnd(), text.slice(cut.at[side]).trimStart()];
    return parts.map((part) => (part === "" ? null : part));
  });
  cut = null;
  const made = [0, 1].map((half) => ({
    line: null,
    unit: { ...row.unit, ...(half ? { notes: undefined } : {}) },
    texts: [halves[0][half], halves[1][half]],
    // which segments went where is not known any more
    numbers: [[], []],
    confidence: 1,
    mark: "open",
  }));
  if (made.some((one) => one.texts.every((text) => text === null))) {
    showCut();
    return say("nothing would be left of one part: the row stays as it was");
  }
  for (const one of made) if (!one.texts.includes(null)) one.mark = "confirmed";
  replace(current, 1, made, `row ${current + 1} split`);
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

// ---------------------------------------------------------------------------------------------------- what is saved

/** The lines of a row. What goes is not left out: it is junk, so that a run which takes the file can name it. */
function linesOf(row) {
  if (row.mark === "dropped") {
    const sides = [0, 1].filter((side) => row.texts[side] !== null);
    return sides.map((side) => JSON.stringify({ source_lang: languages[side], source: row.texts[side], junk: row.junk || "dropped", origin: row.unit.origin }));
  }
  if (row.line !== null) return [row.line];
  const unit = { ...row.unit, confidence: row.confidence };
  const isConfirmed = isPair(row.unit) && row.texts[0] === row.unit.source && row.texts[1] === row.unit.target;
  if (!isConfirmed) {
    // an id that was made of the texts would be wrong
    for (const name of ["id", "source", "target", "source_lang", "target_lang", "junk", "bead", "segments"]) delete unit[name];
    const isAlone = row.texts.includes(null);
    const side = row.texts[0] === null ? 1 : 0;
    const [ofLanguage, ofText] = [["source_lang", "target_lang"][side], ["source", "target"][side]];
    Object.assign(unit, isAlone ? { [ofLanguage]: languages[side], [ofText]: row.texts[side] } : { source_lang: languages[0], target_lang: languages[1], source: row.texts[0], target: row.texts[1] });
    const counts = row.numbers.map((numbers) => numbers.length);
    const areKnown = row.texts.every((text, number) => (text === null) === (counts[number] === 0));
    if (areKnown) Object.assign(unit, { bead: counts.join("-"), segments: { source: row.numbers[0], target: row.numbers[1] } });
    else if (isAlone) unit.bead = side === 0 ? "1-0" : "0-1";
  }
  if (row.texts.includes(null) || !unit.bead) delete unit.confidence;
  if (unit.notes && unit.notes.length === 0) delete unit.notes;
  return [JSON.stringify(unit)];
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

// -------------------------------------------------------------------------------------------------------- who asks

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
  return directionOf(languages[cut.side]) !== "rtl";
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
  const number = line ? [...body.children].indexOf(line) : -1;
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
  showDoubtful();
});

window.addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});

["source-language", "target-language"].forEach((id, side) => {
  const heading = document.getElementById(id);
  if (languages[side]) heading.textContent = languages[side];
  heading.dir = directionOf(languages[side]);
});
body.append(...rows.map(showRow));
showDoubtful();
if (rows.length === 0) say("there is nothing to review");
else choose(Math.max(0, rows.findIndex(isDoubtful)));
