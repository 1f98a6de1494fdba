#!/usr/bin/env python3
"""Aligns the releases of SHARED/releases and scores the beads against the gold; fails below a strict F1 of .90.

    check_releases.py BINARY SHARED OUTDIR
"""
import json
import re
import subprocess
import sys

from common import Tally, arguments, own_folder, read_jsonl, release_files, run, say

FLOOR = 0.90


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "releases")
    tally = Tally()
    predictions = folder / "predictions.jsonl"
    with open(predictions, "w", encoding="utf-8") as out:
        for name, paths in release_files(shared):
            beads = folder / (name + ".jsonl")
            done = run(binary, "align", *(paths if len(paths) == 1 else ["--pair", *paths]), "-o", beads)
            if not tally.need(done.returncode == 0, f"{name}: exit status {done.returncode}: {say(done)}"):
                continue
            found = []
            for row in read_jsonl(beads):
                if "junk" in row:
                    continue
                confidence = row.get("confidence", 0)
                tally.need(0 <= confidence <= 1 and round(confidence, 2) == confidence, f"{name}: confidence {confidence}")
                sides = ("source", "target") if (row.get("source_lang") or "zh").startswith("zh") else ("target", "source")
                if row.get("source_lang") is None and not row.get("target_lang", "").startswith("en"):
                    sides = ("target", "source")
                found.append({side: row.get(key) or "" for side, key in zip(("zh", "en"), sides)})
            out.write(json.dumps({"file": name, "beads": found}, ensure_ascii=False) + "\n")
    releases = shared / "releases"
    done = subprocess.run([sys.executable, releases / "score.py", releases / "gold.jsonl", predictions], capture_output=True, text=True)
    line = done.stdout.splitlines()[0] if done.stdout else done.stderr
    print(line)
    score = re.search(r"strict .*?F1 ([0-9.]+)", line)
    tally.need(score and float(score[1]) >= FLOOR, f"strict F1 below {FLOOR}: {line}")
    return tally.close("releases aligned")


if __name__ == "__main__":
    raise SystemExit(main())
