#!/usr/bin/env python3
"""Reads every file of SHARED/dialects and compares with expected.jsonl there, by the rules of its README.

    check_dialects.py BINARY SHARED OUTDIR

Three runs for each file: all units; those that enter a memory of their own accord (memories: those that are no longer to be translated);
and, for what the pair that is asked for leaves out, the removed rows. Lines and severities of findings are compared, not words.
"""
import concurrent.futures
import html
import json
import os
import re
from collections import Counter

from common import UNIT, Tally, arguments, decoded, own_folder, read_jsonl, run, say
from lxml import etree

RANKS = {"note": 0, "warning": 1, "error": 2}
GENERATED = re.compile(r"[0-9a-f]{32}(-[0-9]+)?")
BRACE = re.compile(r"\{(?:\d+|[biuBIU^])>|<(?:\d+|[biuBIU^])\}|\{(?:\d+|j)\}")
# Expectations that are disputed: (file, kind of finding or name of a member) -> why.
DISPUTED = {
    ("omegat-6.2-project_save.tmx", "conflict"): "what a conflict is depends on the run (--dedup, --context), which says and counts it",
    ("wordfast-anywhere.tmx", "text-placeholder"): "left as text, since nothing tells such a placeable from text",
}
# Findings of severity note that say nothing of the reading: nothing is odd, lost, left out or repaired where they stand.
SILENT = {
    "icu": "plain text to a memory", "markup-as-text": "plain text to a memory", "remote-dtd": "nothing is ever fetched, whatever a DOCTYPE names",
    "overlap": "the model holds it", "sub-flow": "the model holds it", "creationtool-omegat": "a matter of the client that reads the file",
    "language-case": "tags are the same in any case of letters", "repeated-property": "both are kept", "blank-property": "kept as it is",
    "tuv-order": "languages decide, not places", "low-confidence": "the score is kept as the file has it",
    "state-absent": "read as translated, as its tools mean it", "machine-translation": "the unit is read like any other, and who made it is kept", "not-approved": "the unit is read like any other, and its state is kept",
}
# Findings on a whole unit, which may stand at any line of it, as every note may.
OF_UNITS = ("pair-missing",)


def values(row):
    """Every value that a row holds beside its texts, as text: properties, fields, context, notes; of extensions those in the markup."""
    found = []

    def walk(value, name=None):
        if name == "markup":
            for element in etree.fromstring(value.encode()).iter():
                found.extend([*element.attrib.values(), element.text or ""])
        elif isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, key)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif value is not None:
            found.append(str(value))

    walk({k: v for k, v in row.items() if k not in ("origin", "variants", "source", "target", "source_codes", "target_codes")})
    for variant in row.get("variants", []):
        walk({k: v for k, v in variant.items() if k not in ("text", "codes", "lang")})
    return found


def plain(value):
    """A context as Trados and others write it, without the codes in it."""
    value = re.sub(r"<(bpt|ept|it|ph)\b.*?</\1>", "", html.unescape(value), flags=re.S)
    return BRACE.sub("", re.sub(r"</?(seg|g)\b[^>]*>", "", value)).replace("||", "|")


def codes(row, side):
    return [code for code in row.get(side + "_codes", []) if code["kind"] == "code"]


def listed(value):
    return value if isinstance(value, list) else [value]


def fact(row, name):
    """A date: of the target before that of the unit."""
    return row.get("target_facts", {}).get(name) or row.get(name)


class File:
    """One file: what is expected, what came, and where complaints go."""

    def __init__(self, entry, path, tally):
        self.entry, self.name, self.tally, self.disputes = entry, entry["file"], tally, Counter()
        self.text = decoded(path)

    def need(self, condition, name, message):
        """`name` is what an exception would name."""
        if not condition and (self.name, name) in DISPUTED:
            self.disputes[self.name, name] += 1
            return True
        return self.tally.need(condition, f"{self.name}: {message}")

    def compare_units(self, rows, removed):
        units, found = self.entry["units"], []
        rows = [row for row in rows if row.get("part", {}).get("kind") != "ignorable"]
        removed = [row for row in removed if row.get("part", {}).get("kind") != "ignorable"]
        for unit in units:
            # what has no target is no unit of the pair that is asked for
            from_removed = unit["target"] is None and removed and removed[0].get("source") == unit["source"] and (not rows or rows[0].get("source") != unit["source"])
            if from_removed:
                # its target, if it has one, is of another language
                found.append({k: v for k, v in removed.pop(0).items() if not k.startswith("target")})
            else:
                found.append(rows.pop(0) if rows else None)
        self.need(None not in found, "units", f"{len(units) - found.count(None)} units, expected {len(units)}")
        self.need(not rows, "units", f"{len(rows)} units too many: {[row.get('source') for row in rows][:2]}")
        self.need(all(row.get("reason") for row in removed), "units", "units are removed without a reason")
        left_out = self.entry["units_in_file"] - len(units)
        self.need(len(removed) == left_out, "units", f"{len(removed)} units beside the pair, expected {left_out}")
        seen = Counter()
        for number, (unit, row) in enumerate(zip(units, found), 1):
            if row is not None:
                self.compare_unit(f"unit {number}", unit, row, seen)
        return found

    def compare_unit(self, what, unit, row, seen):
        need = self.need
        if unit["id"] is None:
            need(GENERATED.fullmatch(row.get("id", "0" * 32)), "id", f"{what}: id {row.get('id')!r}, but the file has none")
        else:
            seen[unit["id"]] += 1
            ids = {unit["id"], f"{unit['id']}-{seen[unit['id']]}"} if seen[unit["id"]] > 1 else {unit["id"]}
            need(row.get("id") in ids, "id", f"{what}: id {row.get('id')!r}, expected {unit['id']!r}")
        for side in ("source", "target"):
            text, number = row.get(side), len(codes(row, side))
            literal = unit.get("literal", {}).get(side)
            if literal is not None and (text, number) == (literal, 0):
                continue  # the other reading of braces
            need(text == unit[side], side, f"{what}: {side} {text!r}, expected {unit[side]!r}")
            need(number == unit[side + "_codes"], side + "_codes", f"{what}: {number} codes in the {side}, expected {unit[side + '_codes']}")
        hay = values(row)
        self.compare_state(what, unit["state"], row, hay)
        for name in ("created", "changed"):
            need(fact(row, name) == unit[name], name, f"{what}: {name} {fact(row, name)}, expected {unit[name]}")
        notes = [note if isinstance(note, str) else note["text"] for note in row.get("notes", [])]
        need(notes == unit.get("notes", []), "notes", f"{what}: notes {notes}, expected {unit.get('notes', [])}")
        for name, wanted in unit["properties"].items():
            for value in listed(wanted):
                need(value in hay, name, f"{what}: no property or field holds {name} {value!r}")
        flat = [*hay, *map(plain, hay), *(part for value in hay for part in plain(value).split(" | "))]
        for name, wanted in unit["context"].items():
            for value in listed(wanted):
                need(value in flat, name, f"{what}: nothing holds the context {name} {value!r}")
                if name in ("previous", "next"):
                    held = row.get("context", {}).get(name)
                    need(held is not None and value in (held, plain(held)), name, f"{what}: {name} of the context is {held!r}, expected {value!r}")

    def compare_state(self, what, wanted, row, hay):
        held = row.get("state")
        if wanted is None:
            # a state may follow from what else is said, such as approved="yes"
            self.need(held is None or "yes" in hay, "state", f"{what}: state {held!r}, expected none")
            return
        name, _, value = wanted.rpartition("=")
        good = held in (wanted, value, wanted.removeprefix("x-")) or held and wanted in hay
        self.need(good or name and value in listed(row.get("properties", {}).get(name)), "state", f"{what}: state {held!r}, expected {wanted!r}")

    def compare_translated(self, found, rows):
        """Those kept by default are those that count as translated."""
        kept = Counter((row.get("id"), row.get("source"), row.get("target")) for row in rows if row.get("part", {}).get("kind") != "ignorable")
        for number, (unit, row) in enumerate(zip(self.entry["units"], found), 1):
            if row is None or self.entry["format"].startswith("tmx") and unit["source"] == unit["target"]:
                continue
            key = (row.get("id"), row.get("source"), row.get("target"))
            enters = kept[key] > 0
            kept[key] -= enters
            self.need(enters == unit["translated"], "translated", f"unit {number}: {'enters' if enters else 'stays out'}, but translated is {unit['translated']}")

    def compare_findings(self, said):
        """`said`: (line, severity, message) of all runs."""
        wanted = self.entry["findings"]
        for finding in wanted:
            if finding["severity"] == "note" and finding["kind"] in SILENT:
                continue
            # a note on a unit may stand at any line of it
            is_wide = finding["severity"] == "note" or finding["kind"] in OF_UNITS
            span = self.span(finding["line"]) if is_wide else range(finding["line"], finding["line"] + 1)
            at_line = [rank for line, rank, _ in said if line in span]
            self.need(any(rank >= RANKS[finding["severity"]] for rank in at_line), finding["kind"],
                      f"nothing said in line {finding['line']} of {finding['kind']} ({finding['severity']}): {finding['what']}")
        warned = {finding["line"] for finding in wanted if finding["severity"] != "note"}
        loud = [(line, message) for line, rank, message in said if rank > 0 and line not in warned]
        if self.entry["must"] == "read":
            self.need(not loud, "warnings", f"warned of a sound file: {loud[:3]}")
        elif loud:
            print(f"{self.name}: warned in further lines too: {sorted(set(loud))[:3]}")

    def span(self, line):
        """The lines of the unit that has this line, or the line alone."""
        for found in UNIT.finditer(self.text):
            first = self.text.count("\n", 0, found.start()) + 1
            last = first + found[0].count("\n")
            if first <= line <= last:
                return range(first, last + 1)
        # what is said of the whole file has no line
        return range(0 if line == 1 else line, line + 1)


def findings(done):
    said = []
    for line in done.stderr.decode(errors="replace").splitlines():
        try:
            finding = json.loads(line)
            said.append((finding.get("line", 0), RANKS[finding["severity"]], f"{finding['code']}: {finding['message']}"))
        except (ValueError, KeyError):
            said.append((0, RANKS["error"], f"not a finding: {line}"))
    return said


def main():
    binary, shared, outdir = arguments(__doc__)
    folder, tally = own_folder(outdir, "dialects"), Tally()
    entries = read_jsonl(shared / "dialects" / "expected.jsonl")

    def read(entry):
        source, target = entry["pair"]
        outcome = {}
        of_itself = ["--drop-untranslated"] if entry["format"].startswith("tmx") else []
        for name, options in (("all", ["--states", "all"]), ("default", of_itself)):
            paths = {kind: folder / f"{entry['file']}.{name}.{kind}" for kind in ("jsonl", "removed.jsonl", "json")}
            argv = ["export", shared / "dialects" / entry["file"], "-s", source, "-t", target, *options, "--dedup", "off",
                    "--message-format", "json", "-o", paths["jsonl"], "--removed", paths["removed.jsonl"], "--report", paths["json"]]
            outcome[name] = (run(binary, *argv), paths)
        return outcome

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(read, entries))
    disputes = Counter()
    for entry, outcome in zip(entries, outcomes):
        file = File(entry, shared / "dialects" / entry["file"], tally)
        done, paths = outcome["all"]
        said = findings(done)
        if entry["must"] == "refuse":
            line = entry["findings"][0]["line"]
            errors = [place for place, rank, _ in said if rank == RANKS["error"]]
            file.need(done.returncode == 2, "refuse", f"exit status {done.returncode}, to be refused")
            file.need(line in errors, "refuse", f"refused without naming line {line}: {say(done)}")
            file.need(not paths["jsonl"].exists(), "refuse", "refused, yet something is written")
            continue
        nothing = all(unit["target"] is None or not unit["translated"] for unit in entry["units"])
        if not tally.need(done.returncode == 0 or nothing, f"{file.name}: exit status {done.returncode}: {say(done)}"):
            continue
        by_default, default_paths = outcome["default"]
        tally.need(by_default.returncode == 0 or nothing, f"{file.name}, by default: exit status {by_default.returncode}: {say(by_default)}")
        try:
            found = file.compare_units(read_jsonl(paths["jsonl"]), read_jsonl(paths["removed.jsonl"]))
            file.compare_translated(found, read_jsonl(default_paths["jsonl"]))
            file.compare_findings(said + findings(by_default))
        except (OSError, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
            tally.need(False, f"{file.name}: {type(error).__name__}: {error}")
        disputes += file.disputes
    for (file, name), number in sorted(disputes.items()):
        print(f"disputed {number} times: {file}, {name}: {DISPUTED[file, name]}")
    for kind, why in SILENT.items():
        print(f"not asked for: {kind}: {why}")
    return tally.close("files in the dialects of tools")


if __name__ == "__main__":
    raise SystemExit(main())
