#!/usr/bin/env python3
"""Writes the meaning of every vector of SHARED/inline from JSONL, and reads the outputs by the readers of its check.py.

    check_inline.py BINARY SHARED OUTDIR

What a family has no place for must be gone, exactly that, and must be in `left_out` of the report.
"""
import concurrent.futures
import copy
import json
import os

import rules_tmx
import rules_xliff1
import rules_xliff2
from check_schemas import invalid, schema_of
from common import Tally, arguments, own_folder, inline_module, read_jsonl, run, say, vectors
from lxml import etree
from rules_common import XML, namespace, parse

SKIPPED = {
    "missing-target-is-a-missing-variant": "a JSONL row of one side is no unit",
    "empty-target-is-an-empty-variant": "a JSONL row of one side is no unit",
}
FAMILIES = {"tmx": ("tmx", "tmx"), "xliff12": ("xliff-1.2", "xlf"), "xliff2": ("xliff-2.0", "2.xlf")}
RULES = {"tmx": rules_tmx, "xliff12": rules_xliff1, "xliff2": rules_xliff2}
# What some vectors are about: edge white space, and codes in one language only.
ADVICE = ("T8", "T13", "X3")


def rows(vector):
    """The vector as JSONL units. Segments are parts of one unit only where that carries meaning."""
    segments = [vector, *vector.get("more", [])]
    together = any(s.get("ignorable") for s in segments) or any(c.get("span") for s in segments for side in s["codes"].values() for c in side)
    for number, segment in enumerate(segments, 1):
        row = {"id": f"u{number}"}
        if together:
            row["part"] = {"of": "u", "kind": "ignorable" if segment.get("ignorable") else "segment"}
        if "variants" in vector:
            sides = [("en-US", "source"), ("fr-FR", "target")]
            row["variants"] = [{"lang": lang, "text": segment["text"][side], "codes": segment["codes"][side]} for lang, side in sides]
            row["variants"] += [{"lang": lang, **variant} for lang, variant in vector["variants"].items()]
        else:
            row |= {"source_lang": "en-US", "target_lang": "fr-FR"}
            for side in ("source", "target"):
                row[side] = segment["text"][side]
                if segment["codes"][side]:
                    row[side + "_codes"] = segment["codes"][side]
        yield row


def units(path, names):
    """The units of a document as markup, with the white space they inherit said on each."""
    found = []
    for unit in parse(path).iter(*names):
        kept = {e.get(XML + "space") for e in [*unit.iterancestors(), *unit.iter()] if isinstance(e.tag, str)}
        unit = copy.deepcopy(unit)
        unit.tail = None
        if "preserve" in kept and unit.tag != "tu":
            unit.set(XML + "space", "preserve")
        found.append(etree.tostring(unit, encoding="unicode"))
    return "".join(found)


def read(inline, family, path):
    if family == "tmx":
        return inline.read_tmx({"tmx": units(path, ["tu"])})
    if family == "xliff12":
        return inline.read_xliff12({"xliff12": units(path, ["{%s}trans-unit" % inline.NS1])})
    core = namespace(parse(path))
    return inline.read_xliff2({"xliff2": units(path, ["{%s}unit" % core])})


def facts(meaning):
    """Names of what a member has lost, as the report names them."""
    return {name for _, name in meaning.absent}


def renamed(row):
    """A JSONL row's texts and codes, ids by first appearance: source, target and variants share one numbering."""
    ids, sides = {}, []

    def codes(listed, numbers):
        result = []
        for code in listed:
            code = {k: v for k, v in code.items() if v not in (False, "", [], None)}
            code["id"] = numbers.setdefault(code["id"], len(numbers) + 1)
            if "copyOf" in code:
                code["copyOf"] = numbers.get(code["copyOf"])
            if "subs" in code:
                code["subs"] = [{**sub, "codes": codes(sub.get("codes", []), {})} for sub in code["subs"]]
            code.setdefault("at", 0)
            result.append(code)
        return result

    if "variants" in row:
        sides = [(v["text"], codes(v.get("codes", []), ids)) for v in row["variants"]]
    else:
        sides = [(row[side], codes(row.get(side + "_codes", []), ids)) for side in ("source", "target")]
    return sides, row.get("part")


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "inline")
    inline = inline_module(shared)
    tally, done, written = Tally(), 0, {family: [] for family in FAMILIES}
    asked = [v for v in vectors(shared) if v["name"] not in SKIPPED]

    def export(vector):
        given = folder / f"{vector['name']}.in.jsonl"
        given.write_text("".join(json.dumps(row) + "\n" for row in rows(vector)), encoding="utf-8")
        common = ["export", given, "--dedup", "off", "--trim", "off"]
        pair = ["-s", "en-US", "-t", "fr-FR"]
        base = folder / vector["name"]
        plans = {"tmx": [] if "variants" in vector else pair, "xliff12": pair, "xliff2": [*pair, "--xliff-version", "2.0"], "jsonl": [] if "variants" in vector else pair}
        outcome = {}
        for family, options in plans.items():
            ending = FAMILIES[family][1] if family in FAMILIES else "jsonl"
            out, report = f"{base}.{ending}", f"{base}.{family}.json"
            outcome[family] = (run(binary, *common, *options, "-o", out, "--report", report), out, report)
        return outcome

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(export, asked))
    for vector, outcome in zip(asked, outcomes):
        for family, (ended, out, report) in outcome.items():
            what = f"{vector['name']} to {family}"
            if not tally.need(ended.returncode == 0, f"{what}: exit status {ended.returncode}: {say(ended)}"):
                continue
            try:
                with open(report, encoding="utf-8") as file:
                    told = set(json.load(file)["outputs"][0].get("left_out", {}))
                if family == "jsonl":
                    tally.need([renamed(r) for r in read_jsonl(out)] == [renamed(r) for r in rows(vector)], f"{what}: not what went in")
                    tally.need(not told, f"{what}: says that it left out {sorted(told)}")
                    continue
                written[family].append((what, out))
                if vector[family] is None:
                    lost = {"character"}
                else:
                    readers = {"tmx": inline.read_tmx, "xliff12": inline.read_xliff12, "xliff2": inline.read_xliff2}
                    theirs = inline.compare_member(vector, family, readers[family](vector))
                    ours = inline.compare_member(vector, family, read(inline, family, out))
                    missing = theirs.held - ours.held
                    if family == "xliff12" and not vector.get("strict", True):
                        # `ts` is only in the transitional schema, and what is written passes strict
                        missing = {(place, name) for place, name in missing if name != "ts"}
                    tally.need(not missing, f"{what}: does not hold {sorted(missing)}")
                    lost = facts(ours)
                    done += 1
                tally.need(lost <= told, f"{what}: lost without a word: {sorted(lost - told)}")
                spurious = (told & set(inline.HOLDS)) - lost
                tally.need(not spurious, f"{what}: said to be left out, yet there: {sorted(spurious)}")
            except (inline.Bad, OSError, KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError) as error:
                tally.need(False, f"{what}: {type(error).__name__}: {error}")
    tool_data = {v["name"] for v in asked if not v.get("strict", True)}
    for family, members in written.items():
        refused = {}
        for lenient in (False, True):
            option, schema = schema_of(FAMILIES[family][0], lenient)
            refused |= invalid(option, shared / "schemas" / schema, [out for what, out in members if (what.split()[0] in tool_data) == lenient])
        for what, out in members:
            tally.need(str(out) not in refused, f"{what}: {refused.get(str(out))}")
            try:
                broken = [f for f in RULES[family].check(out) if f[0] not in ADVICE]
            except (SyntaxError, ValueError, AttributeError) as error:
                broken = [("xml", str(error))]
            tally.need(not broken, f"{what}: {broken[:3]}")
    print(f"{done} members compared; not asked for: " + ", ".join(f"{name} ({why})" for name, why in SKIPPED.items()))
    return tally.close("inline codes")


if __name__ == "__main__":
    raise SystemExit(main())
