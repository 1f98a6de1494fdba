#!/usr/bin/env python3
"""Checks the checkers: sound documents raise nothing, each deliberate fault raises the rule that it breaks, and a unit that a
conversion has changed is told from one that it has not.

    check_checks.py BINARY SHARED OUTDIR

BINARY is not run. The sound documents are the members of SHARED/inline/vectors.jsonl; the faulty ones are made here.
"""
import copy
import os

import check_conversions
import rules_tmx
import rules_xliff1
import rules_xliff2
from common import Tally, arguments, own_folder, inline_module, vectors

# What some vectors are about, and a writer of ours would not write: (family, rule, vector).
ALLOWED = {
    ("tmx", "T8", "leading-trailing-and-double-spaces-are-text"), ("tmx", "T13", "empty-target-is-an-empty-variant"),
    ("tmx", "T13", "missing-target-is-a-missing-variant"), ("tmx", "T10", "deprecated-ut-is-a-stand-alone-code"),
    ("xliff12", "X3", "code-deleted-in-target"), ("xliff12", "X3", "target-only-extra-code-has-a-new-id"),
    ("xliff12", "X3", "pair-missing-in-target"), ("xliff12", "X3", "copy-of-a-code-without-data"),
    ("xliff12", "X3", "copy-of-a-code-with-data-shares-it"),
}

TMX = """<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"
 srclang="en" datatype="plaintext"/><body><tu tuid="a" creationdate="20240229T000000Z" usagecount="3">
<tuv xml:lang="en"><seg>x <bpt i="1" x="1">b</bpt>y<ept i="1">e</ept><hi type="term">z</hi></seg></tuv>
<tuv xml:lang="fr"><seg>x <bpt i="1" x="1">b</bpt>y<ept i="1">e</ept><hi type="term">z</hi></seg></tuv></tu></body></tmx>"""
TMX_FAULTS = [
    ("T1", '<ept i="1">e</ept>', ""), ("T1", '<ept i="1">', '<ept i="2">'), ("T1", '<bpt i="1" x="1">b</bpt>y', "y"),
    ("T2", 'usagecount="3"', 'usagecount="often"'), ("T2", 'x="1"', 'x="one"'), ("T3", '<bpt i="1" x="1">', '<bpt i="1">'),
    ("T4", 'srclang="en"', 'srclang="en-US"'), ("T5", "20240229T", "20230229T"), ("T5", "20240229T000000Z", "2024-02-29"),
    ("T6", 'xml:lang="fr"', 'xml:lang="fr_FR"'), ("twice", 'xml:lang="fr"', 'xml:lang="en"'), ("T7", 'segtype="sentence"', 'segtype="Sentence"'),
    ("T7", 'tuid="a"', 'tuid="a b"'), ("T8", "<seg>x ", "<seg> x "), ("T10", '<hi type="term">z</hi>', "<ut>z</ut>"),
    ("T12", 'version="1.4"', 'version="1.4b"'), ("T12", "<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" '),
    ("T13", '<seg>x <bpt i="1" x="1">b</bpt>y<ept i="1">e</ept><hi type="term">z</hi></seg>', "<seg></seg>"),
    ("xml", "<seg>x", "<seg>&#1;x"), ("xml", "<seg>x", "<seg>\ufffex"), ("xml", "</tmx>", ""),
]
XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="en" target-language="fr"
 datatype="plaintext"><body><trans-unit id="1" approved="yes"><source>x <bpt id="1" rid="1">b</bpt>y<ept id="2" rid="1">e</ept><it id="3" pos="open">i</it></source>
<target state="final">x <bpt id="1" rid="1">b</bpt>y<ept id="2" rid="1">e</ept><it id="3" pos="open">i</it></target></trans-unit>
<trans-unit id="2"><source>one</source><target>un</target></trans-unit></body></file></xliff>"""
XLIFF1_FAULTS = [
    ("X1", 'source-language="en"', 'source-language="en_US"'), ("X1", '<target state="final">', '<target state="final" xml:lang="de">'),
    ("X2", '<trans-unit id="2">', '<trans-unit id="1">'), ("X2", '<it id="3" ', '<it id="1" '), ("X2", '<ept id="2" ', '<ept id="3" '),
    ("X2", '<target state="final">x <bpt id="1" rid="1">b</bpt>y<ept id="2" rid="1">e</ept>', '<target state="final">x y<ph id="1">b</ph>'),
    ("X3", 'e</ept><it id="3" pos="open">i</it></target>', "e</ept></target>"), ("X4", '<ept id="2" rid="1">e</ept>', ""),
    ("X4", '<ept id="2" rid="1">', '<ept id="2" rid="7">'), ("X4", '<it id="3" pos="open">i</it>', '<it id="3" pos="open">i</it><it id="3" pos="close">i</it>'),
    ("X5", ' approved="yes"', ""), ("X5", 'state="final"', 'state="translated"'),
    ("X5", '<target state="final">x <bpt id="1" rid="1">b</bpt>y<ept id="2" rid="1">e</ept><it id="3" pos="open">i</it></target>', '<target state="final"/>'),
    ("X6", "<source>one</source>", '<source>one</source><seg-source>two</seg-source>'), ("X7", '<trans-unit id="2">', '<trans-unit id="2" maxbytes="1">'),
    ("space", "<source>one<", "<source>one <"), ("space", "<target>un<", "<target>u\nn<"), ("xml", "<source>one", "<source>&#x1;one"),
]
XLIFF2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"
 xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" srcLang="en" trgLang="fr"><file id="f"><unit id="u1">
<mtc:matches><mtc:match id="m1" ref="#s1" similarity="90.5"><source>x</source><target>y</target></mtc:match></mtc:matches>
<mda:metadata><mda:metaGroup><mda:meta type="k">v</mda:meta></mda:metaGroup></mda:metadata>
<notes><note id="n1">n</note></notes><originalData><data id="d1">b<cp hex="0001"/></data></originalData>
<segment id="s1" state="final"><source>x<ph id="1" dataRef="d1" canCopy="no" canDelete="no" canReorder="firstNo"/><sc id="2" type="fmt" subType="xlf:b"/>y<ec startRef="2"/><mrk id="3" type="comment" ref="#n=n1">z</mrk><sm id="4" type="term"/>w<em startRef="4"/><ec id="5" isolated="yes"/></source>
<target>x<ph id="1" dataRef="d1" canCopy="no" canDelete="no" canReorder="firstNo"/><sc id="2" type="fmt" subType="xlf:b"/>y<ec startRef="2"/><mrk id="3" type="comment" ref="#n=n1">z</mrk><sm id="4" type="term"/>w<em startRef="4"/><ec id="5" isolated="yes"/></target></segment>
<segment id="s2"><source>one<pc id="6"><ph id="7"/></pc><ph id="8" copyOf="7"/></source><target order="2">un</target></segment></unit>
<unit id="u2"><segment><source>two</source></segment></unit></file></xliff>"""
XLIFF2_FAULTS = [
    ("Y1", "</file>", '</file><file id="f"><unit id="z"><segment><source>q</source></segment></unit></file>'), ("Y2", '<unit id="u2">', '<unit id="u1">'),
    ("Y3", '<note id="n1">n</note>', '<note id="n1">n</note><note id="n1">m</note>'), ("Y4", "</originalData>", '<data id="d1">c</data></originalData>'),
    ("Y5", '<segment id="s2">', '<segment id="s1">'), ("Y5", '<pc id="6">', '<pc id="1">'), ("Y5", '<target>x<ph id="1" dataRef="d1" canCopy="no" canDelete="no" canReorder="firstNo"/>', '<target>x<pc id="1"/>'),
    ("Y6", '<unit id="u2">', '<unit id="a/b">'), ("Y7", ' trgLang="fr"', ""), ("Y8", 'srcLang="en"', 'srcLang="en_GB"'), ("Y9", '<target order="2">', '<target order="2" xml:lang="de">'),
    ("Y10", "<segment><source>two</source></segment>", "<ignorable><source>two</source></ignorable>"), ("Y11", '<file id="f">', '<file id="f"><skeleton/>'),
    ("Y12", "<segment><source>two", '<segment state="translated"><source>two'), ("Y13", '<segment id="s1" state="final">', '<segment id="s1" state="final" subState="done">'),
    ("Y13", '<segment id="s2">', '<segment id="s2" subState="my:done">'), ("Y14", 'order="2"', 'order="3"'), ("Y14", 'order="2"', 'order="1"'),
    ("Y15", '<sc id="2" type="fmt" subType="xlf:b"/>y<ec startRef="2"/>', '<sc id="2" type="fmt" subType="xlf:b"/>y'), ("Y15", '<sc id="2" type="fmt"', '<sc id="2" isolated="yes" type="fmt"'),
    ("Y16", '<ec id="5" isolated="yes"/>', '<ec isolated="yes"/>'), ("Y16", '<ec startRef="2"/>', '<ec startRef="2" dir="ltr"/>'), ("Y16", '<ec startRef="2"/>', '<ec startRef="9"/>'),
    ("Y17", '<ec startRef="2"/>', '<ec startRef="2" canDelete="no"/>'), ("Y18", '<em startRef="4"/>', ""), ("Y18", '<sm id="4" type="term"/>w<em startRef="4"/>', 'w<em startRef="4"/>'),
    ("Y19", 'dataRef="d1"', 'dataRef="d2"'), ("Y20", 'copyOf="7"', 'copyOf="77"'), ("Y20", 'copyOf="7"', 'copyOf="7" dataRef="d1"'), ("Y21", ' canCopy="no" canDelete="no"', ""),
    ("Y21", 'canReorder="firstNo"', 'canReorder="no"'), ("Y22", '<target>x<ph id="1" dataRef="d1" canCopy="no" canDelete="no" canReorder="firstNo"/>', "<target>x"),
    ("Y23", 'type="fmt" subType="xlf:b"', 'type="ui" subType="xlf:b"'), ("Y23", 'type="fmt" subType="xlf:b"', 'subType="xlf:b"'), ("Y24", '<ph id="7"/>', '<ph id="7" subFlows="u9"/>'),
    ("Y25", '<cp hex="0001"/>', '<cp hex="0041"/>'), ("Y26", 'ref="#n=n1"', 'ref="#n=n2"'), ("Y26", 'type="comment" ref="#n=n1"', 'type="comment"'), ("Y26", 'type="comment" ref="#n=n1"', ""),
    ("Y26", 'type="comment" ref="#n=n1"', 'type="remark"'), ("Y27", '<note id="n1">', '<note id="n1" ref="#s1">'), ("Y28", '<ph id="7"/>', '<ph id="7" mda:k="v"/>'),
    ("Y28", "<segment><source>two", '<segment><source mda:k="v">two'), ("Y30", '<pc id="6"><ph id="7"/></pc>', '<pc id="6"><ph id="7"/><sc id="60"/></pc><ec startRef="60"/>'),
    ("Y31", '<target order="2">', '<target order="2" xml:space="preserve">'), ("Y40", 'ref="#s1" similarity', 'ref="#s9" similarity'), ("Y40", 'similarity="90.5"', 'similarity="190"'),
    ("Y40", 'similarity="90.5"', 'similarity="90" type="own"'), ("Y40", 'similarity="90.5"', 'similarity="90" subType="a:b"'), ("Y41", "<source>x</source>", '<source><sc id="1"/>x</source>'),
    ("Y42", '<mda:metaGroup><mda:meta type="k">v</mda:meta></mda:metaGroup>', ""), ("Y42", ' type="k"', ""), ("space", "<source>two<", "<source>two  <"), ("xml", "<source>two", "<source>\x01two"),
]


ROW = {
    "id": "a", "source_lang": "en", "target_lang": "fr", "source": "x yz", "target": "y xz", "state": "final", "created": "2024-02-29", "usage_count": 2,
    "source_codes": [{"at": 0, "role": "open", "id": 1, "kind": "code", "type": "bold", "data": "<b>"}, {"at": 1, "role": "close", "id": 1, "kind": "code", "data": "</b>"},
                     {"at": 2, "role": "open", "id": 2, "kind": "mark", "type": "term"}, {"at": 3, "role": "close", "id": 2, "kind": "mark"}],
    "target_codes": [{"at": 2, "role": "open", "id": 1, "kind": "code", "type": "bold", "data": "<b>"}, {"at": 3, "role": "close", "id": 1, "kind": "code", "data": "</b>"}],
    "notes": ["n", {"text": "m", "applies_to": "target"}], "properties": {"x-p": "1", "x-q": ["2", "3"]}, "context": {"previous": "w"}, "part": {"of": "u", "kind": "segment"},
    "candidates": [{"source": "x", "target": "y", "similarity": 80.0}],
}
# A change of ROW, what it is called, and the fact that explains it; None where nothing does.
CHANGES = [
    (lambda r: r.update(source="x  yz"), "text", None), (lambda r: r.update(target_lang="fr-CA"), "text", None), (lambda r: r.update(target=""), "text", None),
    (lambda r: r.update(id="b"), "id", "id"), (lambda r: r.update(state="translated"), "state", "state"), (lambda r: r.pop("created"), "created", "provenance"),
    (lambda r: r.update(usage_count=3), "usage_count", "provenance"), (lambda r: r["notes"].pop(), "notes", "note"), (lambda r: r["notes"][1].pop("applies_to"), "notes", "note-detail"),
    (lambda r: r["properties"].pop("x-p"), "properties", "property"), (lambda r: r["properties"].update({"x-new": "1"}), "properties", "property"),
    (lambda r: r.pop("context"), "context", "context"), (lambda r: r["candidates"][0].pop("similarity"), "candidates", "candidate"), (lambda r: r.pop("part"), "part", "ignorable"),
    (lambda r: r["source_codes"][0].pop("data"), "codes: data", "data"), (lambda r: r["source_codes"][0].update(type="italic"), "codes: type", "type"),
    (lambda r: r["target_codes"].clear(), "codes: codes", "codes"), (lambda r: r["source_codes"].__delitem__(slice(2, 4)), "codes: mark", "mark"),
    (lambda r: r["target_codes"][0].update(at=1), "codes: at", None), (lambda r: r["target_codes"].__setitem__(slice(None), [{**c, "id": 7} for c in r["target_codes"]]), "codes: id", None),
]


def check_differences(tally):
    """What check_conversions.py takes for the same, and what not."""
    same = copy.deepcopy(ROW)
    for side in ("source_codes", "target_codes"):
        same[side] = [{**code, "id": code["id"] + 4} for code in same[side]]
    same["notes"].reverse()
    found = check_conversions.differences(ROW, same, set())
    tally.need(not found, f"units that differ in nothing but ids of codes: {found}")
    for change, name, fact in CHANGES:
        changed = copy.deepcopy(ROW)
        change(changed)
        found = [member for member, *_ in check_conversions.differences(ROW, changed, {"unit"})]
        tally.need(name in found, f"a change of {name} is not told: {found}")
        if fact is not None:
            found = check_conversions.differences(ROW, changed, {fact})
            tally.need(not found, f"a change of {name} is told though {fact} was said to be lost: {found}")


def found_rules(checker, folder, document):
    path = os.path.join(folder, "document.xml")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(document)
    try:
        return [rule for rule, _ in checker.check(path)]
    except SyntaxError:  # lxml's XMLSyntaxError is one
        return ["xml"]


def main():
    _, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "checks")
    tally = Tally()
    inline = inline_module(shared)
    for vector in vectors(shared):
        for family, checker, documents in (
            ("tmx", rules_tmx, [inline.tmx_document]), ("xliff12", rules_xliff1, [inline.xliff12_document]),
            ("xliff2", rules_xliff2, [lambda v, n=n: inline.xliff2_document(v, n) for n in ("2.0", "2.2")]),
        ):
            if vector[family] is None or vector.get("tmxVersion", "1.4") != "1.4" and family == "tmx":
                continue
            for document in documents:
                rules = {r for r in found_rules(checker, folder, document(vector)) if (family, r, vector["name"]) not in ALLOWED}
                tally.need(not rules, f"{family} of {vector['name']} is sound, yet raises {rules}")
    for name, checker, sound, faults in (("TMX", rules_tmx, TMX, TMX_FAULTS), ("XLIFF 1.2", rules_xliff1, XLIFF1, XLIFF1_FAULTS), ("XLIFF 2", rules_xliff2, XLIFF2, XLIFF2_FAULTS)):
        rules = found_rules(checker, folder, sound)
        tally.need(not rules, f"the sound {name} document raises {rules}")
        for rule, old, new in faults:
            assert old in sound, old
            rules = found_rules(checker, folder, sound.replace(old, new, 1))
            tally.need(rule in rules, f"{name} with {new!r} for {old!r}: {rule} expected, found {rules}")
    check_differences(tally)
    return tally.close("checkers on sound and faulty documents and units")


if __name__ == "__main__":
    raise SystemExit(main())
