"""Writes every case in every format, once for all checks: OUTDIR/written/CASE/ and OUTDIR/written/runs.json.

The checks call `outputs(binary, shared, outdir)`; a second call with the same program and inputs takes what is there.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

from common import REPO, every_case, run

XLIFF2 = ("2.0", "2.1", "2.2")


class Written:
    """One run of the program: the case, what it was told, its exit status, and its files by format name."""

    def __init__(self, case, name, folder, argv, outs):
        self.case, self.name, self.folder, self.argv, self.outs = case, name, folder, argv, outs
        self.status = self.error = None

    @property
    def report(self):
        with open(self.folder / f"{self.name}.report.json", encoding="utf-8") as file:
            return json.load(file)

    @property
    def removed(self):
        return self.folder / f"{self.name}.removed.jsonl"

    def __str__(self):
        return f"{self.case.name} ({self.name})"


def planned(cases, root):
    runs = []
    for case in cases:
        folder = root / case.name.replace("/", "__")

        def plan(name, options, formats, case=case, folder=folder):
            outs = {kind: folder / f"{name}.{ending}" for kind, ending in formats}
            argv = ["export", *case.inputs, *options]
            for path in outs.values():
                argv += ["-o", str(path)]
            argv += ["--report", str(folder / f"{name}.report.json"), "--removed", str(folder / f"{name}.removed.jsonl")]
            runs.append(Written(case, name, folder, argv, outs))

        flat = [("tmx", "tmx"), ("tsv", "tsv"), ("csv", "csv"), ("jsonl", "jsonl")]
        if case.pair:
            plan("all-languages", [], flat)
        plan("main", case.pair, [*flat, ("xliff-1.2", "xlf")])
        for version in XLIFF2:
            plan(f"xliff-{version}", [*case.pair, "--xliff-version", version], [(f"xliff-{version}", "xlf"), ("jsonl", "jsonl")])
    return runs


def fingerprint(binary, shared):
    """The program's bytes and every input's: what is written depends on nothing else."""
    digest = hashlib.sha256(pathlib.Path(binary).read_bytes())
    for folder in (REPO / "samples", shared / "dialects", shared / "releases" / "raw", shared / "seed"):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def outputs(binary, shared, outdir):
    root = pathlib.Path(outdir).resolve() / "written"
    runs = planned(every_case(shared), root)
    known, key = root / "runs.json", fingerprint(binary, shared)
    if known.exists():
        kept = json.loads(known.read_text())
        if kept["key"] == key and len(kept["runs"]) == len(runs):
            for written, (status, error) in zip(runs, kept["runs"]):
                written.status, written.error = status, error
            return runs
    shutil.rmtree(root, ignore_errors=True)
    for written in runs:
        written.folder.mkdir(parents=True, exist_ok=True)

    def write(written):
        try:
            done = run(binary, *written.argv, stdin=subprocess.DEVNULL)
            written.status, written.error = done.returncode, done.stderr.decode(errors="replace")[-2000:]
        except subprocess.TimeoutExpired:
            written.status, written.error = -1, "no end within 300 seconds"

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, runs))
    known.write_text(json.dumps({"key": key, "runs": [(w.status, w.error) for w in runs]}))
    return runs


def files(runs, *formats):
    """(run, format, path) of each file that is there, of the formats named."""
    for written in runs:
        for kind, path in written.outs.items():
            if kind in formats and written.status == 0 and path.exists():
                yield written, kind, path
