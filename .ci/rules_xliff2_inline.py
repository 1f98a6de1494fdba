"""Rules about the inline codes of an XLIFF 2 unit: Y5, Y15 to Y26, Y28 and Y30 of the formats reference."""

from rules_common import ILLEGAL, XML, children, inherited, local

SCOPED = ("mrk", "sm", "pc", "sc", "ec", "ph")
CODES = ("pc", "sc", "ec", "ph")
HINTS = ("canCopy", "canDelete", "canReorder")
SUBTYPES = {"xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:lb": "fmt", "xlf:pb": "fmt", "xlf:var": "ui"}
FOREIGN = ("{urn:oasis:names:tc:xliff:fs:2.0}", "{urn:oasis:names:tc:xliff:sizerestriction:2.0}")


def check_unit(unit, pieces, data, notes, units, found):
    sides = {side: [flow for piece in pieces for flow in children(piece, side)] for side in ("source", "target")}
    _ids(pieces, found)
    every = [e for flows in sides.values() for flow in flows for e in flow.iterdescendants() if isinstance(e.tag, str)]
    by_id = {}
    for element in every:
        by_id.setdefault(element.get("id"), []).append(element)
    for element in every:
        _element(element, data, by_id, notes, units, found)
    for piece in data.values():
        for cp in piece.iterdescendants():
            _cp(cp, found)
    for flows in sides.values():
        _pairs(flows, found)
        _annotations(flows, found)
        _sequences(flows, found)
    for piece in pieces:
        _kept(piece, found)


def _ids(pieces, found):
    """One scope for the unit's segments and the codes of its sources; a target code shares an id with its partner alone."""
    sources, targets = {}, {}
    for piece in pieces:
        if piece.get("id") is not None:
            found.need(piece.get("id") not in sources, "Y5", f"id {piece.get('id')!r} twice")
            sources[piece.get("id")] = None
    for piece in pieces:
        for flow in children(piece, "source"):
            for element in flow.iterdescendants():
                if local(element) in SCOPED and element.get("id") is not None:
                    found.need(element.get("id") not in sources, "Y5", f"id {element.get('id')!r} twice in the unit")
                    sources[element.get("id")] = local(element)
    for piece in pieces:
        for flow in children(piece, "target"):
            for element in flow.iterdescendants():
                id_ = element.get("id") if local(element) in SCOPED else None
                if id_ is None:
                    continue
                found.need(id_ not in targets, "Y5", f"id {id_!r} twice in the targets")
                targets[id_] = True
                partner = sources.get(id_, local(element))
                found.need(partner == local(element), "Y5", f"id {id_!r} is {partner or 'a segment'} in the source, {local(element)} in the target")


def _element(element, data, by_id, notes, units, found):
    name = local(element)
    if name == "cp":
        return _cp(element, found)
    for attribute in element.attrib:
        if attribute.startswith("{") and not attribute.startswith(XML) and name in CODES:
            found.need(attribute.startswith(FOREIGN), "Y28", f"{attribute} on {name}")
    refs = [element.get(a) for a in ("dataRef", "dataRefStart", "dataRefEnd") if element.get(a) is not None]
    for ref in refs:
        found.need(ref in data, "Y19", f"no data {ref!r} in the unit")
    sub = element.get("subType")
    if sub is not None and name in CODES:
        kind = element.get("type")
        found.need(kind is not None, "Y23", "subType without type")
        found.need(not sub.startswith("xlf:") or SUBTYPES.get(sub) == kind, "Y23", f"subType {sub} with type {kind}")
        found.need(":" in sub, "Y23", f"subType {sub!r} has no prefix")
    for attribute in ("subFlows", "subFlowsStart", "subFlowsEnd"):
        for flow in (element.get(attribute) or "").split():
            found.need(flow in units, "Y24", f"{attribute}: no unit {flow!r} in the file")
    if element.get("copyOf") is not None:
        base = by_id.get(element.get("copyOf"), [])
        found.need(base, "Y20", f"copyOf {element.get('copyOf')!r} names no code of the unit")
        found.need(not refs, "Y20", "copyOf together with dataRef")
        for code in base:
            found.need(code.get("canCopy", "yes") == "yes", "Y20", "copyOf of a code with canCopy=no")
            found.need(not any(a.startswith("dataRef") for a in code.attrib), "Y20", "copyOf of a code with original data")
    if element.get("canReorder", "yes") != "yes" and name != "ec":
        found.need(element.get("canCopy") == element.get("canDelete") == "no", "Y21", "canReorder without canCopy=no and canDelete=no")
    if name in ("mrk", "sm"):
        _mark(element, notes, found)
    if name == "pc" and element.get("canOverlap", "no") == "no":
        inside = list(element.iterdescendants())
        starts = {e.get("id") for e in inside if local(e) == "sc"}
        ends = {e.get("startRef") or "" for e in inside if local(e) == "ec"}
        found.need(starts == ends, "Y30", f"pc {element.get('id')} holds one end of another pair, without canOverlap=yes")
    return None


def _cp(element, found):
    if local(element) != "cp":
        return
    code = int(element.get("hex"), 16)
    found.need(code <= 0x10FFFF and ILLEGAL.match(chr(code)), "Y25", f"cp {element.get('hex')} is a character that XML allows")


def _mark(element, notes, found):
    kind = element.get("type", "generic")
    if kind == "comment":
        found.need((element.get("value") is None) != (element.get("ref") is None), "Y26", "a comment has one of value and ref")
        ref = element.get("ref")
        found.need(ref is None or ref.startswith("#n=") and ref[3:] in notes, "Y26", f"comment ref {ref!r} names no note of the unit")
    elif kind == "generic":
        found.need(element.get("translate") is not None, "Y26", "a generic annotation without translate")
    else:
        found.need(kind == "term" or ":" in kind, "Y26", f"annotation type {kind!r} has no prefix")


def _pairs(flows, found):
    starts, ends = {}, set()
    for flow in flows:
        for element in flow.iterdescendants():
            name, isolated = local(element), element.get("isolated", "no") == "yes" if local(element) else False
            if name == "sc":
                starts[element.get("id")] = element
            elif name == "ec":
                ref = element.get("startRef")
                found.need(isolated == (element.get("id") is not None) and isolated == (ref is None), "Y16", "ec: id if isolated, startRef if not")
                found.need(isolated or element.get("dir") is None, "Y16", "dir on an ec that is not isolated")
                if isolated:
                    continue
                found.need(ref in starts, "Y16", f"ec startRef={ref}: no sc before it")
                found.need(ref not in ends, "Y15", f"two ec for sc {ref}")
                ends.add(ref)
                start = starts.get(ref)
                if start is not None:
                    _agree(start, element, found)
    for id_, start in starts.items():
        alone = start.get("isolated", "no") == "yes"
        found.need(alone == (id_ not in ends), "Y15", f"sc {id_}: isolated={start.get('isolated', 'no')}, its ec is {'missing' if id_ not in ends else 'here'}")


def _agree(start, end, found):
    for hint, default in (("canCopy", "yes"), ("canDelete", "yes"), ("canOverlap", "yes")):
        found.need(start.get(hint, default) == end.get(hint, default), "Y17", f"sc and ec disagree on {hint}")
    if start.get("canReorder") == "firstNo":
        found.need(end.get("canReorder") == "no", "Y17", "sc is firstNo, its ec not no")


def _annotations(flows, found):
    starts, ends = [], []
    for flow in flows:
        for element in flow.iterdescendants():
            if local(element) == "sm":
                starts.append(element.get("id"))
            elif local(element) == "em":
                found.need(element.get("startRef") in starts, "Y18", f"em startRef={element.get('startRef')}: no sm before it")
                ends.append(element.get("startRef"))
    found.need(sorted(starts) == sorted(ends), "Y18", "sm and em do not match")


def _reorder(flow):
    """Sequences of codes that may not be moved: lists of ids, each begun by firstNo."""
    sequences, stray = [], False
    for element in flow.iterdescendants():
        order = element.get("canReorder", "yes") if local(element) in CODES else None
        if order == "firstNo":
            sequences.append([element.get("id") or element.get("startRef")])
        elif order == "no":
            if sequences:
                sequences[-1].append(element.get("id") or element.get("startRef"))
            else:
                stray = True
    return sequences, stray


def _sequences(flows, found):
    for flow in flows:
        found.need(not _reorder(flow)[1], "Y21", "canReorder=no without a firstNo before it")


def _kept(piece, found):
    source, target = (next(iter(children(piece, name)), None) for name in ("source", "target"))
    if target is None:
        return
    have = {e.get("id") for e in target.iterdescendants() if local(e) in CODES}
    must = {e.get("id") for e in source.iterdescendants() if local(e) in CODES and e.get("canDelete") == "no" and e.get("id")}
    if piece.get("state") == "final":
        found.need(must <= have, "Y22", f"codes that may not be deleted are not in a final target: {sorted(must - have)}")
    found.need(_reorder(source)[0] == _reorder(target)[0] or not must <= have, "Y21", "a sequence that may not be reordered differs in the target")
    space = inherited(source, XML + "space", "default")
    found.need(space == inherited(target, XML + "space", "default"), "Y31", "source and target differ in xml:space")
