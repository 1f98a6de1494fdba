#!/usr/bin/env python3
"""Counts the units of TMX and XLIFF files, sharing nothing with the program: `count_units.py FILE…`. Needs lxml."""
import re
import sys

from lxml import etree


def units(path):
    """<tu>s; segments of XLIFF units, but not of structure (translate="no" without a target) and of sub-flows that a code names."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    data = open(path, "rb").read()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # a byte order mark wins over the declaration
        data = re.sub(r"^<\?xml.*?\?>", "", data.decode("utf-16"), flags=re.S).encode()
    root = etree.fromstring(data, parser)
    count = len(root.findall(".//{*}tu"))
    names = ("xid", "subFlows", "subFlowsStart", "subFlowsEnd")
    flows = {i for e in root.iter("{*}*") for name in names for i in (e.get(name) or "").split()}
    for unit in root.iterfind(".//{*}trans-unit"):
        if unit.get("id") not in flows and (unit.get("translate") != "no" or unit.find("{*}target") is not None):
            count += len(unit.findall("{*}seg-source//{*}mrk[@mtype='seg']")) or 1
    for segment in root.iterfind(".//{*}unit/{*}segment"):
        ruling = [e.get("translate") for e in segment.iterancestors() if e.get("translate")]  # inherited from unit, group, file
        is_flow = segment.getparent().get("id") in flows
        count += not is_flow and (ruling[:1] != ["no"] or segment.find("{*}target") is not None)
    return count


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(units(path), path, sep="\t")
