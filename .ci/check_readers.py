#!/usr/bin/env python3
"""Reads every output by other people's readers and compares the pairs, white space included, with those of the JSONL output.

    check_readers.py BINARY SHARED OUTDIR

TMX, XLIFF 1.2 and 2.0 by translate-toolkit, which takes the data of inline codes for text: so it gets a copy without codes, and the
output itself, whose codes must stand in their places with their data. All XML by lxml too, tables by Python's csv module and by
hand. What the output cannot hold is cleaned in what is expected: `cleaned`.
"""
import csv
import io

import rules_tmx
import rules_xliff1
import rules_xliff2
from common import Tally, arguments, read_jsonl
from lxml import etree
from outputs import files, outputs
from rules_common import ILLEGAL, local, parse
from translate.storage import factory, tmx, xliff, xliff2

HIDDEN = ("bpt", "ept", "it", "ph", "ut", "x", "bx", "ex", "sc", "ec", "sm", "em")
UNWRAPPED = ("hi", "g", "mrk", "pc")
# translate-toolkit hands its text to libxml2, which cannot hold what a cp stands for.
STAND_IN = 0xE000
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def with_data(text, codes):
    """The text with the data of its codes and their sub-flows in their places."""
    done, out = 0, ""
    for code in codes:
        data, whole = 0, ""
        for sub in code.get("subs", []):
            at = sub.get("at", len(code.get("data", "")))
            whole += code.get("data", "")[data:at] + with_data(sub["text"], sub.get("codes", []))
            data = at
        out += text[done:code["at"]] + whole + code.get("data", "")[data:]
        done = code["at"]
    return out + text[done:]


def expected(path, codes=False):
    """[{language: text}] of a JSONL output, with the data of `codes` in it or without."""
    shown = with_data if codes else lambda text, _: text
    rows = []
    for row in read_jsonl(path):
        if "variants" in row:
            # of two texts in one language readers take the first
            rows.append({v["lang"]: shown(v["text"], v.get("codes", [])) for v in reversed(row["variants"])})
        else:
            rows.append({row[f"{side}_lang"]: shown(row[side], row.get(f"{side}_codes", [])) for side in ("source", "target") if side in row})
    return rows


def parted(path, kind, codes=False):
    """The rows as an output shows the parts of one XLIFF unit: 1.2 joins them, in memories and tables ignorables have no place."""
    listed = read_jsonl(path)
    if kind == "xliff-1.2":
        units = []
        for row, texts in zip(listed, expected(path, codes)):
            whole = row.get("part", {}).get("of")
            if whole is None or not units or units[-1][0] != whole:
                units.append((whole, []))
            units[-1][1].extend(stretches(row, texts, codes))
        return [joined(of_unit) for _, of_unit in units]
    if kind in ("tsv", "csv"):  # a row without text is blank
        return [t for t in expected(path, codes) if any(text.strip() for text in t.values())]
    keeps_all = kind.startswith("xliff-2")
    return [t for r, t in zip(listed, expected(path, codes)) if keeps_all or r.get("part", {}).get("kind") != "ignorable"]


def stretches(row, texts, codes):
    """What stands before a segment, itself, and what stands behind it: each with the languages of its sides, its texts, the place of its target."""
    shown = with_data if codes else lambda text, _: text
    langs = row.get("source_lang"), row.get("target_lang")
    own = row.get("target_facts", {}).get("properties", {}).get("x-order")
    itself = langs, texts, int(own) if own else None
    beside = {"before": [], "after": []}
    for between in row.get("ignorables", []):
        sides = ((lang, shown(between.get(side) or "", between.get(f"{side}_codes", []))) for lang, side in zip(langs, ("source", "target")))
        found = {lang: more for lang, more in sides if lang in texts}
        beside[between["place"]].append((langs, found, between.get("order")))
    return [*beside["before"], itself, *beside["after"]]


def joined(of_unit):
    """Its stretches as one text a language: targets in the order that they have, if each place is taken once."""
    places = [order or number for number, (_, _, order) in enumerate(of_unit, 1)]
    if sorted(places) != list(range(1, len(of_unit) + 1)):
        places = range(1, len(of_unit) + 1)
    turned = [stretch for _, stretch in sorted(zip(places, of_unit), key=lambda placed: placed[0])]
    texts = {}
    for stretches_of, is_target in ((of_unit, False), (turned, True)):
        for (_, target_lang), found, _ in stretches_of:
            for lang, text in found.items():
                if (lang == target_lang) == is_target:
                    texts[lang] = texts.get(lang, "") + text
    return texts


def cleaned(text):
    """What becomes of characters that XML 1.0 forbids where an output has no place for them."""
    return ILLEGAL.sub(lambda m: " " if m[0] in "\x0b\x0c\x1c\x1d\x1e\x1f" else "", text)


def drop(element, keep_text):
    """Takes an element out of its parent, with or without its content; what follows it stays."""
    parent, before, text = element.getparent(), element.getprevious(), element.tail or ""
    if keep_text:
        text = (element.text or "") + text
    element.tail = None
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def without_codes(path):
    """The document without inline codes, as bytes."""
    root = parse(path)
    for element in reversed(list(root.iter())):  # inner ones first
        name = local(element)
        if name == "cp":
            element.text = chr(STAND_IN + int(element.get("hex"), 16) % 0x1000)
        if name in UNWRAPPED or name == "cp" and local(element.getparent()) != "data":
            for child in list(element):
                drop(child, keep_text=False)
            drop(element, keep_text=True)
        elif name in HIDDEN:
            drop(element, keep_text=False)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def toolkit_pairs(kind, path, langs, shown, codes=False):
    """[{language: text}] as translate-toolkit reads it, with the data of codes or without."""
    with open(path, "rb") as file:
        data = file.read() if codes else without_codes(path)
    if kind == "tmx":
        store = tmx.tmxfile(io.BytesIO(data), sourcelanguage=langs[0], targetlanguage=langs[1])
    else:
        store = (xliff.xlifffile if kind == "xliff-1.2" else xliff2.Xliff2File)(io.BytesIO(data))
    pairs = [{langs[0]: str(u.source), langs[1]: str(u.target or "")} for u in store.units if not u.isheader()]
    # units of sub-flows stand between others: lxml has left them out, by the codes that name them
    if len(pairs) != len(shown):
        wanted = [tuple(p.values()) for p in shown]
        pairs = [p for p in pairs if tuple(p.values()) in wanted]
    return pairs


def table_rows(kind, path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        if kind == "csv":
            return list(csv.reader(file))
        rows = [line.split("\t") for line in file.read().split("\n")[:-1]]
    return [[unescaped(cell) for cell in row] for row in rows]


def unescaped(cell):
    text, escaped = "", False
    for c in cell:
        if escaped:
            text, escaped = text + ESCAPES[c], False
        elif c == "\\":
            escaped = True
        else:
            text += c
    return text


def table_pairs(kind, path, langs):
    """[{language: text}] of a table; the header names the tags, or source and target."""
    header, *rows = table_rows(kind, path)
    columns = {}
    for number, name in enumerate(header):
        name = {"source": langs[0], "target": langs[1]}.get(name, name)
        if name in langs:
            columns[name] = number
    return [{lang: row[column] for lang, column in columns.items() if row[column] or lang in langs[:2]} for row in rows]


def compare(what, found, wanted, tally, coded=None):
    """`coded`, of a document: what may stand in a unit that is copied, braces that are codes and white space that its tools fold."""
    for number, (a, b) in enumerate(zip(found, wanted), 1):
        same = a == b or coded and folded(a) in (folded(b), folded(coded[number - 1]))
        if not tally.need(same, f"{what}, unit {number}: {a!r}, expected {b!r}"):
            return
    tally.need(len(found) == len(wanted), f"{what}: {len(found)} units, expected {len(wanted)}")


def folded(row):
    return {lang.lower(): " ".join(text.split()) for lang, text in row.items()}


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    runs = outputs(binary, shared, outdir)
    kinds = ("tmx", "xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2", "tsv", "csv")
    for written, kind, path in files(runs, *kinds):
        what = f"{written}, {kind}"
        try:
            raw = parted(written.outs["jsonl"], kind)
            langs = list(dict.fromkeys(lang for row in raw for lang in row))
            wanted = raw if kind.startswith("xliff-2") else [{lang: cleaned(t) for lang, t in row.items()} for row in raw]
            if kind in ("tsv", "csv"):
                compare(what, [{k: v for k, v in p.items() if v} for p in table_pairs(kind, path, langs)], [{k: v for k, v in p.items() if v} for p in wanted], tally)
                continue
            reader = {"tmx": rules_tmx, "xliff-1.2": rules_xliff1}.get(kind, rules_xliff2)
            shown = reader.pairs(path)
            coded = [{lang: cleaned(t) for lang, t in row.items()} for row in parted(written.outs["jsonl"], kind, codes=True)]
            copied = coded if written.case.is_document else None
            compare(what + " by lxml", shown, wanted, tally, copied)
            if len(langs) == 2 and kind in ("tmx", "xliff-1.2", "xliff-2.0"):
                # translate-toolkit knows no ignorables
                wanted = parted(written.outs["jsonl"], "tmx") if kind == "xliff-2.0" else wanted
                stood_in = [{k: "".join(chr(STAND_IN + ord(c) % 0x1000) if ILLEGAL.match(c) else c for c in v) for k, v in row.items()} for row in wanted]
                stood_in = [{lang: row.get(lang, "") for lang in langs} for row in stood_in]
                compare(what + " by translate-toolkit", toolkit_pairs(kind, path, langs, stood_in), stood_in, tally, copied and [{lang: row.get(lang, "") for lang in langs} for row in coded])
                if kind != "xliff-2.0":  # there data stands apart
                    coded = [{lang: row.get(lang, "") for lang in langs} for row in coded]
                    compare(what + " by translate-toolkit, with codes", toolkit_pairs(kind, path, langs, coded, codes=True), coded, tally, copied and coded)
                if kind != "xliff-2.0":  # its factory takes .xlf for XLIFF 1.2
                    tally.need(factory.getobject(str(path)).units, f"{what}: translate-toolkit's factory does not know it")
        except (OSError, KeyError, ValueError, IndexError, SyntaxError, TypeError, AttributeError) as error:
            tally.need(False, f"{what}: {type(error).__name__}: {error}")
    return tally.close("pairs as other readers read them")


if __name__ == "__main__":
    raise SystemExit(main())
