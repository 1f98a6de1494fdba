#!/usr/bin/env python3
"""Counts the instructions of runs on fixed inputs; fails where one takes over 5 % more than .ci/instructions.json says.

    check_instructions.py [--record] BINARY SHARED OUTDIR

Unlike time, they are nearly the same on a busy machine. Under another compiler or C library than the recorded ones they are shown,
and compared with nothing. `--record` writes them down, together with both; BINARY is to be a release build.
"""
import concurrent.futures
import json
import os
import platform
import re
import shutil
import subprocess
import sys

from common import REPO, Tally, arguments, own_folder, say

RECORDED = REPO / ".ci" / "instructions.json"
RECORD = "python3 .ci/check_instructions.py --record target/release/tmforge ../shared FOLDER"
UNITS = 3000
LIMIT = 0.05
PAIR = ["-s", "en-US", "-t", "zh-CN"]
EVERYTHING = ["--dedup", "normalized", "--ignore", "case,space,width,punctuation,tags,numbers"]
# what is done: the corpus that it reads, or a sample; options; the format written
WORKS = {
    "tmx to tmx": ("tmx", [], "tmx"),
    "tmx to tmx, normalized": ("tmx", EVERYTHING, "tmx"),
    "tmx to xliff 1.2": ("tmx", ["--to", "xliff-1.2"], "xlf"),
    "tmx to xliff 2.1": ("tmx", ["--to", "xliff-2.1"], "xlf"),
    "tmx to tsv": ("tmx", [], "tsv"),
    "xliff 1.2 to tmx": ("xliff12", [], "tmx"),
    "xliff 2.1 to tmx": ("xliff21", [], "tmx"),
    "tsv to tmx": ("tsv", PAIR, "tmx"),
    "jsonl to tmx": ("jsonl", [], "tmx"),
    "release to tmx": ("samples/text/bridge-opening.txt", [], "tmx"),
}


def corpora(shared, folder):
    """The files that the works read, by the word that names them."""
    found = {}
    for source in sorted({source for source, _, _ in WORKS.values()}):
        if source.startswith("samples/"):
            found[source] = REPO / source
            continue
        found[source] = folder / f"{source}.{'xlf' if source.startswith('xliff') else source}"
        command = [sys.executable, shared / "bench" / "gen_corpus.py", "--units", str(UNITS), "--format", source, "--out", found[source]]
        subprocess.run(command, check=True)
    return found


def counted(binary, source, options, out):
    """(the run, its instructions or None)"""
    profile = out.with_suffix(".callgrind")
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", binary, "export", source, "--threads", "1", *options, "-o", out]
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=300)
    total = re.search(r"^(?:summary|totals): (\d+)", profile.read_text(errors="replace"), re.M) if profile.exists() else None
    return done, int(total[1]) if total else None


def environment():
    """What a count depends on beside the program."""
    rustc = subprocess.run(["rustc", "-V"], capture_output=True, text=True, check=True).stdout.strip()
    return {"rustc": rustc, "libc": " ".join([*platform.libc_ver(), platform.machine()])}


def compare(tally, counts, known):
    """Names each count that has grown."""
    tally.need(counts.keys() == known.keys(), f"other works are recorded; record anew: {RECORD}")
    for name in counts.keys() & known.keys():
        change = counts[name] / known[name] - 1
        figures = f"{name}: {counts[name]:,} instructions, {known[name]:,} are recorded ({change:+.1%})"
        tally.need(change <= LIMIT, figures)
        if change < -LIMIT:
            print(f"{figures}: fewer; record anew: {RECORD}")


def main():
    record = "--record" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--record"]
    binary, shared, outdir = arguments(__doc__)
    if not shutil.which("valgrind"):
        print("valgrind is not there and could not be installed: no instructions are counted")
        return 0
    folder, tally, counts = own_folder(outdir, "instructions"), Tally(), {}
    files = corpora(shared, folder)

    def count(numbered):
        number, (source, options, extension) = numbered
        return counted(binary, files[source], options, folder / f"{number}.{extension}")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, (done, total) in zip(WORKS, pool.map(count, enumerate(WORKS.values()))):
            if tally.need(done.returncode == 0 and total, f"{name}: exit status {done.returncode}: {say(done)}"):
                counts[name] = total
                print(f"{total:15,}  {name}")
    here = environment()
    known = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    if record and not tally.failed:
        RECORDED.write_text(json.dumps(here | {"counts": counts}, indent=2) + "\n", encoding="utf-8")
        print(f"recorded under {here['rustc']}, {here['libc']}")
    elif all(known.get(key) == value for key, value in here.items()):
        compare(tally, counts, known["counts"])
    else:
        print(f"not compared: recorded under {known.get('rustc')}, {known.get('libc')}; here are {here['rustc']}, {here['libc']}")
        print(f"record anew: {RECORD}")
    return tally.close("instructions counted")


if __name__ == "__main__":
    raise SystemExit(main())
