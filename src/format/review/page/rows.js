"use strict";
// Rows are never changed in place: each action replaces some rows by others, so that all of them are undone alike.

const lines = document.getElementById("data").textContent.split("\n").filter((line) => line.trim());

/** The members of a line that say what its texts are, and no more once these have changed. */
const OF_TEXTS = ["id", "source", "target", "source_lang", "target_lang", "junk", "bead", "segments", "confidence"];

/** What is said of a unit that is given to each half, and joined again. */
const JOINED = ["notes", "properties"];

function isPair(unit) {
  return unit.source !== undefined && unit.target !== undefined;
}

/** The language of each side, for rows that don't say it: that of the first row with both. */
function findLanguages() {
  const seen = [];
  for (const line of lines) {
    const unit = JSON.parse(line);
    if (isPair(unit)) return [unit.source_lang || "", unit.target_lang || ""];
    const language = unit.source_lang || unit.target_lang;
    if (language && !seen.includes(language)) seen.push(language);
  }
  return [seen[0] || "", seen[1] || ""];
}

const languages = findLanguages();

/** A row: its texts and their languages, what else the line says, and the line itself while it stays true. */
function readRow(line) {
  const unit = JSON.parse(line);
  // the text of junk is a source, whatever its language is
  const isRight = !isPair(unit) && unit.source_lang === languages[1] && languages[0] !== languages[1];
  const numbers = unit.segments || {};
  return {
    // `<` is written as a reference, so that no text ends the element which the rows stand in
    line: line.replace(/(?<!\\)((?:\\\\)*)\\u003c/g, "$1<"),
    unit,
    isAsRead: true,
    texts: isRight ? [null, unit.source] : [unit.source ?? null, unit.target ?? null],
    languages: [(!isRight && unit.source_lang) || languages[0], (isRight ? unit.source_lang : unit.target_lang) || languages[1]],
    numbers: [numbers.source || [], numbers.target || []],
    confidence: unit.confidence,
    mark: unit.junk ? "junk" : "open",
    junk: unit.junk,
  };
}

/** What a line says beside its texts. */
function beside(unit) {
  return Object.fromEntries(Object.entries(unit).filter(([name]) => !OF_TEXTS.includes(name)));
}

function isOut(row) {
  return row.mark === "junk" || row.mark === "dropped";
}

/** Whether codes stand in the row's texts, whose places a cut or a merge would move. */
function hasCodes(row) {
  return Boolean(row.unit.source_codes || row.unit.target_codes || row.unit.variants);
}

/** Whether words of a language are parted by spaces. */
function hasSpaces(language) {
  return !/^(zh|ja|yue|wuu|th|lo|km|my|bo)\b/i.test(language);
}

function joinedTexts(texts, language) {
  const parts = texts.filter((text) => text !== null);
  if (parts.length < 2) return parts.length ? parts[0] : null;
  const glue = hasSpaces(language) && !/\s$/.test(parts[0]) && !/^\s/.test(parts[1]) ? " " : "";
  return parts.join(glue);
}

function isAlike(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Properties of two lines: values that differ stay both. */
function joinedProperties(a = {}, b = {}) {
  const all = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const values = [all[name] ?? [], value].flat();
    all[name] = name in all && !isAlike(all[name], value) ? values : value;
  }
  return all;
}

/** What is said beside the texts of two rows that become one, and the names of what differs and can't stay. */
function joinedUnits(first, second) {
  const [a, b] = [beside(first), beside(second)];
  const unit = { ...b, ...a };
  const notes = [...(a.notes || []), ...(b.notes || []).filter((note) => !(a.notes || []).some((own) => isAlike(own, note)))];
  const properties = joinedProperties(a.properties, b.properties);
  if (notes.length) unit.notes = notes;
  if (Object.keys(properties).length) unit.properties = properties;
  // where the row begins is where its first part does
  const lost = Object.keys(b).filter((name) => name in a && ![...JOINED, "origin"].includes(name) && !isAlike(a[name], b[name]));
  for (const name of lost) delete unit[name];
  return { unit, lost };
}

/** Two rows as one. */
function mergedRow(row, next) {
  const { unit, lost } = joinedUnits(row.unit, next.unit);
  const texts = [0, 1].map((side) => joinedTexts([row.texts[side], next.texts[side]], row.languages[side]));
  const numbers = [0, 1].map((side) => [...row.numbers[side], ...next.numbers[side]]);
  const made = { line: null, unit, isAsRead: false, texts, languages: row.languages, numbers, confidence: 1 };
  return { made: { ...made, mark: texts.includes(null) ? "open" : "confirmed" }, lost };
}

/** Both halves of a row that is cut at these places; `null` where nothing would be left of one. */
function halvesOf(row, at) {
  const texts = row.texts.map((text, side) => {
    if (text === null) return [null, null];
    const parts = [text.slice(0, at[side]).trimEnd(), text.slice(at[side]).trimStart()];
    return parts.map((part) => (part === "" ? null : part));
  });
  const halves = [0, 1].map((half) => [texts[0][half], texts[1][half]]);
  if (halves.some((half) => half.every((text) => text === null))) return null;
  // which segments went where is not known any more
  const rest = { line: null, isAsRead: false, languages: row.languages, numbers: [[], []], confidence: 1 };
  return halves.map((half) => ({ ...rest, unit: beside(row.unit), texts: half, mark: half.includes(null) ? "open" : "confirmed" }));
}

/** The lines of a row. What goes is not left out: it is junk, so that a run which takes the file can name it. */
function linesOf(row) {
  const sides = [0, 1].filter((side) => row.texts[side] !== null);
  if (row.mark === "dropped") {
    const origin = row.unit.origin;
    return sides.map((side) => JSON.stringify({ source_lang: row.languages[side], source: row.texts[side], junk: row.junk || "dropped", origin }));
  }
  if (row.line !== null) return [row.line];
  if (row.isAsRead) return [JSON.stringify(row.unit.bead ? { ...row.unit, confidence: row.confidence } : row.unit)];
  const texts = {};
  for (const side of sides) {
    texts[["source_lang", "target_lang"][side]] = row.languages[side];
    texts[["source", "target"][side]] = row.texts[side];
  }
  const counts = row.numbers.map((numbers) => numbers.length);
  const areKnown = row.texts.every((text, side) => (text === null) === (counts[side] === 0));
  if (areKnown) Object.assign(texts, { bead: counts.join("-"), segments: { source: row.numbers[0], target: row.numbers[1] } });
  else if (sides.length === 1) texts.bead = sides[0] === 0 ? "1-0" : "0-1";
  if (texts.bead && sides.length === 2) texts.confidence = row.confidence;
  return [JSON.stringify({ ...texts, ...row.unit })];
}
