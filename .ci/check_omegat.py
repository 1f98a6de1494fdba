#!/usr/bin/env python3
"""Loads memories in a real OmegaT, by SHARED/clients/omegat.py: the seed, all releases in one, and all samples.

    check_omegat.py BINARY SHARED OUTDIR

A start takes seconds, so the outputs of all samples and of SHARED/dialects are put together by language pair, and pairs of few units
into one memory, whose languages are renamed. Left out are units that OmegaT loads and its filter for
properties files, which the client uses, cannot ask for or give back unchanged: see `unaskable`.
"""
import concurrent.futures
import copy
import os
import re
import subprocess
import sys
import unicodedata

import rules_tmx
from common import Tally, arguments, own_folder
from lxml import etree
from outputs import files, outputs
from rules_common import XML, parse

SINGLE = ("seed/release.txt", "releases/all")
# Pairs with fewer units share one start, under these languages.
FEW, SHARED_PAIR = 12, ("en", "fr")


def unaskable(pair):
    """Why a pair cannot come back through OmegaT as it went in, or None."""
    text = "".join(pair.values())
    if len(pair) < 2 or not all(pair.values()):
        return "a unit of one side"
    if "\r" in text:
        return "a carriage return: OmegaT ends lines by a line feed"
    if text != unicodedata.normalize("NFC", text):
        return "not in NFC: OmegaT puts all text into NFC"
    return None


def ask(shared, path, languages=()):
    """One line of counts, and whether every pair matched."""
    done = subprocess.run([sys.executable, shared / "clients" / "omegat.py", path, *languages, "--list"], capture_output=True, text=True, timeout=600)
    return done.stdout.strip() + done.stderr.strip()[-300:], done.returncode == 0


def merged(runs, folder):
    """Memories of all samples by pair of languages: {(source, target): path}, and how many units were left out, by reason."""
    groups, left = {}, {}
    for written, _, path in files(runs, "tmx"):
        if not written.case.name.startswith(("releases/", "seed/")) and written.name == "main":
            root = parse(path)
            for tu, pair in zip(root.iter("tu"), rules_tmx.pairs(path)):
                why = unaskable(pair)
                if why is None and tu.find("prop[@type='file']") is not None:
                    why = "a translation for one place: OmegaT gives it there alone"
                if why:
                    left[why] = left.get(why, 0) + 1
                    continue
                key = tuple(re.split("-", tuv.get(XML + "lang"))[0] for tuv in tu.findall("tuv")[:2])
                if key not in groups:
                    groups[key] = etree.fromstring(etree.tostring(root))
                    body = groups[key].find("body")
                    for old in list(body):
                        body.remove(old)
                groups[key].find("body").append(copy.deepcopy(tu))
    for key in [k for k, root in groups.items() if k != SHARED_PAIR and SHARED_PAIR in groups and len(root.find("body")) < FEW]:
        for tu in groups.pop(key).find("body"):
            for tuv, lang in zip(tu.findall("tuv"), SHARED_PAIR):
                tuv.set(XML + "lang", lang)
            groups[SHARED_PAIR].find("body").append(tu)
    paths = {}
    for key, root in groups.items():
        root.find("header").set("srclang", key[0])
        paths[key] = folder / f"samples-{key[0]}-{key[1]}.tmx"
        etree.ElementTree(root).write(str(paths[key]), encoding="UTF-8", xml_declaration=True)
    return paths, left


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    runs = outputs(binary, shared, outdir)
    single = [(w, path) for w, _, path in files(runs, "tmx") if w.case.name in SINGLE and w.name == "main"]
    tally.need(len(single) == len(SINGLE), "the memories of the seed and of all releases")
    paths, left = merged(runs, own_folder(outdir, "omegat"))
    tally.need(paths, "no sample was written as TMX")
    asked = [(written.case.name, path, ()) for written, path in single] + [("samples", path, key) for key, path in paths.items()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda question: ask(shared, *question[1:]), asked)
        for (name, path, key), (said, good) in zip(asked, answers):
            print(name, said.splitlines()[0] if said else "")
            tally.need(good, f"{name} {key}: {said}")
    for why, number in left.items():
        print(f"{number} units not asked for: {why}")
    return tally.close("memories in OmegaT")


if __name__ == "__main__":
    raise SystemExit(main())
