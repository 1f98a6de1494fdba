#!/usr/bin/env python3
"""Runs that are killed at any moment: OUT is as it was or whole, one temporary file at most stays, and the next run to
the same OUT removes it and says so. Runs that are stopped by Ctrl-C leave none, and say what was not done.

    check_killed.py BINARY SHARED OUTDIR
"""
import hashlib
import json
import random
import re
import signal
import subprocess
import sys
import time

from common import Tally, arguments, own_folder

UNITS = 40_000  # some 20 MB of TMX
KILLED, STOPPED = 100, 12
TRIES = 60  # runs that are started until so many were stopped before their end
SEED = 20261125
PATIENCE = 60  # seconds until a run that should have ended is given up
TEMPORARY = re.compile(r"\.out\.tmx\.tmforge-[A-Za-z0-9]{6}\.tmp")
OLDER = b"an older output"
SENTENCE = "nothing was written to `out.tmx`"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


class Scene:
    """A folder with an input and an output."""

    def __init__(self, binary, folder, source):
        self.folder, self.out = folder, folder / "out.tmx"
        self.command = [str(binary), "export", str(source), "-o", "out.tmx", "--message-format", "json"]

    def start(self):
        return subprocess.Popen(self.command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def whole_run(self):
        """(exit status, findings, seconds)"""
        begin = time.monotonic()
        program = self.start()
        said = program.communicate(timeout=PATIENCE)[1]
        findings = [json.loads(line) for line in said.decode().splitlines()]
        return program.returncode, findings, time.monotonic() - begin

    def run_and_send(self, number, delay):
        """Starts a run, sends a signal after a while: (exit status, what was said)."""
        program = self.start()
        try:
            said = program.communicate(timeout=delay)[1]
        except subprocess.TimeoutExpired:
            program.send_signal(number)
            said = program.communicate(timeout=PATIENCE)[1]
        return program.returncode, said.decode()

    def prepare(self, has_older):
        """An older output, or none: its digest."""
        self.out.unlink(missing_ok=True)
        if has_older:
            self.out.write_bytes(OLDER)
        return digest(self.out)

    def litter(self):
        return sorted(path.name for path in self.folder.iterdir() if path != self.out)


def removed(findings):
    return sorted(TEMPORARY.search(found["message"])[0] for found in findings if found["code"] == "leftover")


def check_killed(scene, tally, chance, whole, seconds):
    """Kills runs; the output of each is looked at, and every few of them a whole run clears up."""
    kept = replaced = left_over = 0
    left = []
    for number in range(KILLED):
        before, delay = scene.prepare(number % 2), chance.uniform(0, seconds)
        what = f"run {number}, killed after {delay:.3f} s"
        status, said = scene.run_and_send(signal.SIGKILL, delay)
        after = digest(scene.out)
        if after == before:
            kept += 1
            tally.need(status == -signal.SIGKILL, f"{what}: exit status {status}, and nothing is written: {said[-300:]}")
        else:
            replaced += 1
            tally.need(after == whole, f"{what}: the output is neither as it was nor whole")
        now = scene.litter()
        tally.need(all(TEMPORARY.fullmatch(name) for name in now), f"{what}: leaves {now}")
        # the run itself removed what the one before it left, unless it was killed before that
        new = [name for name in now if name not in left]
        tally.need(len(new) <= 1, f"{what}: leaves {new}")
        left_over += len(new)
        left = now
        if number % 10 == 9:
            status, findings, _ = scene.whole_run()
            tally.need(status == 0, f"the run after {what}: exit status {status}")
            tally.need(removed(findings) == left, f"the run after {what} removes {removed(findings)}, not {left}")
            tally.need(digest(scene.out) == whole, f"the run after {what} writes something else")
            tally.need(not scene.litter(), f"the run after {what} leaves {scene.litter()}")
            left = []
    print(f"{KILLED} runs killed within {seconds:.2f} s: {kept} outputs as they were, {replaced} whole, {left_over} temporary files left and removed")
    tally.need(left_over >= KILLED // 4, f"only {left_over} runs were killed while they wrote")


def check_stopped(scene, tally, chance, whole, seconds):
    stopped = 0
    for turn in range(TRIES):
        if stopped == STOPPED:
            break
        number = signal.SIGTERM if turn % 4 == 3 else signal.SIGINT
        has_older = bool(turn % 2)
        # not so early that the program listens to no signal yet
        before, delay = scene.prepare(has_older), chance.uniform(min(0.1, seconds / 4), seconds * 0.8)
        status, said = scene.run_and_send(number, delay)
        what = f"{number.name} after {delay:.3f} s: exit status {status}: {said[-300:]}"
        tally.need(not scene.litter(), f"{what}: leaves {scene.litter()}")
        if status == 0:
            tally.need(digest(scene.out) == whole, f"{what}: the output is not whole")
            seconds *= 0.9  # the machine is faster than it was when runs were timed
            continue
        stopped += 1
        tally.need(status == 128 + number, what)
        tally.need(digest(scene.out) == before, f"{what}: the output is not as it was")
        errors = [found["message"] for found in map(json.loads, said.splitlines()) if found["severity"] == "error"]
        tally.need(errors == [SENTENCE + (", which is as it was" if has_older else "")], what)
    print(f"{stopped} runs stopped by a signal")
    tally.need(stopped == STOPPED, f"only {stopped} of {TRIES} runs were stopped")


def main():
    binary, shared, outdir = arguments(__doc__)
    folder, tally, chance = own_folder(outdir, "killed"), Tally(), random.Random(SEED)
    source = folder / "source.tmx"
    generator = [sys.executable, shared / "bench" / "gen_corpus.py", "--units", str(UNITS), "--format", "tmx", "--out", source]
    subprocess.run(generator, check=True)
    scene = Scene(binary, own_folder(folder, "out"), source)
    runs = [scene.whole_run() for _ in range(3)]
    tally.need(all(status == 0 for status, *_ in runs), f"exit status {[status for status, *_ in runs]}")
    seconds, whole = sorted(seconds for *_, seconds in runs)[1], digest(scene.out)
    check_killed(scene, tally, chance, whole, seconds)
    check_stopped(scene, tally, chance, whole, seconds)
    return tally.close("runs killed and stopped")


if __name__ == "__main__":
    raise SystemExit(main())
