#!/usr/bin/env python3
"""Aligns raw releases and scores the beads against the gold; fails below a strict F1, or where junk is in beads.

    check_releases.py BINARY SHARED OUTDIR

SHARED/releases is what the aligner was tuned on. The twenty-three of `.ci/releases/`, in the same form and all invented, were
written when it was done, and their pages are of other sites; what pages say was looked at in them, how sentences are joined was not.
"""
import json
import pathlib
import re
import subprocess
import sys

from common import Tally, arguments, own_folder, predicted_beads, release_files, say

OTHER_RELEASES = pathlib.Path(__file__).parent / "releases"


def score(binary, shared, releases, folder, floor, most_junk, tally):
    """Aligns the files of `releases`; needs a strict F1 of `floor`, and at most so many beads with junk."""
    predictions = folder / "predictions.jsonl"
    with open(predictions, "w", encoding="utf-8") as out:
        for name, paths in release_files(releases):
            done, found = predicted_beads(binary, paths, folder / (name + ".jsonl"))
            if not tally.need(done.returncode == 0, f"{name}: exit status {done.returncode}: {say(done)}"):
                continue
            for confidence in (bead["confidence"] for bead in found):
                tally.need(0 <= confidence <= 1 and round(confidence, 2) == confidence, f"{name}: confidence {confidence}")
            out.write(json.dumps({"file": name, "beads": found}, ensure_ascii=False) + "\n")
    done = subprocess.run([sys.executable, shared / "releases" / "score.py", releases / "gold.jsonl", predictions], capture_output=True, text=True)
    line = done.stdout.splitlines()[0] if done.stdout else done.stderr
    print(releases.parent.name, line)
    found = re.search(r"strict .*?F1 ([0-9.]+).*with-junk ([0-9]+)", line)
    tally.need(found and float(found[1]) >= floor, f"strict F1 below {floor}: {line}")
    tally.need(found and int(found[2]) <= most_junk, f"more than {most_junk} beads with junk: {line}")


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    for name, releases, floor, most_junk in (
        ("releases", shared / "releases", 0.985, 0),
        ("other-releases", OTHER_RELEASES, 0.945, 12),
    ):
        score(binary, shared, releases, own_folder(outdir, name), floor, most_junk, tally)
    return tally.close("releases aligned")


if __name__ == "__main__":
    raise SystemExit(main())
