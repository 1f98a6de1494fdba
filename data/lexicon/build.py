#!/usr/bin/env python3
"""Packs the lexicon for Chinese and English that is compiled into the program.

    build.py UNICODE [OUT]

UNICODE is a folder into which Debian's packages `unicode-data` and `unicode-cldr-core` are unpacked (`apt-get download` and
`dpkg -x`). Taken from them: Unihan's kDefinition, kMandarin, kSimplifiedVariant and kTraditionalVariant; CLDR's names of
countries, languages and cities. `words.tsv` beside this script is the project's own. OUT is `zh-en.bin` beside this script
if it isn't named; the same input gives the same bytes. Python 3.8+, standard library only.

Layout: compressed as a whole (zlib), which a release that needs it undoes at once; then what is looked up is looked up where
it lies. Numbers of a fixed width are little endian, all
others LEB128; a character is the 2 bytes of its code. Each section follows the count of its bytes (4 bytes):

    word starts       where each sixteenth word begins in `words` (3 bytes)
    words             English words in order: count of bytes shared with the word before, of which each sixteenth has none;
                      count of bytes that follow; these
    syllables         pinyin without tones, in order, filled up with spaces to 6 bytes
    variants          traditional character, simplified character, by the former
    character starts  each sixteenth character, and where it begins in `characters` (3 bytes)
    characters        character, less the one before, which each sixteenth is without; its syllable's number from 1, or 0;
                      its glosses
    term starts       a character that Chinese terms begin with, and where they begin in `terms` (3 bytes)
    terms             count of bytes that follow the first character; these; its glosses

    glosses: a count, then numbers: a word's number from 1, or 0 between two glosses
"""
import bz2
import collections
import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
import zlib

HERE = pathlib.Path(__file__).resolve().parent
STOP = set("""a an the to of or and in on for with by as at from into be is are was were been it its that this which who whom
one's one ones etc e.g i.e used use form kind type sort something someone somebody things thing name also esp especially
not such other any some very make made character classifier particle surname radical variant same simplified traditional
ancient archaic non-classical interchangeable corrupted cant dialect phonetic numerary adjunct sentence word prefix suffix
his her their your my he she they you we i sth sb so etc prov""".split())
MOST_GLOSSES = 9
MOST_WORDS = 3
BLOCK = 16
LONGEST_SYLLABLE = 6


def rows(folder, name):
    for line in bz2.open(next(folder.rglob(name)), "rt", encoding="utf-8"):
        if line.startswith("U+"):
            code, field, value = line.rstrip("\n").split("\t", 2)
            yield int(code[2:], 16), field, value


def glosses(definition):
    """[[word, ...], ...] of a definition, stop words left out."""
    found = []
    definition = re.sub(r"\([^)]*\)|\[[^\]]*\]|[\u2e80-\uffff]+", " ", definition.lower())
    for gloss in re.split(r"[;,/]", definition):
        words = [w.strip("'-.") for w in re.findall(r"[a-z][a-z'.-]*", gloss)]
        words = [part for w in words for part in w.split("-")]
        words = [w for w in words if w not in STOP and len(w) > 1]
        if words and len(words) <= MOST_WORDS and words not in found:
            found.append(words)
    return found[:MOST_GLOSSES]


def is_common(character):
    """Whether GB 2312, or the first level of Big5, has a character."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        pass
    try:
        return character.encode("big5") < b"\xc6\xa1"
    except UnicodeEncodeError:
        return False


def plain(reading):
    """A reading without its tone: `lǜ` is `lü`, as names are spelt `lv` or `lu`."""
    letters = unicodedata.normalize("NFD", reading)
    return "".join(c for c in letters if c.isascii() and c.isalpha() or c == "\u0308").replace("u\u0308", "v")


def cldr(folder):
    """{Chinese name: English name} of countries, languages and cities."""
    trees = [ElementTree.parse(next(folder.rglob(f"common/main/{name}.xml"))).getroot() for name in ("zh", "en")]
    names = {}

    def of(tree, path, key):
        return {e.get(key): e.text for e in tree.findall(path) if e.get("alt") is None and e.text}

    for path, key in (("localeDisplayNames/territories/territory", "type"), ("localeDisplayNames/languages/language", "type")):
        zh, en = (of(tree, path, key) for tree in trees)
        names.update({zh[code]: en[code] for code in zh if code in en and not code.isdigit()})
    cities = [{zone.get("type"): zone.findtext("exemplarCity") for zone in tree.findall("dates/timeZoneNames/zone")} for tree in trees]
    for zone, city in cities[0].items():
        if city and "/" in zone:
            names[city] = cities[1].get(zone) or zone.split("/")[-1].replace("_", " ")
    return {zh: en for zh, en in names.items() if re.fullmatch("[\u4e00-\u9fff]{2,8}", zh)}


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def counted(data):
    return number(len(data)) + data


def fixed(value, width):
    return value.to_bytes(width, "little")


def shared(word, before):
    """How many bytes two words begin with alike; they are in ASCII."""
    return next((at for at, (a, b) in enumerate(zip(word, before)) if a != b), min(len(word), len(before)))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    definitions, readings, simplified, traditional = {}, {}, {}, collections.defaultdict(list)
    for code, field, value in rows(folder, "Unihan_Readings.txt.bz2"):
        if 0x4E00 <= code <= 0x9FFF:
            if field == "kDefinition":
                definitions[code] = value
            elif field == "kMandarin":
                readings[code] = plain(value.split()[0])
    for code, field, value in rows(folder, "Unihan_Variants.txt.bz2"):
        targets = [int(v[2:].split("<")[0], 16) for v in value.split()]
        if field == "kSimplifiedVariant" and 0x4E00 <= code <= 0x9FFF:
            targets = [t for t in targets if t != code and 0x4E00 <= t <= 0x9FFF]
            if targets:
                simplified[code] = targets[0]
    for code, target in simplified.items():
        traditional[target].append(code)
    # a chain of variants ends at one character
    simplified = {code: simplified.get(target, target) if simplified.get(target) != code else target for code, target in simplified.items()}
    characters = {}
    for code in sorted(definitions.keys() | readings.keys()):
        if code in simplified or not is_common(chr(code)):
            continue
        found = glosses(definitions.get(code, ""))
        for other in sorted(traditional[code]):
            found += [g for g in glosses(definitions.get(other, "")) if g not in found]
        if found:
            characters[code] = (readings.get(code, ""), found[:MOST_GLOSSES])
    terms = {}
    simple = lambda term: "".join(chr(simplified.get(ord(c), ord(c))) for c in term)
    for zh, en in sorted(cldr(folder).items()):
        terms[simple(zh)] = [w for w in [[p for p in re.findall("[a-z]+", unicodedata.normalize("NFD", en.lower().replace("’", ""))) if p not in STOP]] if w]
    for line in (HERE / "words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            zh, en = line.split("\t")
            terms[simple(zh)] = [g for g in (re.findall("[a-z]+", gloss.lower()) for gloss in en.split(",")) if g]
    words = sorted({w for _, found in characters.values() for g in found for w in g} | {w for found in terms.values() for g in found for w in g})
    numbers = {word: at for at, word in enumerate(words, 1)}
    syllables = sorted({reading for reading, _ in characters.values() if reading})

    def packed(found):
        flat = []
        for gloss in found:
            flat += [0] * bool(flat) + [numbers[w] for w in gloss]
        return number(len(flat)) + b"".join(map(number, flat))

    word_starts, packed_words = bytearray(), bytearray()
    for at, word in enumerate(words):
        alike = 0
        if at % BLOCK == 0:
            word_starts += fixed(len(packed_words), 3)
        else:
            alike = shared(word, words[at - 1])
        packed_words += number(alike) + counted(word[alike:].encode("ascii"))
    variants = b"".join(fixed(code, 2) + fixed(target, 2) for code, target in sorted(simplified.items()))
    character_starts, packed_characters = bytearray(), bytearray()
    last = 0
    for at, (code, (reading, found)) in enumerate(sorted(characters.items())):
        if at % BLOCK == 0:
            character_starts += fixed(code, 2) + fixed(len(packed_characters), 3)
            last = code
        packed_characters += number(code - last) + number(syllables.index(reading) + 1 if reading else 0) + packed(found)
        last = code
    term_starts, packed_terms = bytearray(), bytearray()
    last = None
    for term, found in sorted(terms.items()):
        if term[0] != last:
            last = term[0]
            term_starts += fixed(ord(last), 2) + fixed(len(packed_terms), 3)
        packed_terms += counted(term[1:].encode()) + packed(found)
    padded = b"".join(syllable.encode().ljust(LONGEST_SYLLABLE) for syllable in syllables)
    sections = (word_starts, packed_words, padded, variants, character_starts, packed_characters, term_starts, packed_terms)
    out = b"".join(fixed(len(section), 4) + section for section in sections)
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else HERE / "zh-en.bin"
    target.write_bytes(zlib.compress(out, 9))
    print(f"{len(words)} words, {len(syllables)} syllables, {len(simplified)} variants, {len(characters)} characters, {len(terms)} terms: {len(out)} bytes")


if __name__ == "__main__":
    main()
