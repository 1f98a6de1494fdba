#!/usr/bin/env python3
"""Converts every XML sample and every readable file of SHARED/dialects to each XML family and back: A -> B -> A, and A -> A.

    check_conversions.py BINARY SHARED OUTDIR

Of A -> B -> A the units are the same, but for what findings name at the very unit. Each output is valid by DTD or schema and by the rules
T, X and Y, and translate-toolkit reads the same texts from it. Of A -> A each unit element is the same, byte for byte, where A is valid.
"""
import concurrent.futures
import copy
import json
import os
import re
from collections import Counter

from lxml import etree

import rules_tmx
import rules_xliff1
import rules_xliff2
from check_inline import renamed
from check_readers import cleaned, toolkit_pairs
from check_rules import DOCUMENTS as ADVICE
from check_schemas import SCHEMAS, TRANSITIONAL, invalid
from common import UNIT, Tally, arguments, decoded, own_folder, read_jsonl, run, say, xml_samples
from rules_common import ILLEGAL

RULES = {"tmx": rules_tmx, "xliff-1.2": rules_xliff1, "xliff-2.0": rules_xliff2, "xliff-2.1": rules_xliff2, "xliff-2.2": rules_xliff2}
# Rules that a unit breaks which is not copied.
COPIED_BY = ("T1", "T6", "T7", "T10", "T11")
# Facts that may explain why a member of a row differs.
BY_MEMBER = {
    "id": ("id",), "state": ("state",), "notes": ("note", "note-detail"), "properties": ("property",), "context": ("context",), "candidates": ("candidate",),
    "bead": ("bead",), "confidence": ("bead",), "segments": ("bead",), "extensions": ("extension",), "part": ("ignorable",), "srclang": (),
    "created": ("provenance",), "changed": ("provenance",), "created_by": ("provenance",), "changed_by": ("provenance",), "last_used": ("provenance",),
    "usage_count": ("provenance",), "tool": ("provenance",), "tool_version": ("provenance",), "source_facts": ("note", "property", "provenance", "note-detail"),
    "target_facts": ("note", "property", "provenance", "note-detail"),
}
IN_CODES = {"subs": ("sub", "sub-type", "sub-place", "sub-datatype")}


class Document:
    """A file to convert: its name, path, format, options, and whether it has two languages."""

    def __init__(self, name, path, kind, pair):
        self.name, self.path, self.kind, self.pair = name, str(path), kind, pair


def documents(binary, shared):
    found = []
    for case in xml_samples():
        found.append(Document(case.name, case.inputs[0], None, [*case.inputs[1:], *case.pair]))
    for entry in read_jsonl(shared / "dialects" / "expected.jsonl"):
        if entry["must"] != "refuse":
            kind = "tmx" if entry["format"].startswith("tmx") else "xliff-1.2" if entry["format"].startswith("xliff-1") else entry["format"]
            found.append(Document(entry["file"], shared / "dialects" / entry["file"], kind, ["-s", entry["pair"][0], "-t", entry["pair"][1]]))
    for document in found:
        if document.kind is None:
            text = decoded(document.path)
            version = re.search(r"<(?:\w+:)?xliff\b[^>]*?\sversion\s*=\s*[\"'](2\.\d)", text)
            document.kind = f"xliff-{version[1]}" if version else "xliff-1.2" if re.search(r"<(?:\w+:)?xliff\b", text) else "tmx"
    return found


def elements(path):
    """The markup of each unit."""
    return [found[0] for found in UNIT.finditer(re.sub(r"<!--.*?-->", "", decoded(path), flags=re.S))]


def ways(kind):
    others = {"tmx": ("xliff-1.2", "xliff-2.0", "xliff-2.2"), "xliff-1.2": ("tmx", "xliff-2.1"), "xliff-2": ("tmx", "xliff-1.2")}
    return others[kind if kind in others else "xliff-2"]


def findings(done):
    found = []
    for line in done.stderr.decode(errors="replace").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            found.append({"severity": "error", "code": "no-json", "message": line})
    return found


def named(found):
    """Facts that were said to be lost, by unit."""
    losses = {}
    for finding in found:
        code = finding["code"]
        if code.startswith("loss-"):
            losses.setdefault(finding.get("unit"), set()).add(code.removeprefix("loss-"))
        elif code == "id-changed":
            losses.setdefault(finding.get("unit"), set()).add("id")
    return losses


def code_differences(before, after):
    """Facts that explain how codes differ."""
    names = set()
    if marks(before) != marks(after):
        names.add("mark")
        before, after = without_marks(before), without_marks(after)
    (sides, _), (others, _) = renamed(before), renamed(after)
    for (_, codes), (_, found) in zip(sides, others):
        if [shape(c) for c in codes] != [shape(c) for c in found]:
            names.add("codes")
            continue
        for a, b in zip(codes, found):
            names |= {key for key in a.keys() | b.keys() if not same(a.get(key), b.get(key))}
    return names


def lists_of_codes(row):
    """The members of a row, or of its variants, that list codes."""
    return [(v, "codes") for v in row["variants"]] if "variants" in row else [(row, "source_codes"), (row, "target_codes")]


def marks(row):
    return [[shape(code) for code in holder.get(name, []) if code["kind"] == "mark"] for holder, name in lists_of_codes(row)]


def without_marks(row):
    row = copy.deepcopy(row)
    for holder, name in lists_of_codes(row):
        holder[name] = [code for code in holder.get(name, []) if code["kind"] != "mark"]
    return row


def shape(code):
    return code["role"], code["kind"], code.get("isolated")


def same(before, after):
    """Whether two facts of a code are the same; a sub-flow that says no place may stand anywhere."""
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return all({k: v for k, v in b.items() if k != "at" or "at" in a} == a for a, b in zip(before, after))
    return before == after


def texts(row):
    if "variants" in row:
        return {v["lang"]: v["text"] for v in row["variants"]}
    return {row[f"{side}_lang"]: row[side] for side in ("source", "target") if side in row}


def differences(before, after, lost):
    """What differs between two rows and no finding explains: [(member, before, after)]"""
    found = []
    a, b = texts(before), texts(after)
    if a != b and not ("character" in lost and {k: cleaned(v) for k, v in a.items()} == {k: cleaned(v) for k, v in b.items()}):
        found.append(("text", a, b))
    elif a == b:
        for name in code_differences(fill(before), fill(after)):
            explained = IN_CODES.get(name, (name,))
            if not lost & {*explained, "codes" if name != "codes" else "codes"}:
                found.append((f"codes: {name}", before.get("source_codes", before.get("variants")), after.get("source_codes", after.get("variants"))))
    for member, facts in BY_MEMBER.items():
        x, y = before.get(member), after.get(member)
        if member == "properties":
            x, y = x or {}, y or {}
        elif member == "notes":  # their order says nothing
            x, y = (sorted(map(json.dumps, notes or [])) for notes in (x, y))
        elif member == "candidates":
            x, y = candidates(before), candidates(after)
        if x != y and not lost & set(facts):
            found.append((member, x, y))
    return found


def candidates(row):
    """Those of a row; one that has the unit's own source need not say it."""
    return [{k: v for k, v in c.items() if not k.startswith("source") or c.get("source") != row.get("source")} for c in row.get("candidates", [])]


def fill(row):
    """A row with both sides, for the renaming of ids."""
    return row if "variants" in row else {"source": "", "target": "", **row}


class Way:
    """One conversion there and back."""

    def __init__(self, document, to, folder, number):
        self.document, self.to = document, to
        self.name = f"{document.name} to {to}"
        self.base = folder / f"{number}.{to}"
        self.there, self.first, self.back, self.last = (f"{self.base}.{part}" for part in ("there.xml", "first.jsonl", "back.xml", "last.jsonl"))

    def convert(self, binary):
        same = ["--states", "all", "--dedup", "off", "--trim", "off", "--message-format", "json"]
        version = ["--xliff-version", self.to.removeprefix("xliff-")] if self.to.startswith("xliff-") else []
        there = self.there = f"{self.base}.there.{'xlf' if version else 'tmx'}"
        steps = [["export", self.document.path, *self.document.pair, *same, *version, "-o", there, "-o", self.first, "--report", f"{self.base}.json"]]
        steps.append(["export", there, *same, "--to", self.document.kind, "-o", self.back])
        steps.append(["export", self.back, *same, "-o", self.last])
        self.runs = []
        for argv in steps:
            self.runs.append(run(binary, *argv))
            if self.runs[-1].returncode != 0:
                break
        return self

    def check(self, tally):
        for number, done in enumerate(self.runs):
            if not tally.need(done.returncode == 0, f"{self.name}, step {number + 1}: exit status {done.returncode}: {say(done)}"):
                return None
        losses, before, after = {}, read_jsonl(self.first), read_jsonl(self.last)
        for done in self.runs:
            for unit, facts in named(findings(done)).items():
                losses.setdefault(unit, set()).update(facts)
        whole = before

        def lost(row):
            """What was said of this unit; what is said of the whole file explains nothing about a unit."""
            return losses.get(row.get("id"), set())

        before = [row for row in before if "unit" not in lost(row) and not ("ignorable" in lost(row) and row.get("part", {}).get("kind") == "ignorable")]
        tally.need(len(before) == len(after), f"{self.name} and back: {len(after)} units of {len(before)}")
        for first, last in zip(before, after):
            for member, x, y in differences(first, last, lost(first)):
                tally.need(False, f"{self.name} and back, unit {first.get('id')!r}: {member} was {x}, is {y}; lost by word: {sorted(lost(first))}")
            tally.passed += 1
        return whole


def toolkit(tally, what, kind, path, rows):
    """translate-toolkit reads the same texts; it gives units without a target an empty one."""
    rows = [row for row in rows if row.get("part", {}).get("kind") != "ignorable"]
    langs = list(dict.fromkeys(lang for row in rows for lang in texts(row)))
    if len(langs) != 2 or kind not in ("tmx", "xliff-1.2", "xliff-2.0") or any("part" in row for row in rows) and kind != "tmx":
        return 0
    wanted = [{lang: cleaned(texts(row).get(lang, "")) for lang in langs} for row in rows]
    if kind == "xliff-2.0" and any(ILLEGAL.search(text) for row in rows for text in texts(row).values()):
        return 0
    found = toolkit_pairs(kind, path, langs, wanted)
    for number, (a, b) in enumerate(zip(found, wanted), 1):
        if not tally.need(a == b, f"{what} by translate-toolkit, unit {number}: {a}, expected {b}"):
            break
    tally.need(len(found) == len(wanted), f"{what} by translate-toolkit: {len(found)} units, expected {len(wanted)}")
    return 1


def check_outputs(shared, tally, written):
    """`written`: [(what, format, path, whether it has tool data of XLIFF 1.2, the input whose elements are copied or None)]"""
    for kind, ordinary in SCHEMAS.items():
        for schema in dict.fromkeys((ordinary, TRANSITIONAL)):
            paths = {path: what for what, k, path, has_tool_data, _ in written if k == kind and (TRANSITIONAL if has_tool_data and k == "xliff-1.2" else ordinary) == schema}
            refused = invalid(schema[0], shared / "schemas" / schema[1], list(paths)) if paths else {}
            for path, what in paths.items():
                tally.need(path not in refused, f"{what}: {refused.get(path)}")
    for what, kind, path, _, copied_from in written:
        try:
            broken = [f for f in RULES[kind].check(path) if f[0] not in ADVICE]
            # a unit that is copied keeps its habit of white space
            if copied_from and any(rule == "space" for rule, _ in broken) and any(rule == "space" for rule, _ in RULES[kind].check(copied_from)):
                broken = [f for f in broken if f[0] != "space"]
        except (OSError, SyntaxError, ValueError, AttributeError) as error:
            broken = [("xml", str(error))]
        tally.need(not broken, f"{what}: {broken[:3]}")


def copied(binary, shared, folder, listed, tally):
    """A -> A: how many unit elements are the same."""
    counts, rest, changed = Counter(), [], []

    def convert(pair):
        number, document = pair
        out = folder / f"{number}.same" / os.path.basename(document.path)
        out.parent.mkdir()
        # nothing but the two names is said, as a user would; without the units' own duplicates nothing may go
        pair = document.pair if document.kind != "tmx" else []
        options = ["--states", "all", "--dedup", "off", "--to", document.kind, "--message-format", "json"]
        done = run(binary, "export", document.path, *pair, *options, "-o", out)
        if done.returncode == 0:
            again = folder / f"{number}.again" / out.name
            again.parent.mkdir()
            if run(binary, "export", out, *options, "-o", again).returncode != 0 or again.read_bytes() != out.read_bytes():
                changed.append(document.name)
        return document, str(out), done

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(convert, enumerate(listed)))
    sound = soundness(shared, listed)
    for document, out, done in results:
        what = f"{document.name} to itself"
        if not tally.need(done.returncode == 0, f"{what}: exit status {done.returncode}: {say(done)}"):
            continue
        before, after = elements(document.path), elements(out)
        is_sound = document.path in sound
        family = document.kind.split(".")[0]
        same = sum((Counter(before) & Counter(after)).values())
        counts[family, is_sound, "same"] += same
        counts[family, is_sound, "all"] += len(before)
        rest.append((what, document.kind, out, 'ts="' in decoded(document.path), document.path))
        if is_sound and family == "tmx":
            ids = Counter()
            for number, (a, b) in enumerate(zip(before, after), 1):
                tuid = etree.fromstring(a).get("tuid")
                ids[tuid] += 1
                # of units with one id the second gets a number, as the contract wants it
                is_numbered = tuid is not None and ids[tuid] > 1 and f'tuid="{tuid}-{ids[tuid]}"' in b
                tally.need(a == b or is_numbered, f"{what}: unit {number} is {b[:300]!r}, was {a[:300]!r}")
            tally.need(len(before) == len(after), f"{what}: {len(after)} unit elements of {len(before)}")
        elif is_sound and same < len(before):
            print(f"{what}: {same} of {len(before)} unit elements copied")
    for name in sorted(changed):
        tally.need(False, f"{name} to itself, and what was written to itself once more: the bytes differ")
    for family in sorted({key[0] for key in counts}):
        print(f"{family} to itself: {counts[family, True, 'same']} of {counts[family, True, 'all']} unit elements of valid files copied, "
              f"{counts[family, False, 'same']} of {counts[family, False, 'all']} of others")
    return rest


def soundness(shared, listed):
    """Paths of documents that are valid by their DTD or strict schema, and whose units break no rule that forbids copying."""
    sound = set()
    for kind, (option, schema) in SCHEMAS.items():
        paths = [d.path for d in listed if d.kind == kind]
        refused = invalid(option, shared / "schemas" / schema, paths) if paths else {}
        for path in paths:
            try:
                broken = path in refused or any(rule in COPIED_BY or kind != "tmx" and rule not in ADVICE for rule, _ in RULES[kind].check(path))
            except (OSError, SyntaxError, ValueError, AttributeError, TypeError):
                broken = True
            if not broken:
                sound.add(path)
    return sound


def main():
    binary, shared, outdir = arguments(__doc__)
    folder, tally = own_folder(outdir, "conversions"), Tally()
    listed = documents(binary, shared)
    planned = [Way(document, to, folder, number) for number, document in enumerate(listed) for to in ways(document.kind)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda way: way.convert(binary), planned))
    written, read_by_others = [], 0
    for way in done:
        try:
            rows = way.check(tally)
            if rows is None:
                continue
            tool_data = '"ts":' in open(way.first, encoding="utf-8").read()
            written.append((way.name, way.to, way.there, tool_data, None))
            written.append((f"{way.name} and back", way.document.kind, way.back, tool_data, None))
            read_by_others += toolkit(tally, way.name, way.to, way.there, rows)
        except (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
            tally.need(False, f"{way.name}: {type(error).__name__}: {error}")
    written += copied(binary, shared, folder, listed, tally)
    check_outputs(shared, tally, written)
    print(f"{len(listed)} documents, {len(planned)} ways there and back, {read_by_others} outputs read by translate-toolkit")
    return tally.close("conversions")


if __name__ == "__main__":
    raise SystemExit(main())
