#!/usr/bin/env python3
"""The page that `align -o review.html` writes, in a real browser: what it shows, what its keys do, and that `export` takes
what it saves. Pictures of it are left in OUTDIR/review.

    check_review.py BINARY SHARED OUTDIR
"""
import json
import sys

from browser import Browser
from common import Tally, arguments, own_folder, read_jsonl, run

TEXTS = "rows.map((row) => row.texts)"
ARABIC = [
    {"source_lang": "ar", "target_lang": "en", "source": "مرحبا بالعالم. كيف حالك؟", "target": "Hello, world. How are you?", "bead": "2-2", "confidence": 0.41, "segments": {"source": [1, 2], "target": [1, 2]}},
    {"source_lang": "ar", "target_lang": "en", "source": "نهاية </script> النص", "target": "The end of the <b>text</b>", "bead": "1-1", "confidence": 0.97, "segments": {"source": [3], "target": [3]}},
    {"source_lang": "en", "source": "Print this page", "junk": "page-tools"},
]

MIXED = [
    {"source_lang": "en", "source": "Print a < b \\u003c", "junk": "page-tools"},
    {"target_lang": "de", "target": "Nur Ziel.", "bead": "0-1", "confidence": 0.5, "segments": {"source": [], "target": [1]}},
    {"source_lang": "en", "source": "Alone.", "bead": "1-0", "confidence": 0.6, "segments": {"source": [2], "target": []}},
    {"target_lang": "de", "target": "Allein.", "bead": "0-1", "confidence": 0.6, "segments": {"source": [], "target": [2]}},
    {"id": "a", "source_lang": "en", "target_lang": "de", "source": "One.", "target": "Eins.", "bead": "1-1", "confidence": 0.7, "segments": {"source": [3], "target": [3]},
     "created_by": "a1", "notes": ["n"], "properties": {"p": "1", "q": "x"}},
    {"id": "b", "source_lang": "en", "target_lang": "de", "source": "Two.", "target": "Zwei.", "bead": "1-1", "confidence": 0.7, "segments": {"source": [4], "target": [4]},
     "created_by": "a2", "notes": ["m"], "properties": {"p": "2"}},
    {"id": "c", "source_lang": "en", "target_lang": "fr", "source": "Three.", "target": "Trois.", "bead": "1-1", "confidence": 0.7, "segments": {"source": [5], "target": [5]}},
]
# What a person makes of it: the first two are a pair, the next two, and the next two; the French one is dropped.
MENDED = [
    {"source_lang": "en", "source": "Print a < b \\u003c", "target_lang": "de", "target": "Nur Ziel."},
    {"source_lang": "en", "source": "Alone.", "target_lang": "de", "target": "Allein.", "bead": "1-1", "segments": {"source": [2], "target": [2]}, "confidence": 1},
    {"source_lang": "en", "source": "One. Two.", "target_lang": "de", "target": "Eins. Zwei.", "bead": "2-2", "segments": {"source": [3, 4], "target": [3, 4]}, "confidence": 1,
     "notes": ["n", "m"], "properties": {"p": ["1", "2"], "q": "x"}},
    {"source_lang": "en", "source": "Three.", "junk": "dropped"},
    {"source_lang": "fr", "source": "Trois.", "junk": "dropped"},
]
MANY = 10_000
PATIENCE = 1500  # milliseconds until a key has done what it says, however many rows there are


class Review:
    def __init__(self, binary, folder, browser, tally):
        self.binary, self.folder, self.browser, self.tally = binary, folder, browser, tally

    def open(self, source, name):
        """Aligns, opens the page: the rows as JSONL."""
        page = self.folder / f"{name}.html"
        done = run(self.binary, "align", source, "-o", page, "-q")
        self.tally.need(done.returncode == 0, f"{name}: {done.stderr.decode()}")
        self.browser.open(page.as_uri())
        return run(self.binary, "align", source, "-q").stdout

    def saved(self):
        """What the page saves."""
        for old in self.folder.glob("*.reviewed*.jsonl"):
            old.unlink()
        self.browser.press("Control+s")
        return self.browser.until(lambda: next(iter(self.folder.glob("*.reviewed.jsonl")), None))

    def exported(self, saved):
        """The pairs of a TMX that is made of what was saved, and the reasons of what is not in it."""
        out, removed = self.folder / "out.jsonl", self.folder / "removed.jsonl"
        done = run(self.binary, "export", saved, "-o", out, "--removed", removed, "--dedup", "off", "-q")
        self.tally.need(done.returncode == 0, done.stderr.decode())
        return [(unit["source"], unit["target"]) for unit in read_jsonl(out)], [row["reason"] for row in read_jsonl(removed)]

    def shows(self, rows):
        """The page shows each row, doubtful ones first."""
        units, need, look = [json.loads(line) for line in rows.splitlines()], self.tally.need, self.browser.look
        need(look("document.querySelectorAll('#rows tr').length") == len(units), "a line for each row")
        cells = look("[...document.querySelectorAll('#rows tr')].map((line) => [...line.querySelectorAll('td.text')].map((cell) => cell.textContent))")
        for unit, shown in zip(units, cells):
            texts = [unit.get("source", ""), unit.get("target", "")]
            need(shown == texts or ("junk" in unit and shown == texts[::-1]), f"{unit} is shown as {shown}")
        pairs = [unit for unit in units if "source" in unit and "target" in unit]
        doubtful = [unit for unit in pairs if unit["confidence"] < 0.9]
        alone = sum("junk" not in unit for unit in units) - len(pairs)
        listed = look("[...document.querySelectorAll('#doubtful-list button')].map((button) => Number(button.children[1].textContent))")
        sure = [value for value in listed if value is not None]
        need(len(listed) == len(doubtful) + alone, f"{len(listed)} listed, {len(doubtful)} + {alone} doubtful")
        need(sure == sorted(sure), f"the least sure first: {sure}")
        grey = look("[...document.querySelectorAll('#rows tr.junk')].length")
        need(grey == sum("junk" in u for u in units), "junk is grey")
        need(look("performance.getEntriesByType('resource').length") == 0, "nothing is loaded")

    def keys(self, rows):
        """Each key does what it says, and what is saved can be exported."""
        need, look, press = self.tally.need, self.browser.look, self.browser.press
        need(self.saved().read_bytes() == rows, "what nobody touched is saved byte for byte")
        before = look(TEXTS)
        at = look("rows.findIndex((row, number) => number + 1 < rows.length && ![row, rows[number + 1]].some((one) => one.mark !== 'open' || one.texts.includes(null)))")
        look("choose(arguments[0])", at)
        press("m")
        merged = look(TEXTS)
        need(len(merged) == len(before) - 1, "two rows are one")
        need(all(merged[at][side].startswith(before[at][side]) and merged[at][side].endswith(before[at + 1][side]) for side in (0, 1)), merged[at])
        press("u")
        need(look(TEXTS) == before, "undone")
        press("m", "s")
        # the cut goes where the rows met
        for side in (0, 1):
            look("cut.at[arguments[0]] = arguments[1]", side, len(before[at][side]))
        press("Enter")
        need(look(TEXTS) == before, f"split again: {look(TEXTS)[at:at + 2]}")
        press("s", "Tab", "Left", "Right", "Escape")
        need(look(TEXTS) == before, "a cut that is left changes nothing")
        press("Down", "d")
        need(look("rows[arguments[0]].mark", at + 1) == "dropped", "dropped")
        doubtful = look("rows.filter((row) => isDoubtful(row) && !row.texts.includes(null)).length")
        press("Up", "p", "n")
        if doubtful:
            look("choose(rows.findIndex((row) => isDoubtful(row) && !row.texts.includes(null)))")
            press("c")
            need(look("rows.filter((row) => isDoubtful(row) && !row.texts.includes(null)).length") == doubtful - 1, "confirmed")
        pairs, reasons = self.exported(self.saved())
        kept = [tuple(texts) for number, texts in enumerate(before) if None not in texts and number != at + 1]
        need(pairs == kept, f"{len(pairs)} pairs are exported, {len(kept)} stay")
        junk = look("rows.filter((row) => row.mark === 'junk').length")
        need(reasons.count("junk") == junk + 2, f"what was dropped is named: {reasons}")

    def mends(self):
        """Rows of every kind become others, and what is saved says just what they are."""
        look, need = self.browser.look, self.tally.need
        source = self.folder / "mixed.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in MIXED), encoding="utf-8")
        rows = self.open(source, "mixed")
        need(self.saved().read_bytes() == rows, "a row with `<` is saved byte for byte")
        look("choose(0)")
        self.browser.press("d", "m", "j", "m", "j", "m")
        need("created_by" in look("document.getElementById('status').textContent"), "what differs is named")
        self.browser.press("j", "Up", "m")
        need("languages" in look("document.getElementById('status').textContent"), "other languages are no pair")
        self.browser.press("u", "m", "j", "d")
        need(look("document.querySelectorAll('tr.current').length") == 1, "one row is the current one")
        saved = read_jsonl(self.saved())
        origins = [row.pop("origin", None) for row in saved]
        need(len(origins) == len(MENDED), f"{len(saved)} lines")
        for found, wanted in zip(saved, MENDED):
            need(found == wanted, f"{found} is not {wanted}")

    def many(self):
        """A key is quick where there are many rows."""
        source = self.folder / "many.jsonl"
        row = {"source_lang": "zh-CN", "target_lang": "en", "bead": "1-1"}
        units = ({**row, "source": f"第{n}句，说的是别的事情。", "target": f"Sentence {n} is about something else.", "confidence": n % 100 / 100} for n in range(MANY))
        source.write_text("".join(json.dumps(unit) + "\n" for unit in units), encoding="utf-8")
        self.open(source, "many")
        for name in ("confirm", "merge", "undo"):
            taken = self.browser.look(f"(() => {{ const start = performance.now(); {name}(); showDoubtful(); document.body.offsetHeight; return performance.now() - start; }})()")
            print(f"{name}: {taken:.0f} ms with {MANY} rows")
            self.tally.need(taken < PATIENCE, f"{name} takes {taken:.0f} ms")
        self.saved()

    def pictures(self, name):
        for scheme in ("light", "dark"):
            self.browser.scheme(scheme)
            self.browser.picture(self.folder / f"{name}-{scheme}.png")


def main():
    binary, shared, out = arguments(__doc__)
    folder, tally = own_folder(out, "review"), Tally()
    browser = Browser(folder)
    review = Review(binary, folder, browser, tally)
    try:
        releases = sorted((shared / "releases" / "raw").glob("*.txt"))[:6]
        for source in [shared / "seed" / "release.txt", *releases]:
            rows = review.open(source, source.stem)
            review.shows(rows)
            review.pictures(source.stem)
            review.keys(rows)
        review.mends()
        review.many()
        arabic = folder / "arabic.jsonl"
        arabic.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ARABIC), encoding="utf-8")
        rows = review.open(arabic, "arabic")
        review.shows(rows)
        review.pictures("arabic")
        sides = browser.look("[...document.querySelectorAll('#rows tr:first-child td.text')].map((cell) => getComputedStyle(cell).direction)")
        tally.need(sides == ["rtl", "ltr"], f"directions {sides}")
        browser.press("s", "Enter")
        tally.need(browser.look(TEXTS)[:2] == [["مرحبا بالعالم.", "Hello, world."], ["كيف حالك؟", "How are you?"]], browser.look(TEXTS)[:2])
        complaints = browser.complaints()
        tally.need(not complaints, complaints)
    finally:
        browser.close()
    return tally.close("review")


if __name__ == "__main__":
    sys.exit(main())
