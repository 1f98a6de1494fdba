#!/usr/bin/env python3
"""Every sample, every release, the seed and all releases in one run: exit status, files, report and removed file.

    check_exports.py BINARY SHARED OUTDIR
"""
import csv
import re

import rules_tmx
import rules_xliff1
import rules_xliff2
from common import Tally, arguments, read_jsonl
from outputs import outputs
from rules_common import parse

# Rows of a removed file that are text of the inputs, not units that were read.
NO_UNITS = ("junk", "unaligned")


READERS = {"tmx": rules_tmx, "xliff-1.2": rules_xliff1, "xliff-2.0": rules_xliff2, "xliff-2.1": rules_xliff2, "xliff-2.2": rules_xliff2}


def joined_parts(path):
    """How many units more than `<trans-unit>` there are, where one holds the parts of an XLIFF unit."""
    sources = parse(path).iter("{*}seg-source")
    return sum(len(source.findall("{*}mrk[@mtype='seg']")) - 1 for source in sources)


def count(kind, path):
    """How many units a file holds, a header row and units of sub-flows not counted."""
    if kind in READERS:
        return len(READERS[kind].pairs(path)) + (joined_parts(path) if kind == "xliff-1.2" else 0)
    if kind == "jsonl":
        return len(read_jsonl(path))
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file)) if kind == "csv" else file.read().split("\n")[:-1]
    return len(rows) - 1


def check_report(written, tally):
    report = written.report
    kept, read = report["units_kept"], report["units_read"]
    sums = kept + report["duplicates_removed"] + report["dropped"]
    tally.need(read == sums, f"{written}: units_read {read} is not {sums}, kept, duplicates and dropped together")
    tally.need(read == sum(i["units_read"] for i in report["inputs"]), f"{written}: units_read is not the sum over the inputs")
    by_file = {o["file"]: o for o in report["outputs"]}
    tally.need(len(by_file) == len(written.outs), f"{written}: the report names {sorted(by_file)}")
    for kind, path in written.outs.items():
        out = by_file.get(str(path))
        if not tally.need(out, f"{written}: {path.name} is not in the report"):
            continue
        tally.need(out["format"] == kind, f"{written}: {path.name} is reported as {out['format']}")
        tally.need(out["bytes"] == path.stat().st_size, f"{written}: bytes of {path.name}: {out['bytes']}, the file has {path.stat().st_size}")
        number, left = out["units_written"], out.get("left_out", {})
        gone = left.get("unit", 0) + left.get("ignorable", 0)
        tally.need(number == kept or kept - gone <= number < kept, f"{written}: {path.name} has {number} units of {kept}, left_out says {left}")
        held = count(kind, path)
        tally.need(held == number, f"{written}: {path.name} holds {held} units, the report says {number}")
    for entry in report["inputs"]:
        beads = sum(entry.get("beads", {}).values())
        # memories may bear the bead of some units and not of others
        is_aligned = entry["format"] in ("text", "lines")
        tally.need(not beads or beads == entry["units_read"] or not is_aligned and beads < entry["units_read"], f"{written}: {beads} beads, units_read {entry['units_read']}")
    check_removed(written, report, tally)


def check_removed(written, report, tally):
    rows = read_jsonl(written.removed)
    for row in rows:
        good = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.get("reason", "")) and row.get("origin", {}).get("file")
        tally.need(good, f"{written}: a removed row without reason or origin: {row}")
        tally.need(row.get("source") or row.get("target") or row.get("variants") or row.get("reason") == "empty", f"{written}: a removed row without text: {row}")
    reasons = [row.get("reason") for row in rows]
    units = [reason for reason in reasons if reason not in NO_UNITS]
    gone = report["duplicates_removed"] + report["dropped"]
    tally.need(len(units) == gone, f"{written}: {gone} units are gone by the report, {len(units)} by the removed file")
    tally.need(reasons.count("duplicate") == report["duplicates_removed"], f"{written}: {reasons.count('duplicate')} duplicates in the removed file")
    junk = sum(i.get("junk_lines", 0) for i in report["inputs"])
    tally.need(reasons.count("junk") == junk, f"{written}: {junk} junk lines by the report, {reasons.count('junk')} in the removed file")
    alone = sum(sum(i.get("unaligned", {}).values()) for i in report["inputs"])
    tally.need((alone > 0) == ("unaligned" in reasons), f"{written}: {alone} unaligned by the report, {reasons.count('unaligned')} in the removed file")


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    for written in outputs(binary, shared, outdir):
        if not tally.need(written.status == 0, f"{written}: exit status {written.status}: {written.error[:300]}"):
            continue
        lost = [path.name for path in written.outs.values() if not path.exists()]
        if not tally.need(not lost, f"{written}: not written: {lost}"):
            continue
        try:
            check_report(written, tally)
        except (OSError, KeyError, ValueError, SyntaxError) as error:
            tally.need(False, f"{written}: {type(error).__name__}: {error}")
    return tally.close("exports, reports and removed files")


if __name__ == "__main__":
    raise SystemExit(main())
