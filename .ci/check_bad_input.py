#!/usr/bin/env python3
"""Bad input, bad options and bad outputs: the exit status, the sentence, the older output untouched, no litter.

    check_bad_input.py BINARY SHARED OUTDIR
"""
import gzip
import os
import pathlib
import shutil
import signal
import subprocess
import time

from common import REPO, Tally, arguments, own_folder, run, say

OLDER = b"an older file\n"
GOOD = "good.tsv"
BIG_ROWS = 400_000


def make(folder):
    """The inputs, and an older output in each format."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = {
        GOOD: "en\tde\nOne\tEins\nTwo\tZwei\n".encode(), "empty.tsv": b"", "empty.txt": b"", "blank.txt": b"\n \n\n",
        "english-only.txt": b"The harbour was closed on Monday. Ships waited outside.\n\nIt opened again on Tuesday.\n",
        "no-languages.tsv": b"One\tEins\nTwo\tZwei\n", "unknown-tag.tsv": b"en\tklingonese-language\nOne\tEins\n",
        "bad-bytes.txt": "港口周一关闭。\n".encode() + b"The harbour was closed \xff\xfe\x80 on Monday.\n", "bad-bytes.jsonl": b'{"source":"a\xff","target":"b","source_lang":"en","target_lang":"de"}\n',
        "three.txt": b"a\nb\nc\n", "two.txt": b"a\nb\n", "broken.jsonl": b'{"source":"a","target":"b"\n', "array.jsonl": b"[1,2]\n",
        "one-sided.jsonl": b'{"source":"a","source_lang":"en","target_lang":"de"}\n', "cut.txt.gz": gzip.compress(b"Hello. " * 999, mtime=0)[:-20],
        "conflicts.tsv": b"en\tde\nBank\tBank\nBank\tUfer\n", "control.tsv": b"en\tde\nbell\x07\tGlocke\n", "three.tsv": b"en\tde\tfr\nOne\tEins\tUn\n",
        "two-english.jsonl": b'{"variants":[{"lang":"en-US","text":"color"},{"lang":"en-GB","text":"colour"},{"lang":"de","text":"Farbe"}]}\n', "regular": b"a file\n",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    for ending in ("tmx", "xlf", "jsonl"):
        (folder / f"out.{ending}").write_bytes(OLDER)


# What is run (after `export` unless it names another command), the exit status, fragments of what is said, in any case.
TABLE = [
    (["missing.tsv", "-o", "out.tmx"], 2, ["missing.tsv", "no such file"]), (["folder", "-o", "out.tmx"], 2, ["folder", "directory"]),
    (["empty.tsv", "-o", "out.tmx"], 2, ["empty.tsv", "empty"]), (["empty.txt", "-o", "out.tmx"], 2, ["empty.txt", "empty"]), (["blank.txt", "-o", "out.tmx"], 2, ["blank.txt"]),
    (["english-only.txt", "-o", "out.tmx"], 2, ["english-only.txt", "language"]), (["no-languages.tsv", "-o", "out.tmx"], 2, ["no-languages.tsv", "language"]),
    ([GOOD, "--columns", "source=1,target=9", "-s", "en", "-t", "de", "-o", "out.tmx"], 2, ["9"]),
    (["bad-bytes.txt", "--encoding", "utf-8", "-o", "out.tmx"], 2, ["bad-bytes.txt", "utf-8"]), (["bad-bytes.jsonl", "-o", "out.tmx"], 2, ["bad-bytes.jsonl", "utf-8"]),
    (["--pair", "three.txt", "two.txt", "--from", "lines", "-s", "en", "-t", "de", "-o", "out.tmx"], 2, ["3", "2", "lines"]),
    ([GOOD, "-s", "english!", "-o", "out.tmx"], 2, ["english!"]), ([GOOD, "-s", "xx", "-t", "de", "-o", "out.tmx"], 2, ["xx", "language tag"]),
    ([GOOD, "-s", "en", "-t", "fr", "-o", "out.tmx"], 2, ["fr"]), (["two-english.jsonl", "-s", "en", "-t", "de", "-o", "out.tmx"], 2, ["en-us", "en-gb"]),
    (["three.tsv", "-o", "out.xlf"], 2, ["-s", "-t"]), (["broken.jsonl", "-o", "out.tmx"], 2, ["broken.jsonl:1"]), (["array.jsonl", "-o", "out.tmx"], 2, ["array.jsonl:1"]),
    (["one-sided.jsonl", "-o", "out.tmx"], 2, ["unit"]), (["cut.txt.gz", "-o", "out.tmx"], 2, ["cut.txt.gz", "gzip"]),
    (["conflicts.tsv", "--conflicts", "fail", "-o", "out.tmx"], 2, ["bank"]), (["control.tsv", "--illegal-characters", "refuse", "-o", "out.tmx"], 2, ["control.tsv", "u+0007"]),
    ([GOOD, "-o", GOOD], 2, [GOOD, "input"]), ([GOOD, "-o", "./folder/../good.tsv"], 2, ["good.tsv", "input"]), ([GOOD, "-o", "out.tmx", "-o", "./out.tmx"], 2, ["out.tmx"]),
    ([GOOD, "-o", "out.tmx", "--report", "out.tmx"], 2, ["out.tmx"]), ([GOOD, "-o", "out.tmx", "--report", GOOD], 2, [GOOD]), ([GOOD, "-o", "out.tmx", "--removed", GOOD], 2, [GOOD]),
    ([GOOD, "-o", "regular/out.tmx"], 2, ["regular/out.tmx", "folder"]), ([GOOD, "-o", "nowhere/out.tmx"], 2, ["nowhere/out.tmx", "folder"]), ([GOOD, "-o", "folder"], 2, ["folder"]),
    ([GOOD, "-o", "out.tmx", "-o", "nowhere/out.xlf"], 2, ["nowhere/out.xlf"]), ([GOOD, "-o", "out.tmx", "--report", "nowhere/r.json"], 2, ["nowhere/r.json"]),
    ([GOOD, "-o", "out.docx"], 2, ["docx"]), ([GOOD, "-o", "-"], 2, ["--to"]), ([GOOD], 2, ["-o"]), (["-o", "out.tmx"], 2, ["input"]), ([GOOD, "-o", "out.tmx", "--frobnicate"], 2, ["--frobnicate"]),
    ([GOOD, "-o", "out.tmx", "--dedup", "perhaps"], 2, ["perhaps"]), ([GOOD, "-o", "out.xlf", "--xliff-version", "3.0"], 2, ["3.0"]), ([GOOD, "-o", "out.tmx", "--encoding", "utf-99"], 2, ["utf-99"]),
    ([GOOD, "-o", "/dev/full", "--to", "tmx"], 2, ["/dev/full", "space"]), (["frobnicate"], 2, ["frobnicate"]), (["align", "english-only.txt", "-o", "out.jsonl"], 2, ["english-only.txt"]),
]
COMMANDS = ("align", "frobnicate")


def snapshot(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def table(binary, folder, tally):
    make(folder)
    before = snapshot(folder)
    for argv, status, fragments in TABLE:
        if not os.path.exists("/dev/full") and "/dev/full" in argv:
            continue
        full = argv if argv[0] in COMMANDS else ["export", *argv]
        what = " ".join(full)
        done = run(binary, *full, cwd=folder, stdin=subprocess.DEVNULL)
        said = done.stderr.decode(errors="replace")
        tally.need(done.returncode == status, f"{what}: exit status {done.returncode}, expected {status}: {say(done)}")
        for fragment in fragments:
            tally.need(fragment.lower() in said.lower(), f"{what}: nothing said of {fragment!r}: {say(done)}")
        tally.need("panicked" not in said and "RUST_BACKTRACE" not in said, f"{what}: a panic: {say(done)}")
        errors = [line for line in said.splitlines() if line.startswith("error")]
        tally.need(len(errors) == 1, f"{what}: {len(errors)} errors, one sentence wanted: {say(done)}")
        tally.need(not done.stdout, f"{what}: {len(done.stdout)} bytes on standard output")
        after = snapshot(folder)
        # a run that could not write a memory may still have said why in its report
        changed = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n) or (n in before) != (n in after)}
        if not tally.need(not changed, f"{what}: left behind or changed: {sorted(changed)}"):
            make(folder)


def nothing_to_write(binary, folder, tally):
    """No unit at all: no output, an older one stays, and the report says why."""
    make(folder)
    done = run(binary, "export", "one-sided.jsonl", "-o", "out.tmx", "--report", "why.json", cwd=folder)
    tally.need(done.returncode == 2, f"nothing to write: exit status {done.returncode}")
    tally.need((folder / "why.json").exists(), "nothing to write: no report")
    tally.need((folder / "out.tmx").read_bytes() == OLDER, "nothing to write: the older output is gone")


def modes_and_links(binary, folder, tally):
    make(folder)
    (folder / "out.tmx").chmod(0o640)
    (folder / "link.tmx").symlink_to("out.tmx")
    done = run(binary, "export", GOOD, "-o", "link.tmx", cwd=folder)
    tally.need(done.returncode == 0, f"through a link: {say(done)}")
    tally.need((folder / "link.tmx").is_symlink(), "the link was replaced by a file")
    tally.need(b"<tmx" in (folder / "out.tmx").read_bytes(), "what the link names was not written")
    tally.need((folder / "out.tmx").stat().st_mode & 0o777 == 0o640, "the older output's mode is not kept")


def big_table(folder):
    path = folder / "big.tsv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("en\tde\n")
        file.writelines(f"This is sentence number {n} of many.\tDies ist Satz Nummer {n} von vielen.\n" for n in range(BIG_ROWS))
    return path


def closed_pipe(binary, folder, tally):
    for kind in ("tmx", "xliff-1.2", "jsonl", "tsv"):
        program = subprocess.Popen([str(binary), "export", "big.tsv", "--to", kind, "-o", "-"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        start = program.stdout.read(10)
        program.stdout.close()
        said = program.stderr.read().decode(errors="replace")
        status = program.wait(timeout=120)
        program.stderr.close()
        tally.need(len(start) == 10 and status == 0, f"closed pipe, {kind}: exit status {status}: {said[:200]}")
        tally.need("panicked" not in said and "error" not in said, f"closed pipe, {kind}: {said[:200]}")


def killed(binary, folder, tally):
    """kill -9 in the middle: the older output is whole. What is left beside it is a hidden temporary file at most."""
    out = folder / "out.tmx"
    for wait in (0.02, 0.08, 0.2):
        out.write_bytes(OLDER)
        program = subprocess.Popen([str(binary), "export", "big.tsv", "-o", "out.tmx"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        program.send_signal(signal.SIGKILL)
        program.wait(timeout=60)
        data = out.read_bytes()
        tally.need(data == OLDER or data.rstrip().endswith(b"</tmx>"), f"killed after {wait} s: the output is cut short")
    for path in folder.glob(".*"):
        path.unlink()
    for path in pathlib.Path(folder).iterdir():
        tally.need(not path.name.startswith("out.tmx."), f"killed: {path.name} is left behind, in sight")


def main():
    binary, _, outdir = arguments(__doc__)
    tally, folder = Tally(), own_folder(outdir, "bad-input")
    table(binary, folder, tally)
    nothing_to_write(binary, folder, tally)
    modes_and_links(binary, folder, tally)
    make(folder)
    big_table(folder)
    closed_pipe(binary, folder, tally)
    killed(binary, folder, tally)
    # a multilingual sample asks for a pair where the output holds two languages, and names the options
    done = run(binary, "export", REPO / "samples" / "tsv" / "three-languages.tsv", "-o", folder / "three.xlf")
    tally.need(done.returncode == 2 and b"-s" in done.stderr, f"three languages into XLIFF: exit status {done.returncode}: {say(done)}")
    shutil.rmtree(folder)
    return tally.close("bad input")


if __name__ == "__main__":
    raise SystemExit(main())
