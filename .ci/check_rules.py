#!/usr/bin/env python3
"""Holds every XML output against the rules that DTD and schemas cannot express (T, X and Y of the formats reference).

    check_rules.py BINARY SHARED OUTDIR
"""
from collections import Counter

import rules_tmx
import rules_xliff1
import rules_xliff2
from common import Tally, arguments
from outputs import files, outputs

CHECKERS = {"tmx": rules_tmx, "xliff-1.2": rules_xliff1, "xliff-2.0": rules_xliff2, "xliff-2.1": rules_xliff2, "xliff-2.2": rules_xliff2}
# Rules that only a sound input can keep: these are advice where a memory came so, whose segments are taken as they are. Of TMX and
# XLIFF inputs those of DOCUMENTS.
DOCUMENTS = ("twice", "T3", "T4", "T5", "T8", "T13", "X2", "X3", "X5", "Y22")
ADVICE = {
    "T8": ("jsonl/white-space.jsonl", "jsonl/segments-of-one-unit.jsonl"),
    "X3": ("jsonl/codes-reordered-extra-and-missing.jsonl",),
}


def main():
    binary, shared, outdir = arguments(__doc__)
    tally, advice = Tally(), Counter()
    for written, kind, path in files(outputs(binary, shared, outdir), *CHECKERS):
        try:
            found = CHECKERS[kind].check(path)
        except (OSError, SyntaxError, AttributeError, ValueError) as error:
            tally.need(False, f"{written}, {kind}: {type(error).__name__}: {error}")
            continue
        told = [f for f in found if written.case.name in ADVICE.get(f[0], ()) or written.case.is_document and f[0] in DOCUMENTS]
        advice.update(rule for rule, _ in told)
        grave = [f for f in found if f not in told]
        tally.need(not grave, f"{written}, {kind}: " + "; ".join(f"{rule}: {message}" for rule, message in grave[:4]) + (f"; {len(grave)} in all" if len(grave) > 4 else ""))
    if advice:
        print("advice:", ", ".join(f"{rule} {number} times" for rule, number in sorted(advice.items())))
    return tally.close("outputs against rules T, X and Y")


if __name__ == "__main__":
    raise SystemExit(main())
