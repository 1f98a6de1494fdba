#!/usr/bin/env python3
"""Removes duplicates from a TMX with translate-toolkit.

    dedupe_toolkit.py IN OUT

Of units with the same source and target, the first stays. They go to a new store: taking units out of one takes time that grows
with their number squared.
"""
import sys

from translate.storage import tmx


def main():
    with open(sys.argv[1], "rb") as file:
        memory = tmx.tmxfile.parsefile(file)
    kept, seen = tmx.tmxfile(), set()
    for unit in memory.units:
        key = (unit.source, unit.target)
        if key not in seen:
            kept.addunit(unit)
        seen.add(key)
    kept.savefile(sys.argv[2])


if __name__ == "__main__":
    main()
