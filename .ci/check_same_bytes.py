#!/usr/bin/env python3
"""Writes every case a second and third time, elsewhere and under another environment: the bytes stay the same.

    check_same_bytes.py BINARY SHARED OUTDIR

The time zone, the language of the system and the folder of the outputs differ between the first two runs. Two further runs have a
SOURCE_DATE_EPOCH: they agree with each other, and their units with those of the first, whose memory shows no clock.
"""
import concurrent.futures
import json
import os
import shutil

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
    return tally.close("cases written again, byte for byte")


if __name__ == "__main__":
    raise SystemExit(main())
