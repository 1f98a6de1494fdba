#!/usr/bin/env python3
"""Documents made to harm: refused in one sentence, within a second of work and 100 MB, as TMX, XLIFF 1.2 and XLIFF 2.

    check_limits.py BINARY SHARED OUTDIR

They come through a pipe and are made while they are read, so that none needs room on the disk.
"""
import os
import subprocess
import threading
import time

from common import Tally, arguments, own_folder

GIGABYTES = 2 << 30
CHUNK = 1 << 20
CPU_SECONDS, WALL_SECONDS, PEAK_KB = 1.0, 3.0, 100_000
PATIENCE = 20  # seconds until a run is ended
DEPTH, CODES, ATTRIBUTES = 100_000, 1_000_000, 100_000
STRETCHES, PAIRS = 100_000, 20_000

FAMILIES = {
    "tmx": {
        "doctype": "tmx", "head": '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/><body>',
        "unit": '<tu{}><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>', "tail": "</body></tmx>", "nested": "hi", "code": "<ph/>", "opening": '<bpt i="{0}"/>', "closing": '<ept i="{0}"/>',
    },
    "xliff-1.2": {
        "doctype": "xliff", "head": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="en" target-language="fr" datatype="plaintext"><body>',
        "unit": '<trans-unit id="1"{}><source>{}</source><target>x</target></trans-unit>', "tail": "</body></file></xliff>", "nested": "mrk", "code": '<x id="1"/>', "opening": '<bx id="{0}"/>', "closing": '<ex id="{0}"/>',
    },
    "xliff-2.0": {
        "doctype": "xliff", "head": '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"><file id="f">',
        "unit": '<unit id="1"{}><segment><source>{}</source><target>x</target></segment></unit>', "tail": "</file></xliff>", "nested": "pc", "code": '<ph id="1"/>', "opening": '<sc id="{0}"/>', "closing": '<ec startRef="{0}"/>',
    },
}


def many(piece, total):
    """`total` bytes of a piece repeated."""
    chunk = piece * (CHUNK // len(piece))
    for _ in range(total // len(chunk) + 1):
        yield chunk


def whole(family, attributes="", text="x", subset=None, between=""):
    """A document in parts; `attributes`, `text` and `between` may be iterables of parts, too large to hold."""
    shape = FAMILIES[family]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    if subset:
        yield f"<!DOCTYPE {shape['doctype']} [\n"
        yield from subset
        yield "]>\n"
    yield shape["head"]
    yield from between
    before, middle, after = shape["unit"].split("{}")
    yield before
    yield from attributes
    yield middle
    yield from text
    yield after + shape["tail"]


def laughs(levels, width):
    yield '<!ENTITY e0 "ha">\n'
    for n in range(1, levels):
        yield f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">\n'


def cases(family):
    """[(name, parts of the document)]"""
    nested, code = FAMILIES[family]["nested"], FAMILIES[family]["code"]
    opening, closing = FAMILIES[family]["opening"], FAMILIES[family]["closing"]
    start = {"hi": "<hi>", "mrk": '<mrk mtype="term">', "pc": '<pc id="1">'}[nested]
    return [
        ("a billion laughs", whole(family, text=["&e9;"], subset=laughs(10, 10))),
        ("a quadratic blow-up", whole(family, text=["&a;" * 50_000], subset=['<!ENTITY a "', "a" * 50_000, '">'])),
        ("a quadratic blow-up in an attribute", whole(family, attributes=[' x="', "&a;" * 50_000, '"'], subset=['<!ENTITY a "', "a" * 50_000, '">'])),
        ("entities of nothing, nested", whole(family, text=["&e9;"], subset=["<!ENTITY e0 ''>\n", *list(laughs(10, 10))[1:]])),
        ("an entity of itself", whole(family, text=["&a;"], subset=["<!ENTITY a '&b;'><!ENTITY b '&a;'>"])),
        ("a huge internal subset", whole(family, subset=many("<!ENTITY a 'b'>", GIGABYTES))),
        ("many levels in a unit", whole(family, text=[start * DEPTH, f"</{nested}>" * DEPTH])),
        ("many levels between units", whole(family, between=["<group>" * DEPTH, "</group>" * DEPTH])),
        ("a huge attribute", whole(family, attributes=chain(' a="', many("a", GIGABYTES), '"'))),
        ("a huge text", whole(family, text=many("text ", GIGABYTES))),
        ("a huge comment", whole(family, between=chain("<!--", many("a", GIGABYTES), "-->"))),
        ("a huge comment in a unit", whole(family, text=chain("<!--", many("a", GIGABYTES), "-->"))),
        ("a huge instruction", whole(family, between=chain("<?a ", many("a", GIGABYTES), "?>"))),
        ("a huge CDATA section", whole(family, text=chain("<![CDATA[", many("a", GIGABYTES), "]]>"))),
        ("a huge name", whole(family, text=chain("<", many("a", GIGABYTES), "/>"))),
        ("a tag without end", whole(family, text=chain("<a ", many("b='' ", GIGABYTES), "/>"))),
        ("a million codes in a unit", whole(family, text=many(code, CODES * len(code)))),
        ("a hundred thousand attributes", whole(family, attributes=(f' a{n}=""' for n in range(ATTRIBUTES)))),
        ("many sections in a unit", whole(family, text=many("a<![CDATA[b]]>&lt;", STRETCHES * 17))),
        ("many comments in a unit", whole(family, text=many("a<!-- c -->b<?d?>", STRETCHES * 17))),
        ("many pairs that cross", whole(family, text=(end.format(n) for end in (opening, closing) for n in range(PAIRS)))),
        ("an endless reference", whole(family, text=chain("&", many("a", GIGABYTES), ";"))),
        ("an endless character reference", whole(family, text=chain("&#", many("0", GIGABYTES), "65;"))),
    ]


def chain(before, parts, after):
    yield before
    yield from parts
    yield after


# What is no harm where it stays within the limits: read, or refused.
MAY_BE_READ = ("entities of nothing, nested", "many sections in a unit", "many comments in a unit", "many pairs that cross")


def feed(pipe, parts):
    """Writes until the program has enough."""
    try:
        for part in parts:
            pipe.write(part.encode())
        pipe.close()
    except OSError:
        pass


def measured(binary, family, parts, out):
    """(exit status, what was said, seconds of work, seconds, peak in KB)"""
    begin = time.monotonic()
    with open(f"{out}.said", "w+b") as said:
        program = subprocess.Popen([str(binary), "export", "-", "--from", family, "--states", "all", "-o", f"{out}.jsonl"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said)
        feeder = threading.Thread(target=feed, args=(program.stdin, parts), daemon=True)
        feeder.start()
        watch = threading.Timer(PATIENCE, program.kill)
        watch.start()
        _, status, usage = os.wait4(program.pid, 0)
        watch.cancel()
        program.returncode = os.waitstatus_to_exitcode(status)
        feeder.join(30)
        said.seek(0)
        words = said.read().decode(errors="replace")
    return program.returncode, words, usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss


def main():
    binary, _, outdir = arguments(__doc__)
    folder, tally = own_folder(outdir, "limits"), Tally()
    worst = [0.0, 0]
    for family in FAMILIES:
        for number, (name, parts) in enumerate(cases(family)):
            status, said, work, seconds, peak = measured(binary, family, parts, folder / f"{family}.{number}")
            what = f"{family}, {name}"
            refused = status == 2 or name in MAY_BE_READ and status in (0, 1)
            tally.need(refused, f"{what}: exit status {status}: {said[:300]}")
            errors = [line for line in said.splitlines() if line.startswith("error")]
            tally.need(len(errors) == (status == 2), f"{what}: {len(errors)} errors, one sentence wanted: {said[:300]}")
            tally.need("panicked" not in said and "overflow" not in said, f"{what}: {said[:300]}")
            tally.need(len(said) < 2000, f"{what}: {len(said)} characters are said")
            # a first measure somewhat above the limit, on a busy machine, gets a second chance
            if not (work <= CPU_SECONDS and seconds <= WALL_SECONDS) and seconds < 2 * WALL_SECONDS:
                again = dict(cases(family))[name]
                _, _, work, seconds, peak = measured(binary, family, again, folder / f"{family}.{number}")
            tally.need(work <= CPU_SECONDS, f"{what}: {work:.1f} s of work")
            tally.need(seconds <= WALL_SECONDS, f"{what}: takes {seconds:.1f} s")
            tally.need(peak <= PEAK_KB, f"{what}: takes {peak // 1000} MB")
            worst = [max(worst[0], work), max(worst[1], peak)]
    print(f"at most {worst[0]:.2f} s of work and {worst[1] // 1000} MB")
    return tally.close("documents made to harm")


if __name__ == "__main__":
    raise SystemExit(main())
