#!/usr/bin/env python3
"""Aligns texts whose beads are known, and prints how many are found exactly; fails below the floors of `FLOORS`. The texts
are made from the gold of SHARED/releases, or stand in `.ci/alignment/`.

    check_alignment.py BINARY SHARED OUTDIR

The sets, each a pair of files with a sentence on each line (`--segment line`):

    sentences   each release as it is
    dropped     each release, 10 % of the beads without their Chinese, 10 % without their English
    cut         each release, neighbouring sentences of one side joined, or one cut at a comma
    groups      six releases in one, so that the text has more to teach
    long        all releases in one
    loose       all releases in one, dropped and cut as above
    speech, prose, news, novel, de-fr
                the texts of `.ci/alignment/` whose names begin so, all written for this project: speeches, articles and a
                feature, reports that are translated with sentences left out and put in, chapters of fiction in free
                translation, and German articles with their French. Beads stand apart by an empty line; sentences of the
                first side behind `<`, of the second behind `>`.

A bead is right if both sides name exactly the gold's sentences. One-sided beads count in precision: each sentence that has
no counterpart is one. `SETS` in the environment names the sets to run, `OPTIONS` what the program is told besides, `ORDERS=1` leaves the second order of the
languages out, `SHOW=-v` prints each bead that is wrong.
"""
import json
import os
import pathlib
import random
import re
import shlex

from common import Tally, arguments, own_folder, read_jsonl, run, say

FLOORS = {"sentences": 0.98, "dropped": 0.955, "cut": 0.97, "groups": 0.98, "long": 0.985, "loose": 0.95,
          "speech": 0.945, "prose": 0.965, "news": 0.95, "novel": 0.9, "de-fr": 0.95}
SIDES = ("zh", "en")
OTHER_SIDES = {"de-fr": ("de", "fr")}


def dropped(beads, rng, share=0.1):
    """The beads, some of them without one side."""
    kept = []
    for zh, en in beads:
        draw = rng.random()
        kept.append(([], en) if draw < share else (zh, []) if draw < 2 * share else (zh, en))
    return [bead for bead in kept if bead[0] or bead[1]]


def halves(sentence, side):
    """A sentence cut at the comma nearest to its middle; `None` if it has none."""
    commas = [m.end() for m in re.finditer("[，；]" if side == "zh" else "[,;] ", sentence) if 6 < m.end() < len(sentence) - 6]
    if not commas:
        return None
    at = min(commas, key=lambda comma: abs(2 * comma - len(sentence)))
    return [sentence[:at].strip(), sentence[at:].strip()]


def cut(beads, rng, share=0.12):
    """The beads, some of them with one side cut in two, or two of them in one with one side in one piece."""
    made, at = [], 0
    while at < len(beads):
        bead, draw = beads[at], rng.random()
        side = int(rng.random() < 0.5)
        at += 1
        if draw < share and all(len(s) == 1 for s in bead):
            pieces = halves(bead[side][0], SIDES[side])
            if pieces:
                bead = (pieces, bead[1]) if side == 0 else (bead[0], pieces)
        elif draw < 2 * share and at < len(beads) and all(len(s) == 1 for b in (bead, beads[at]) for s in b):
            both = [bead[s] + beads[at][s] for s in (0, 1)]
            both[side] = [("" if side == 0 else " ").join(both[side])]
            bead = tuple(both)
            at += 1
        made.append(bead)
    return made


def sets(shared):
    """{name: [(name of a text, beads)]}; a bead is ([Chinese sentences], [English sentences])."""
    flat = lambda sentence: " ".join(sentence.split())
    texts = [(doc["file"].split(".")[0], [tuple([flat(s) for s in bead[side]] for side in SIDES) for bead in doc["beads"]])
             for doc in read_jsonl(shared / "releases" / "gold.jsonl")]
    whole = [bead for _, beads in texts for bead in beads]
    rng = random.Random(6)
    return {
        "sentences": texts,
        "dropped": [(f"{name}-{turn}", dropped(beads, rng)) for turn in range(3) for name, beads in texts],
        "cut": [(f"{name}-{turn}", cut(beads, rng)) for turn in range(3) for name, beads in texts],
        "groups": [(f"group-{at}", [bead for _, beads in texts[at::5] for bead in beads]) for at in range(5)],
        "long": [("all", whole)],
        "loose": [(f"all-{turn}", cut(dropped(whole, rng), rng)) for turn in range(2)],
    }


def written():
    """The texts of `.ci/alignment/`, in the form of `sets`."""
    found = {}
    for path in sorted((pathlib.Path(__file__).parent / "alignment").glob("*.txt")):
        rows = [block.splitlines() for block in path.read_text(encoding="utf-8").split("\n\n")]
        beads = [tuple([row[2:] for row in block if row.startswith(mark)] for mark in "<>") for block in rows]
        kind = next(kind for kind in FLOORS if path.stem.startswith(kind))
        found.setdefault(kind, []).append((path.stem, beads))
    return found


def numbered(beads):
    """The beads by the numbers of their sentences, one-sided ones sentence by sentence."""
    found, at = set(), [0, 0]
    for bead in beads:
        spans = [tuple(range(at[s] + 1, at[s] + len(bead[s]) + 1)) for s in (0, 1)]
        at = [at[s] + len(bead[s]) for s in (0, 1)]
        if all(spans):
            found.add(tuple(spans))
        else:
            found.update((((n,), ()) for n in spans[0]))
            found.update((((), (n,)) for n in spans[1]))
    return found


def two_sided(beads):
    return {bead for bead in beads if all(bead)}


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "alignment")
    tally = Tally()
    wanted = os.environ.get("SETS", " ".join(FLOORS)).split()
    options = shlex.split(os.environ.get("OPTIONS", ""))
    for kind, texts in {**sets(shared), **written()}.items():
        if kind not in wanted:
            continue
        sides = OTHER_SIDES.get(kind, SIDES)
        for order in ((0, 1), (1, 0))[: int(os.environ.get("ORDERS", 2))]:
            right = predicted = recalled = gold = 0
            judged = []
            for name, beads in texts:
                beads = [tuple(bead[s] for s in order) for bead in beads]
                paths = [folder / f"{name}.{sides[s]}.txt" for s in order]
                for side, path in enumerate(paths):
                    path.write_text("".join(s + "\n" for bead in beads for s in bead[side]), encoding="utf-8")
                rows = folder / f"{name}.jsonl"
                done = run(binary, "align", "--pair", *paths, "--segment", "line", "-s", sides[order[0]], "-t", sides[order[1]], *options, "-o", rows)
                if not tally.need(done.returncode == 0, f"{name}: exit status {done.returncode}: {say(done)}"):
                    continue
                found = set()
                expected = numbered(beads)
                for row in read_jsonl(rows):
                    segments = row.get("segments")
                    if segments is None:
                        continue
                    bead = tuple(tuple(segments.get(side) or ()) for side in ("source", "target"))
                    found |= {bead} if all(bead) else {((n,), ()) for n in bead[0]} | {((), (n,)) for n in bead[1]}
                    judged.append((row.get("confidence", 0), bead in expected))
                if "-v" in os.environ.get("SHOW", ""):
                    for bead in sorted(found ^ expected, key=lambda bead: (bead[0] or (0,), bead[1])):
                        print(name, "+" if bead in expected else "-", bead)
                right += len(found & expected)
                predicted += len(found)
                recalled += len(two_sided(found & expected))
                gold += len(two_sided(expected))
            precision, recall = right / max(predicted, 1), recalled / max(gold, 1)
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            print(f"{kind:10} {sides[order[0]]}-{sides[order[1]]} strict P {precision:.4f} R {recall:.4f} F1 {f1:.4f} beads {predicted} gold {gold}")
            tally.need(f1 >= FLOORS[kind], f"{kind}: strict F1 {f1:.4f} is below {FLOORS[kind]}")
    return tally.close("texts aligned")


if __name__ == "__main__":
    raise SystemExit(main())
