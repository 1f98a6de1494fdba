#!/usr/bin/env python3
"""Removes duplicates from a TMX as a script of a few lines does it.

    dedupe_lxml.py IN OUT

The whole tree is held, since that is how such scripts are written; of units with the same texts, the first stays.
"""
import sys

from lxml import etree


def main():
    tree = etree.parse(sys.argv[1])
    seen = set()
    for tu in list(tree.iter("tu")):
        key = tuple("".join(seg.itertext()) for seg in tu.iter("seg"))
        if key in seen:
            tu.getparent().remove(tu)
        seen.add(key)
    tree.write(sys.argv[2], encoding="UTF-8", xml_declaration=True)


if __name__ == "__main__":
    main()
