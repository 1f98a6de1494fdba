"""Rules of TMX 1.4b that its DTD cannot express: T1 to T13, as numbered in the formats reference."""

import datetime
import re
from collections import Counter

from rules_common import ILLEGAL, XML, Findings, children, is_tag, local, parse, parts

CODES = ("bpt", "ept", "it", "ph", "ut")
SEGTYPES = ("block", "paragraph", "sentence", "phrase")
NUMBER = re.compile(r"[0-9]+")
DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")


def check(path):
    found = Findings()
    with open(path, "rb") as file:
        start = file.read(4096)
    found.need(not start.startswith(b"\xef\xbb\xbf"), "T10", "a byte order mark before UTF-8")
    found.need(b"<!ENTITY" not in start, "T10", "an entity is declared")
    root = parse(path)
    found.need(root.tag == "tmx", "T12", f"the root is {root.tag}, not tmx without a namespace")
    found.need(root.get("version") == "1.4", "T12", f"version is {root.get('version')}")
    header = root.find("header")
    if header is None:
        found.need(False, "T12", "no header")
        return found
    found.need(header.get("segtype") in SEGTYPES, "T7", f"segtype {header.get('segtype')}")
    found.need(is_tag(header.get("adminlang")), "T6", f"adminlang {header.get('adminlang')}")
    _language_or_all(header, found)
    _dates(header, found)
    for ude in header.iter("ude"):
        if any(map_.get("code") for map_ in ude.iter("map")):
            found.need(ude.get("base"), "T9", "ude without base though a map has a code")
    for tu in root.iter("tu"):
        found.unit = tu.get("tuid", "")
        _unit(tu, header, found)
    return found


def _language_or_all(element, found):
    srclang = element.get("srclang")
    found.need(srclang is None or srclang == "*all*" or is_tag(srclang), "T6", f"srclang {srclang}")


def _unit(tu, header, found):
    found.need(not re.search(r"\s", tu.get("tuid", "")), "T7", "white space in tuid")
    found.need(tu.get("segtype") in (None, *SEGTYPES), "T7", f"segtype {tu.get('segtype')}")
    _language_or_all(tu, found)
    _dates(tu, found)
    variants = tu.findall("tuv")
    langs = [tuv.get(XML + "lang", "") for tuv in variants]
    found.need(len(variants) >= 2, "T13", f"{len(variants)} variants")
    for lang, count in Counter(lang.lower() for lang in langs).items():
        found.need(count == 1, "twice", f"{count} variants in {lang}")
    srclang = tu.get("srclang") or header.get("srclang")
    if srclang != "*all*":
        found.need(srclang.lower() in (lang.lower() for lang in langs), "T4", f"no variant in srclang {srclang}")
    matched = []
    for tuv, lang in zip(variants, langs):
        found.need(is_tag(lang), "T6", f"xml:lang {lang!r}")
        _dates(tuv, found)
        seg = tuv.find("seg")
        text = "".join(seg.itertext())
        found.need(text or len(seg), "T13", f"empty seg in {lang}")
        runs = [part for part in parts(seg)]
        edge = (isinstance(runs[0], str) and runs[0][:1], isinstance(runs[-1], str) and runs[-1][-1:])
        found.need(not any(c and c in " \t\r\n" for c in edge), "T8", f"white space at the edge of a seg in {lang}")
        found.need(not ILLEGAL.search(text), "T11", f"a character that XML forbids in {lang}")
        _flow(seg, found, set())
        matched.append(Counter((local(e), e.get("x")) for e in seg.iter() if local(e) and e.get("x") is not None))
    for variant in matched:
        for (name, x), count in variant.items():
            found.need(count == 1, "T3", f"{name} x={x} stands {count} times in a variant")
    # where a unit has more than two languages, a code may well have a partner in one of them only
    found.need(len(matched) != 2 or matched[0].keys() == matched[1].keys(), "T3", "x of one variant is not in the other")


def _flow(element, found, numbers):
    """One flow: a seg, hi or sub. `numbers` are the i that the whole seg has used."""
    opened = {}
    for part in parts(element):
        if isinstance(part, str):
            continue
        name, i = local(part), part.get("i")
        for attribute in ("i", "x"):
            value = part.get(attribute)
            found.need(value is None or NUMBER.fullmatch(value), "T2", f"{attribute}={value} on {name}")
        if name == "ut":
            found.need(False, "T10", "ut is deprecated and no part of level 2")
        if name == "bpt":
            found.need(i is not None and i not in numbers, "T1", f"bpt i={i} is missing or used twice")
            numbers.add(i)
            opened[i] = True
        elif name == "ept":
            found.need(opened.pop(i, False), "T1", f"ept i={i} has no bpt before it in its flow")
        elif name == "it":
            found.need(part.get("pos") in ("begin", "end"), "T1", f"it pos={part.get('pos')}")
        if name == "hi":
            _flow(part, found, numbers)
        elif name in CODES:
            for sub in part.iterchildren("sub"):
                _flow(sub, found, numbers)
    found.need(not opened, "T1", f"bpt i={sorted(opened, key=str)} has no ept in its flow")


def _dates(element, found):
    for attribute in ("creationdate", "changedate", "lastusagedate"):
        value = element.get(attribute)
        if value is None:
            continue
        try:
            good = DATE.fullmatch(value) and datetime.datetime.strptime(value, "%Y%m%dT%H%M%SZ")
        except ValueError:
            good = False
        found.need(good, "T5", f"{attribute}={value}")
    count = element.get("usagecount")
    found.need(count is None or NUMBER.fullmatch(count), "T2", f"usagecount={count}")


def pairs(path):
    """[{language: text without codes}], as lxml reads it; of two texts in one language the first."""
    def text(element):
        return "".join(p if isinstance(p, str) else text(p) if local(p) == "hi" else "" for p in parts(element))

    return [{tuv.get(XML + "lang"): text(tuv.find("seg")) for tuv in reversed(children(tu, "tuv"))} for tu in parse(path).iter("tu")]
