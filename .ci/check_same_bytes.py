#!/usr/bin/env python3
"""Writes every case a second and third time, elsewhere and under another environment: the bytes stay the same.

    check_same_bytes.py BINARY SHARED OUTDIR

The time zone, the language of the system and the folder of the outputs differ between the first two runs. Two further runs have a
SOURCE_DATE_EPOCH: they agree with each other, and their units with those of the first, whose memory shows no clock. Long texts
are written once more where the system gives no thread, with the same bytes.
"""
import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import tempfile

from common import Tally, arguments, read_jsonl, run, say
from outputs import outputs

EPOCH = "1700000000"


def repeat(binary, written, folder, **environment):
    """The same run with its outputs in `folder`; bytes by file name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    argv = [a.replace(str(written.folder) + os.sep, str(folder) + os.sep) for a in written.argv]
    env = {k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "LC_ALL")} | environment
    return run(binary, *argv, env=env)


def content(path, folder):
    """Bytes of a file; of a report, what two runs must share."""
    if not path.name.endswith("report.json"):
        return path.read_bytes()
    report = json.loads(path.read_text(encoding="utf-8").replace(str(folder) + os.sep, ""))
    report.pop("elapsed_ms")
    return report


def without_threads(binary, folder, tally):
    """Runs that use threads, and the same where none is to be had. Other users must be able to enter `folder`."""
    binary = shutil.copy(binary, folder)
    rows = [(f"Sentence {n} of {n * n}.", f"Satz {n} von {n * n}.") for n in range(30_000)]
    (folder / "rows.tsv").write_text("en\tde\n" + "".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    for side, name in enumerate(("text.en.txt", "text.de.txt")):
        (folder / name).write_text("".join(row[side] + "\n" for row in rows[:800]), encoding="utf-8")
    # limits do not hold for root
    other_user = {"user": 65534} if os.geteuid() == 0 else {}
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)), **other_user}
    for argv in (["export", "rows.tsv"], ["export", "--pair", "text.en.txt", "text.de.txt", "--segment", "line", "-s", "en", "-t", "de"]):
        written = []
        for name, options in (("several.tmx", {}), ("one.tmx", limit)):
            done = run(binary, *argv, "--threads", "2", "--progress", "log", "-o", name, cwd=folder, **options)
            tally.need(done.returncode == 0, f"{argv}, {name}: exit status {done.returncode}: {say(done)}")
            written.append((folder / name).read_bytes() if done.returncode == 0 else name)
        tally.need(written[0] == written[1], f"{argv}: other bytes where no thread is to be had")


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    runs = [w for w in outputs(binary, shared, outdir) if w.name == "main" and w.status == 0]

    def differences(written):
        complaints = []
        folders = {n: outdir / "repeated" / n / written.folder.name for n in ("elsewhere", "epoch", "epoch-again")}
        for name, folder in folders.items():
            env = {"TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"} if name == "elsewhere" else {"SOURCE_DATE_EPOCH": EPOCH}
            done = repeat(binary, written, folder, **env)
            if done.returncode:
                complaints.append(f"{written}, {name}: exit status {done.returncode}: {say(done)}")
                return complaints
        for path in sorted(p for p in written.folder.glob("main.*")):
            for a, b in ((written.folder, folders["elsewhere"]), (folders["epoch"], folders["epoch-again"])):
                if content(a / path.name, a) != content(b / path.name, b):
                    complaints.append(f"{written}: {path.name} differs between {a.parent.name} and {b.parent.name}")
        if complaints:
            return complaints
        texts = [[(r.get("source"), r.get("target"), str(r.get("variants"))) for r in read_jsonl(f / "main.jsonl")] for f in (written.folder, folders["epoch"])]
        if texts[0] != texts[1]:
            complaints.append(f"{written}: SOURCE_DATE_EPOCH changes the units")
        return complaints

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for written, complaints in zip(runs, pool.map(differences, runs)):
            tally.need(not complaints, "; ".join(complaints))
    tally.need(runs, "nothing was written")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        without_threads(binary, pathlib.Path(folder), tally)
    return tally.close("cases written again, byte for byte")


if __name__ == "__main__":
    raise SystemExit(main())
