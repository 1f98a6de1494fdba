#!/usr/bin/env python3
"""The release of SHARED/seed: all its pairs, its junk, its time, and that a second copy adds nothing.

    check_seed.py BINARY SHARED OUTDIR

The sentences are cut here, by rules that hold for this text alone, and paired by their numbers.
"""
import json
import re
import shutil
import time

from common import Tally, arguments, own_folder, read_jsonl, run, say

# Sentences of each side by line, and which belong together: (line, Chinese numbers, English numbers), from 0.
PAIRS = [
    (0, [0], [0]), (1, [0], [0]), *((2, [n], [n]) for n in range(4)), (3, [0], [0, 1]), *((3, [n], [n + 1]) for n in range(1, 9)), (4, [0], [0]), (4, [1], [1]),
]
# Where the lead-in of the list stands apart from its first item, both halves stand with their own English.
SPLIT = (3, [0], [0, 1])
JUNK = 3
LIMIT_MS = 50


def words(text):
    return " ".join(text.split())


def sentences(shared):
    """[Chinese sentences], [English sentences] of each line of the release, and the junk lines at its end."""
    lines = [line.strip() for line in (shared / "seed" / "release.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    text, junk = lines[:-JUNK], lines[-JUNK:]
    half = len(text) // 2
    chinese = [re.findall(r"[^。]+。?", line) for line in text[:half]]
    # a full stop ends a sentence, but not that of an initial
    english = [re.split(r"(?<=[^A-Z]\.)\s+(?=[A-Z])", line) for line in text[half:]]
    return chinese, english, junk


def wanted(shared):
    """The pairs in one piece, and with the list's lead-in cut off."""
    chinese, english, junk = sentences(shared)
    whole = [(words("".join(chinese[line][n] for n in zh)), words(" ".join(english[line][n] for n in en))) for line, zh, en in PAIRS]
    number = PAIRS.index(SPLIT)
    lead, colon, item = whole[number][0].partition(":")
    halves = [(lead + colon, words(english[3][0])), (item, words(english[3][1]))]
    return whole, [*whole[:number], *halves, *whole[number + 1:]], junk


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "seed")
    tally = Tally()
    seed = shared / "seed" / "release.txt"
    whole, split, junk = wanted(shared)
    assert len(whole) == 17 and len(split) == 18 and all(zh and en for zh, en in split), "the release has changed"
    languages = ["-s", "zh-CN", "-t", "en-US"]

    def export(name, *inputs):
        outs = [folder / f"{name}.{ending}" for ending in ("tmx", "xlf", "jsonl")]
        argv = [a for out in outs for a in ("-o", out)]
        done = run(binary, "export", *inputs, *languages, *argv, "--report", folder / f"{name}.json", "--removed", folder / f"{name}.removed.jsonl")
        tally.need(done.returncode == 0, f"{name}: exit status {done.returncode}: {say(done)}")
        return outs

    *documents, jsonl = export("once", seed)
    found = [(words(row["source"]), words(row["target"])) for row in read_jsonl(jsonl)]
    expected = split if len(found) == len(split) else whole
    for pair in expected:
        tally.need(pair in found, f"missing pair: {pair[0][:30]} | {pair[1][:60]}")
    for pair in found:
        tally.need(pair in expected, f"a pair that is none: {pair[0][:60]} | {pair[1][:120]}")
    tally.need(found == expected, "the pairs are not in the order of the release")
    tally.need({(row["source_lang"], row["target_lang"]) for row in read_jsonl(jsonl)} == {("zh-CN", "en-US")}, "languages of the units")
    removed = [(row["reason"], row.get("source") or row.get("target")) for row in read_jsonl(folder / "once.removed.jsonl")]
    tally.need(sorted(removed) == sorted(("junk", line) for line in junk), f"removed: {removed}")

    export("again", seed)
    for out in (*documents, jsonl):
        tally.need(out.read_bytes() == out.with_name(out.name.replace("once", "again")).read_bytes(), f"exported again, {out.suffix} differs")

    copies = [folder / "a.txt", folder / "b.txt"]
    for copy in copies:
        shutil.copyfile(seed, copy)
    twice = read_jsonl(export("twice", *copies)[-1])
    tally.need([(words(r["source"]), words(r["target"])) for r in twice] == expected, f"two copies together give {len(twice)} units")
    report = json.loads((folder / "twice.json").read_text(encoding="utf-8"))
    tally.need(report["duplicates_removed"] == len(expected), f"two copies together: {report['duplicates_removed']} duplicates")

    times = []
    for _ in range(7):
        start = time.perf_counter()
        run(binary, "export", seed, *languages, "-o", folder / "timed.tmx", "-o", folder / "timed.xlf", "--report", folder / "timed.json", "--removed", folder / "timed.jsonl")
        times.append((time.perf_counter() - start) * 1000)
    tally.need(min(times) < LIMIT_MS, f"the quickest of seven runs takes {min(times):.0f} ms")
    print(f"{len(found)} pairs in {min(times):.0f} ms")
    return tally.close("seed release")


if __name__ == "__main__":
    raise SystemExit(main())
