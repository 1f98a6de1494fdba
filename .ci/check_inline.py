#!/usr/bin/env python3
"""Every vector of SHARED/inline: read from each family, converted in each direction, and written from JSONL.

    check_inline.py BINARY SHARED OUTDIR

What the program reads from a member is compared with what the readers of SHARED/inline/check.py read from it; what it writes is read by
those readers. What a family has no place for must be gone, exactly that, and must be in `left_out` of the report.
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
    # the readers know one namespace; that of 2.2 holds the same elements
    return inline.read_xliff2({"xliff2": units(path, ["{%s}unit" % core]).replace(inline.NS22, inline.NS20)})


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


def flow(inline, text, codes):
    """JSONL's text and codes as the readers of check.py give them."""
    if text is None:
        return None
    made = inline.Flow()
    made.text = text
    for code in codes:
        code = dict(code)
        if "subs" in code:
            code["subs"] = [{**{k: v for k, v in sub.items() if k not in ("text", "codes")}, "flow": flow(inline, sub["text"], sub.get("codes", []))} for sub in code["subs"]]
        made.codes.append(code)
    return made


def segments(inline, path):
    """JSONL rows as the readers of check.py give segments."""
    found = []
    for row in read_jsonl(path):
        if "variants" in row:
            flows = {v["lang"].lower(): flow(inline, v["text"], v.get("codes", [])) for v in row["variants"]}
            segment = {"source": flows.pop("en-us"), "target": flows.pop("fr-fr", None), "variants": flows}
        else:
            segment = {side: flow(inline, row.get(side), row.get(side + "_codes", [])) for side in ("source", "target")}
        beside = {"before": [], "after": []}
        for between in row.get("ignorables", []):
            sides = {side: flow(inline, between.get(side), between.get(side + "_codes", [])) for side in ("source", "target")}
            beside[between["place"]].append({**sides, "ignorable": True})
        found += [*beside["before"], segment, *beside["after"]]
    return found


def without_places(value):
    """The vector without the places of sub-flows."""
    if isinstance(value, list):
        return [without_places(item) for item in value]
    if isinstance(value, dict):
        value = {k: without_places(v) for k, v in value.items()}
        for sub in value.get("subs", []):
            sub.pop("at", None)
    return value


def documents(inline, vector):
    """{name of a format: (family, markup)} of the members that are there."""
    makers = {
        "tmx": ("tmx", lambda: inline.tmx_document(vector)), "xliff-1.2": ("xliff12", lambda: inline.xliff12_document(vector)),
        **{f"xliff-{n}": ("xliff2", lambda n=n: inline.xliff2_document(vector, n)) for n in ("2.0", "2.1", "2.2")},
    }
    return {name: (family, make()) for name, (family, make) in makers.items() if vector[family] is not None}


# Where conversions lead: to each family, and within XLIFF 2 to the other namespace too.
WAYS = [("tmx", t) for t in ("tmx", "xliff-1.2", "xliff-2.0")] + [("xliff-1.2", t) for t in ("tmx", "xliff-1.2", "xliff-2.1")] + [
    ("xliff-2.0", t) for t in ("tmx", "xliff-1.2", "xliff-2.0", "xliff-2.2")] + [("xliff-2.2", "xliff-2.0"), ("xliff-2.1", "tmx")]
FAMILY = {"tmx": "tmx", "xliff-1.2": "xliff12", "xliff-2.0": "xliff2", "xliff-2.1": "xliff2", "xliff-2.2": "xliff2"}
PAIR = ["-s", "en-US", "-t", "fr-FR"]


class FromFiles:
    """The members read and converted by the program."""

    def __init__(self, binary, shared, folder, tally):
        self.binary, self.shared, self.folder, self.tally = binary, shared, folder, tally
        self.inline = inline_module(shared)
        self.readers = {"tmx": self.inline.read_tmx, "xliff12": self.inline.read_xliff12, "xliff2": self.inline.read_xliff2}
        self.reads = self.conversions = 0
        self.written = {}

    def export(self, vector):
        """[(from, to or None for JSONL, run, output, report)]"""
        done = []
        for name, (_, markup) in documents(self.inline, vector).items():
            given = self.folder / f"{vector['name']}.{name}.xml"
            given.write_text(markup, encoding="utf-8", newline="")
            for to in [None, *(b for a, b in WAYS if a == name)]:
                base = self.folder / f"{vector['name']}.{name}.to.{to or 'jsonl'}"
                pair = [] if "variants" in vector and to in (None, "tmx") else PAIR
                argv = ["export", given, *pair, "--states", "all", "--dedup", "off", "--trim", "off", "--to", to or "jsonl", "-o", f"{base}.out", "--report", f"{base}.json"]
                done.append((name, to, run(self.binary, *argv), f"{base}.out", f"{base}.json"))
        return done

    def check(self, vector, done):
        meanings = {family: self.inline.compare_member(vector, family, self.readers[family](vector)) for family in FAMILIES if vector[family] is not None}
        for name, to, ended, out, report in done:
            what = f"{vector['name']} from {name} to {to or 'jsonl'}"
            if not self.tally.need(ended.returncode == 0, f"{what}: exit status {ended.returncode}: {say(ended)}"):
                continue
            try:
                with open(report, encoding="utf-8") as file:
                    told = set(json.load(file)["outputs"][0].get("left_out", {}))
                if to is None:
                    self.check_reading(vector, what, meanings[FAMILY[name]], FAMILY[name], out, told)
                else:
                    self.check_conversion(vector, what, meanings, FAMILY[name], to, out, told)
            except (self.inline.Bad, OSError, KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError) as error:
                self.tally.need(False, f"{what}: {type(error).__name__}: {error}")

    def check_reading(self, vector, what, meaning, family, out, told):
        ours = self.inline.compare_member(vector, family, segments(self.inline, out))
        lost, invented = meaning.held - ours.held, ours.held - meaning.held
        # where 1.2 cannot say which marks belong together, either guess is one
        invented = {(place, name) for place, name in invented if name != "mark-match"}
        self.tally.need(not lost, f"{what}: not read: {sorted(lost)}")
        self.tally.need(not invented, f"{what}: read, but not there: {sorted(invented)}")
        self.tally.need(not told, f"{what}: says that it left out {sorted(told)}")
        self.reads += 1

    def check_conversion(self, vector, what, meanings, source, to, out, told):
        target = FAMILY[to]
        there = meanings[source].held
        if vector[target] is None:
            lost = set(vector["loss"][f"{source}->{target}"])
        else:
            self.written.setdefault(to, []).append((what, out))
            # where a sub-flow stands may be chosen if the source does not say it
            stated = any(name == "sub-place" for _, name in there)
            ours = self.inline.compare_member(vector if stated else without_places(vector), target, read(self.inline, target, out))
            wanted = there & meanings[target].held
            transitional = {"ts"} if to == "xliff-1.2" and not vector.get("strict", True) else set()
            wanted = {(place, name) for place, name in wanted if name not in transitional}
            missing, invented = wanted - ours.held, ours.held - there
            invented = {(place, name) for place, name in invented if name != "mark-match"}
            self.tally.need(not missing, f"{what}: does not hold {sorted(missing)}")
            self.tally.need(not invented, f"{what}: holds what was not there: {sorted(invented)}")
            gone = tuple(ours.dropped)
            lost = {name for place, name in there - ours.held if name in ("mark", "variant", "ignorable") or not place.startswith(gone or ("?",))}
            # what is written passes the strict schema
            allowed = set(vector["loss"].get(f"{source}->{target}", [])) | transitional
            self.tally.need(lost <= allowed, f"{what}: loses {sorted(lost - allowed)}, which the vector does not name")
        # of a mark, variant or ignorable that goes, the facts in it may be named or not
        whole = {"mark", "variant", "ignorable"} & lost
        spurious = (told & set(self.inline.HOLDS)) - lost
        self.tally.need(lost <= told, f"{what}: lost without a word: {sorted(lost - told)}")
        self.tally.need(not spurious or whole, f"{what}: said to be left out, yet there: {sorted(spurious)}")
        self.conversions += 1


def check_outputs(shared, tally, kind, members, tool_data):
    """Validity and rules of what was written as `kind`; `members`: (what, path)."""
    refused = {}
    for lenient in (False, True):
        option, schema = schema_of(kind, lenient)
        refused |= invalid(option, shared / "schemas" / schema, [out for what, out in members if (what.split()[0] in tool_data) == lenient])
    for what, out in members:
        tally.need(str(out) not in refused, f"{what}: {refused.get(str(out))}")
        try:
            broken = [f for f in RULES[FAMILY[kind]].check(out) if f[0] not in ADVICE]
        except (SyntaxError, ValueError, AttributeError) as error:
            broken = [("xml", str(error))]
        tally.need(not broken, f"{what}: {broken[:3]}")


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "inline")
    tally = Tally()
    done = from_jsonl(binary, shared, folder, tally)
    files = FromFiles(binary, shared, folder, tally)
    every = vectors(shared)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for vector, outcome in zip(every, pool.map(files.export, every)):
            files.check(vector, outcome)
    tool_data = {v["name"] for v in every if not v.get("strict", True)}
    one_sided = set(SKIPPED)
    for kind, members in files.written.items():
        # a unit of one side only is what these vectors are about
        check_outputs(shared, tally, kind, [m for m in members if m[0].split()[0] not in one_sided], tool_data)
    print(f"{files.reads} members read, {files.conversions} conversions, {done} written from JSONL; not asked for there: " + ", ".join(f"{name} ({why})" for name, why in SKIPPED.items()))
    return tally.close("inline codes")


def from_jsonl(binary, shared, folder, tally):
    """Writes the meaning of each vector from JSONL; gives how many members were compared."""
    inline = inline_module(shared)
    done, written = 0, {family: [] for family in FAMILIES}
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
        check_outputs(shared, tally, FAMILIES[family][0], members, tool_data)
    return done


if __name__ == "__main__":
    raise SystemExit(main())
