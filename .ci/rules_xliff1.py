"""Rules of XLIFF 1.2 that its schema cannot express: X1 to X8, as numbered in the formats reference, and `space`."""

from collections import Counter

from rules_common import FOLDABLE, ILLEGAL, XML, Findings, children, inherited, is_tag, local, parse, parts, runs, shown_text

NS = "{urn:oasis:names:tc:xliff:document:1.2}"
HIDDEN = ("x", "bx", "ex", "bpt", "ept", "it", "ph")
UNWRAPPED = ("g", "mrk")


def check(path):
    found = Findings()
    root = parse(path)
    for file in root.iter(NS + "file"):
        found.unit = None
        for attribute in ("source-language", "target-language"):
            found.need(is_tag(file.get(attribute)), "X1", f"{attribute} {file.get(attribute)!r}")
        ids = Counter(unit.get("id") for unit in file.iter(NS + "trans-unit", NS + "bin-unit"))
        for id_, count in ids.items():
            found.need(count == 1, "X2", f"trans-unit id {id_!r} stands {count} times in a file")
        for unit in file.iter(NS + "trans-unit"):
            found.unit = unit.get("id")
            _unit(unit, file, found)
    return found


def _unit(unit, file, found):
    source, target, parted = (unit.find(NS + name) for name in ("source", "target", "seg-source"))
    flows = [flow for flow in (source, target, parted) if flow is not None]
    for side, element, lang in (("source", source, "source-language"), ("target", target, "target-language")):
        if element is not None and element.get(XML + "lang") is not None:
            same = element.get(XML + "lang").lower() == (file.get(lang) or "").lower()
            found.need(same, "X1", f"{side} is in {element.get(XML + 'lang')}, the file in {file.get(lang)}")
    for flow in flows:
        found.need(not ILLEGAL.search("".join(flow.itertext())), "X8", "a character that XML forbids")
        if inherited(flow, XML + "space", "default") != "preserve":
            found.need(not FOLDABLE.search(runs(flow)), "space", 'white space that a reader may fold, without xml:space="preserve"')
        _codes(flow, found)
    if target is not None:
        _mirror(source, target, found)
    text = "" if target is None else "".join(target.itertext())
    approved = unit.get("approved") == "yes"
    found.need(not approved or text or len(target), "X5", "approved without a translation")
    state = None if target is None else target.get("state")
    if state is not None:
        found.need((state in ("final", "signed-off")) == approved, "X5", f"state {state} and approved={unit.get('approved')}")
    if parted is not None:
        same = shown_text(parted, HIDDEN, UNWRAPPED) == shown_text(source, HIDDEN, UNWRAPPED)
        found.need(same, "X6", "seg-source and source differ in text")
    if unit.get("maxbytes") is not None and target is not None:
        found.need(len(text.encode()) <= int(unit.get("maxbytes")), "X7", "the target is longer than maxbytes")


def _inline(flow):
    """Codes of a flow, sub-flows included, in order."""
    return [e for e in flow.iterdescendants() if local(e) in HIDDEN or local(e) == "g"]


def _codes(flow, found):
    used = Counter()
    for code in _inline(flow):
        found.need(code.get("id"), "X2", f"{local(code)} without id")
        # without rid an ept or ex has the id of its bpt or bx
        if not (local(code) in ("ept", "ex") and code.get("rid") is None):
            used[code.get("id")] += 1
    for id_, count in used.items():
        found.need(count == 1, "X2", f"inline id {id_!r} stands {count} times")
    _balance(flow, found)


def _balance(flow, found):
    opened, isolated = {}, {}
    for code in _inline(flow):
        name, key = local(code), code.get("rid") or code.get("id")
        if name in ("bpt", "bx"):
            found.need((name, key) not in opened, "X4", f"{name} {key} opens twice")
            opened[name, key] = True
        elif name in ("ept", "ex"):
            start = {"ept": "bpt", "ex": "bx"}[name]
            found.need(opened.pop((start, key), False) or name == "ex", "X4", f"{name} {key} has no {start} before it")
        elif name == "it":
            isolated.setdefault(code.get("id"), set()).add(code.get("pos"))
    for name, key in opened:
        found.need(name == "bx", "X4", f"{name} {key} has no end")
    for id_, positions in isolated.items():
        found.need(len(positions) == 1, "X4", f"it {id_} both opens and closes: a pair, not isolated")


def _mirror(source, target, found):
    """The same code has the same id in source and target, and is the same kind of element."""
    sides = [{code.get("id"): local(code) for code in _inline(flow) if local(code) not in ("ept", "ex")} for flow in (source, target)]
    for id_ in sides[0].keys() & sides[1].keys():
        kinds = {"bx" if side[id_] in ("g", "bpt", "bx") else side[id_] for side in sides}
        found.need(len(kinds) == 1, "X2", f"inline id {id_!r} is {sides[0][id_]} in the source and {sides[1][id_]} in the target")
    found.need(sides[0].keys() == sides[1].keys(), "X3", f"codes of source and target differ: {sorted(sides[0].keys() ^ sides[1].keys())}")


def pairs(path):
    """[{language: text without codes}], as lxml reads it; a unit that a code names as its sub-flow is none."""
    root, found = parse(path), []
    flows = {e.get("xid") for e in root.iter() if isinstance(e.tag, str) and e.get("xid")}
    for file in root.iter(NS + "file"):
        for unit in file.iter(NS + "trans-unit"):
            if unit.get("id") not in flows:
                found.append(_pair(unit, file))
    return found


def _pair(unit, file):
    def text(element):
        shown = ""
        for part in parts(element):
            shown += part if isinstance(part, str) else text(part) if local(part) in UNWRAPPED else ""
        return shown

    langs = (file.get("source-language"), file.get("target-language"))
    return {lang: text(children(unit, name)[0]) for lang, name in zip(langs, ("source", "target")) if children(unit, name)}
