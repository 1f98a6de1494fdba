#!/usr/bin/env python3
"""The number of units read is that of an independent count, tests/count_units.py, on every XML sample and dialect file.

    check_counts.py BINARY SHARED OUTDIR

What stands between the segments of an XLIFF unit is no unit, and is taken off where the program hands it on as one. Files that are to
be refused count nothing.
"""
import concurrent.futures
import importlib.util
import json
import os

from common import REPO, Tally, arguments, own_folder, read_jsonl, run, say, xml_samples
from lxml import etree


def counter():
    spec = importlib.util.spec_from_file_location("count_units", REPO / "tests" / "count_units.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.units


def documents(shared):
    """[(name, path, options, whether it is to be refused)]"""
    found = [(case.name, case.inputs[0], case.inputs[1:], False) for case in xml_samples()]
    for entry in read_jsonl(shared / "dialects" / "expected.jsonl"):
        found.append((entry["file"], shared / "dialects" / entry["file"], [], entry["must"] == "refuse"))
    return found


def main():
    binary, shared, outdir = arguments(__doc__)
    folder, tally, count = own_folder(outdir, "counts"), Tally(), counter()

    def read(document):
        number, (name, path, options, _) = document
        out, report = folder / f"{number}.jsonl", folder / f"{number}.json"
        return run(binary, "export", path, *options, "--states", "all", "--dedup", "off", "-o", out, "--report", report), out, report

    listed = documents(shared)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(read, enumerate(listed)))
    total = 0
    for (name, path, _, is_refused), (done, out, report) in zip(listed, results):
        if is_refused:
            tally.need(done.returncode == 2, f"{name}: exit status {done.returncode}, it is to be refused")
            continue
        try:
            wanted = count(str(path))
        except (etree.XMLSyntaxError, ValueError, AttributeError) as error:
            tally.need(False, f"{name}: the counting script fails: {error}")
            continue
        if wanted == 0 and done.returncode == 2:
            tally.need(b"no unit" in done.stderr, f"{name}: {say(done)}")
            continue
        if tally.need(done.returncode == 0, f"{name}: exit status {done.returncode}: {say(done)}"):
            between = sum(row.get("part", {}).get("kind") == "ignorable" for row in read_jsonl(out))
            read_units = json.loads(report.read_text(encoding="utf-8"))["units_read"]
            tally.need(read_units - between == wanted, f"{name}: {read_units} units read ({between} between segments), {wanted} in the file")
            total += wanted
    print(f"{total} units in {len(listed)} files")
    return tally.close("units counted by another script")


if __name__ == "__main__":
    raise SystemExit(main())
