const body = document.getElementById("rows");
const threshold = document.getElementById("threshold");
let rows = lines.map(readRow);

function isDoubtful(row) {
  if (row.mark !== "open") return false;
  return row.texts.includes(null) || (row.confidence !== undefined && row.confidence < Number(threshold.value));
}

const directions = new Map();

function directionOf(language) {
  if (!directions.has(language)) directions.set(language, findDirection(language));
  return directions.get(language);
}

function findDirection(language) {
  try {
    const script = new Intl.Locale(language).maximize().script;
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

function written(made, language) {
  made.lang = language;
  made.dir = directionOf(language);
  return made;
}

function wordsOf(row) {
  if (row.mark === "junk") return row.junk;
  if (row.mark === "dropped") return "dropped";
  if (row.mark === "confirmed") return "confirmed";
  if (row.texts.includes(null)) return "no counterpart";
  return row.confidence === undefined ? "" : row.confidence.toFixed(2);
}

function shownRow(row) {
  const line = element("tr", row.mark + (isDoubtful(row) ? " doubtful" : ""));
  line.append(element("td", "number"), element("td", "sure", wordsOf(row)));
  for (const side of [0, 1]) line.append(written(element("td", "text", row.texts[side] ?? undefined), row.languages[side]));
  return line;
}

/** The buttons of the current row, which are there once and go with it. */
const buttons = element("div", "actions");
for (const [action, label] of [["confirm", "Confirm"], ["merge", "Merge ↓"], ["split", "Split"], ["drop", "Drop"]]) {
  const button = element("button", "", label);
  button.type = "button";
  button.dataset.action = action;
  button.tabIndex = -1;
  buttons.append(button);
}

function shownInList(row, number) {
  const button = element("button");
  button.type = "button";
  button.dataset.row = number;
  button.append(element("span", "", String(number + 1)), element("span", "", wordsOf(row)));
  for (const side of [0, 1]) button.append(written(element("span", "", row.texts[side] ?? "–"), row.languages[side]));
  const made = element("li");
  made.append(button);
  return made;
}

/** How many doubtful rows are listed. */
const MOST_LISTED = 200;

function showDoubtful() {
  const found = rows.map((row, number) => ({ row, number })).filter(({ row }) => isDoubtful(row));
  found.sort((a, b) => (a.row.confidence ?? 0) - (b.row.confidence ?? 0) || a.number - b.number);
  const list = document.getElementById("doubtful-list");
  list.replaceChildren(...found.slice(0, MOST_LISTED).map(({ row, number }) => shownInList(row, number)));
  if (found.length > MOST_LISTED) list.append(element("li", "", `and ${found.length - MOST_LISTED} more`));
  document.getElementById("doubtful").hidden = found.length === 0;
  const count = (test) => rows.filter(test).length;
  const parts = [`${count((row) => !row.texts.includes(null) && !isOut(row))} pairs`, `${found.length} doubtful`];
  parts.push(`${count((row) => row.mark === "junk")} junk`, `${count((row) => row.mark === "dropped")} dropped`);
  document.getElementById("counts").textContent = parts.join(" · ");
}

let isListStale = false;

/** Has the list made anew before the page is drawn next, however many rows change until then. */
function listSoon() {
  if (isListStale) return;
  isListStale = true;
  requestAnimationFrame(() => {
    isListStale = false;
    showDoubtful();
  });
}

function say(message) {
  document.getElementById("status").textContent = message;
}
