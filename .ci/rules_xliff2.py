"""Rules of XLIFF 2 that its schemas cannot express: documents, units and modules. Inline codes: `rules_xliff2_inline`.

Numbers as in the formats reference: Y1 to Y31 and Y40 to Y42, and `space` for white space that is not kept.
"""

from collections import Counter
import re

import rules_xliff2_inline as inline
from rules_common import FOLDABLE, ILLEGAL, XML, Findings, children, inherited, is_tag, local, namespace, parse, parts, runs

CORE = ("urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:document:2.2")
MATCHES = "{urn:oasis:names:tc:xliff:matches:2.0}"
METADATA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
MATCH_TYPES = ("am", "mt", "icm", "idm", "tb", "tm", "other")
PREFIXED = re.compile(r"[^\s:]+:[^\s]+")
NMTOKEN = re.compile(r"[\w.:·-]+")


def check(path):
    found = Findings()
    root = parse(path)
    found.need(namespace(root) in CORE, "Y8", f"namespace {namespace(root)}")
    found.need(is_tag(root.get("srcLang")), "Y8", f"srcLang {root.get('srcLang')!r}")
    found.need(root.get("trgLang") is None or is_tag(root.get("trgLang")), "Y8", f"trgLang {root.get('trgLang')!r}")
    core = "{%s}" % namespace(root)
    if any(e.getparent().tag in (core + "segment", core + "ignorable") for e in root.iter(core + "target")):
        found.need(root.get("trgLang"), "Y7", "targets without trgLang")
    _unique(root.iter(core + "file"), "Y1", "file", found)
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("id") is not None:
            found.need(NMTOKEN.fullmatch(element.get("id")), "Y6", f"id {element.get('id')!r} of {local(element)} is no NMTOKEN")
    for file in root.iter(core + "file"):
        found.unit = None
        _unique(file.iter(core + "group"), "Y2", "group", found)
        _unique(file.iter(core + "unit"), "Y2", "unit", found)
        for holder in file.iter(core + "file", core + "group", core + "unit"):
            _unique([n for notes in children(holder, "notes") for n in notes], "Y3", "note", found)
        for skeleton in file.iter(core + "skeleton"):
            empty = not len(skeleton) and not (skeleton.text or "").strip()
            found.need(empty == (skeleton.get("href") is not None), "Y11", "skeleton: href if and only if it is empty")
        names = {unit.get("id") for unit in file.iter(core + "unit")}
        for unit in file.iter(core + "unit"):
            found.unit = unit.get("id")
            _unit(unit, root, names, found)
    return found


def _unique(elements, rule, what, found):
    for id_, count in Counter(e.get("id") for e in elements if e.get("id") is not None).items():
        found.need(count == 1, rule, f"{what} id {id_!r} stands {count} times")


def _unit(unit, root, names, found):
    core = "{%s}" % namespace(root)
    pieces = [e for e in unit if e.tag in (core + "segment", core + "ignorable")]
    found.need(any(local(piece) == "segment" for piece in pieces), "Y10", "no segment")
    _unique(unit.iterchildren(core + "originalData"), "Y4", "originalData", found)
    data = [d for holder in unit.iterchildren(core + "originalData") for d in holder]
    _unique(data, "Y4", "data", found)
    for piece in pieces:
        _piece(piece, root, found)
    _order(pieces, found)
    for element in unit.iter(core + "source", core + "target", core + "data"):
        for attribute in element.attrib:
            own = not attribute.startswith("{") or attribute.startswith(XML)
            found.need(own, "Y28", f"{attribute} on {local(element)}")
        found.need(not ILLEGAL.search("".join(element.itertext())), "Y25", "a character that XML forbids, not as cp")
    for element in unit.iter(core + "note"):
        if element.get("ref") is not None:
            found.need(namespace(root) == CORE[1], "Y27", "note/@ref before XLIFF 2.2")
    notes = {n.get("id") for holder in children(unit, "notes") for n in holder}
    inline.check_unit(unit, pieces, {d.get("id"): d for d in data}, notes, names, found)
    _matches(unit, core, found)
    _metadata(unit, found)


def _piece(piece, root, found):
    source, target = (next(iter(children(piece, name)), None) for name in ("source", "target"))
    state = piece.get("state", "initial")
    found.need(state == "initial" or target is not None, "Y12", f"state {state} without a target")
    if piece.get("subState") is not None:
        found.need(piece.get("state") is not None, "Y13", "subState without state")
        sub = piece.get("subState")
        found.need(PREFIXED.fullmatch(sub) and not sub.startswith("xlf:"), "Y13", f"subState {sub!r}")
    spaces = set()
    for side, element, lang in (("source", source, "srcLang"), ("target", target, "trgLang")):
        if element is None:
            continue
        own = inherited(element, XML + "lang")
        found.need(own is None or own.lower() == (root.get(lang) or "").lower(), "Y9", f"{side} is in {own}, not in {root.get(lang)}")
        space = inherited(element, XML + "space", "default")
        spaces.add(space)
        if space != "preserve":
            found.need(not FOLDABLE.search(runs(element)), "space", f'white space of the {side} that a reader may fold, without xml:space="preserve"')
    found.need(len(spaces) == 1, "Y31", "source and target differ in xml:space")


def _order(pieces, found):
    given = [(number, piece[-1].get("order")) for number, piece in enumerate(pieces, 1) if local(piece[-1]) == "target" and piece[-1].get("order")]
    numbers = [int(order) for _, order in given]
    found.need(len(set(numbers)) == len(numbers), "Y14", "two targets of one order")
    found.need(all(1 <= n <= len(pieces) for n in numbers), "Y14", "order outside 1 to the number of pieces")
    kept = {number for number, _ in enumerate(pieces, 1)} - {number for number, _ in given}
    found.need(not kept & set(numbers), "Y14", "order of one target is the place of another")


def _matches(unit, core, found):
    matches = list(unit.iter(MATCHES + "match"))
    _unique(matches, "Y40", "match", found)
    spans = {e.get("id") for e in unit.iter() if isinstance(e.tag, str) and namespace(e) == namespace(unit) and e.get("id")}
    for match in matches:
        ref = match.get("ref", "")
        found.need(ref.startswith("#") and ref[1:].removeprefix("t=") in spans, "Y40", f"match ref {ref!r} names nothing in the unit")
        found.need(match.get("type", "tm") in MATCH_TYPES, "Y40", f"match type {match.get('type')}")
        if match.get("subType") is not None:
            found.need(match.get("type") is not None and PREFIXED.fullmatch(match.get("subType")), "Y40", "subType of a match")
        for attribute in ("similarity", "matchQuality", "matchSuitability"):
            value = match.get(attribute)
            if value is not None:
                number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", value)
                found.need(number and float(value) <= 100, "Y40", f"{attribute}={value}")
        data = {d.get("id") for d in match.iter(core + "data")}
        for side in ("source", "target"):
            flows = list(match.iterchildren(core + side))
            starts = {e.get("id") for f in flows for e in f.iter(core + "sc") if e.get("isolated", "no") == "no"}
            ends = {e.get("startRef") for f in flows for e in f.iter(core + "ec") if e.get("isolated", "no") == "no"}
            found.need(starts == ends, "Y41", f"match {side}: sc and ec whose partner is elsewhere are not isolated")
            for flow in flows:
                for code in flow.iterdescendants():
                    for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
                        value = code.get(attribute) if isinstance(code.tag, str) else None
                        found.need(value is None or value in data, "Y40", f"{attribute}={value} names no data of the match")


def _metadata(unit, found):
    for metadata in unit.iter(METADATA + "metadata"):
        groups = list(metadata.iter(METADATA + "metaGroup"))
        found.need(groups, "Y42", "metadata without metaGroup")
        _unique([metadata, *groups], "Y42", "metadata", found)
        for meta in metadata.iter(METADATA + "meta"):
            found.need(meta.get("type"), "Y42", "meta without type")


def pairs(path):
    """[{language: text without codes}], as lxml reads it; cp gives its character. What stands between segments is none of them."""
    root = parse(path)
    core = "{%s}" % namespace(root)
    flows = set()
    for element in root.iter():
        for attribute in ("subFlows", "subFlowsStart", "subFlowsEnd"):
            flows |= set((element.get(attribute) or "").split()) if isinstance(element.tag, str) else set()

    def text(element):
        shown = ""
        for part in parts(element):
            if isinstance(part, str):
                shown += part
            elif local(part) == "cp":
                shown += chr(int(part.get("hex"), 16))
            elif local(part) in ("pc", "mrk"):
                shown += text(part)
        return shown

    found = []
    for unit in root.iter(core + "unit"):
        if unit.get("id") in flows:
            continue
        for piece in children(unit, "segment"):
            langs = {"source": root.get("srcLang"), "target": root.get("trgLang")}
            found.append({langs[local(e)]: text(e) for e in children(piece, "source", "target")})
    return found
