#!/usr/bin/env python3
"""Ten-fold cross-validation of the aligner's constants on SHARED/releases; prints the F1 on what no constant was fitted on.

    crossvalidate.py BINARY SHARED OUTDIR

No part of `.ci/run`: it builds the program once more, in OUTDIR, with every number of `src/align/` that is a constant of type `f64`
(weights, shares, variances, beliefs, priors) read from the environment, so that a setting costs a run and no build.

Each of them is set to .4, .6, 1.6 and 2.5 times its value, one at a time. Those that change any count of any release are fitted:

    one     the best of these settings on twenty-seven releases, measured on the other three; over `SHUFFLES` shufflings
    all     every constant starts at random, and none finds its own value among those that are tried, which are `FACTORS`, each
            up to 1.6 times more or less: nothing is left of how it was chosen. Then one after the other takes the factor that
            is best on twenty-seven releases, the middle one of those that are, until a round changes nothing (`ROUNDS` at
            most); measured on the other three

"Best" is strict F1, then lax F1. With `TIES=kept`, a constant that is among the best stays where it is instead, which may be
where it started: what the twenty-seven cannot tell is then left to chance.
"""
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys

from common import REPO, arguments, module_of, own_folder, predicted_beads, read_jsonl, release_files

FOLDS = 10
SHUFFLES = int(os.environ.get("SHUFFLES", 20))
ROUNDS = int(os.environ.get("ROUNDS", 3))
TIES = os.environ.get("TIES", "middle")
FACTORS = (0.4, 0.6, 1.0, 1.6, 2.5)
OTHER_FACTORS = tuple(factor for factor in FACTORS if factor != 1)
CONSTANT = re.compile(r"^(?P<before>[ ]*(?:pub\([a-z ]+\) )?)const (?P<name>[A-Z_0-9]+): (?P<type>[^=]*\bf64\b[^=]*) = (?P<value>[^;]*);", re.M)
NUMBER = re.compile(r"(?<![\w.])\d[\d_]*\.\d+(?:e-?\d+)?(?!\w)")
# Reads `file:NAME.n=factor` words of the environment once.
SETTABLE = """//! Constants that can be set from outside.
use std::{collections::HashMap, sync::LazyLock};

static FACTORS: LazyLock<HashMap<String, f64>> = LazyLock::new(|| {
    let set = std::env::var("TMFORGE_FACTORS").unwrap_or_default();
    set.split_whitespace().map(|word| word.split_once('=').unwrap()).map(|(name, factor)| (name.to_owned(), factor.parse().unwrap())).collect()
});

pub(crate) fn constant(name: &str, usual: f64) -> f64 {
    FACTORS.get(name).map_or(usual, |factor| usual * factor)
}
"""


def settable(folder):
    """Builds the program with settable constants; (its path, the names of these constants)."""
    tree, names = folder / "tree", []
    shutil.copytree(REPO, tree, ignore=shutil.ignore_patterns("target", ".git", "snapshots", "samples"))
    for path in sorted((tree / "src" / "align").rglob("*.rs")):
        if path.name in ("tests.rs", "maths.rs"):
            continue
        text = path.read_text(encoding="utf-8")
        found = {match["name"] for match in CONSTANT.finditer(text)}
        if not found:
            continue
        others = set(re.findall(r"const ([A-Z_0-9]+): (?![^=]*\bf64\b)", text))
        if found & others:
            sys.exit(f"{path}: {found & others} are of two types")

        def made(match):
            numbers = 0

            def number(literal):
                nonlocal numbers
                numbers += 1
                name = f"{path.relative_to(tree / 'src' / 'align').as_posix()}:{match['name']}.{numbers}"
                while name in names:
                    name += "'"
                names.append(name)
                return f'crate::settable::constant("{name}", {literal[0]})'

            value = NUMBER.sub(number, match["value"])
            return f"{match['before']}static {match['name']}: std::sync::LazyLock<{match['type']}> = std::sync::LazyLock::new(|| {value});"

        # what uses a constant stands outside of its line, and not in a comment
        uses = re.compile(rf"^\s*//.*$|\b(?:{'|'.join(sorted(found))})\b", re.M)
        value_of = lambda match: match[0] if "//" in match[0] else f"(*{match[0]})"
        pieces, at = [], 0
        for match in CONSTANT.finditer(text):
            pieces += [uses.sub(value_of, text[at:match.start()]), made(match)]
            at = match.end()
        path.write_text("".join([*pieces, uses.sub(value_of, text[at:])]), encoding="utf-8")
    (tree / "src" / "settable.rs").write_text(SETTABLE, encoding="utf-8")
    library = tree / "src" / "lib.rs"
    library.write_text(library.read_text(encoding="utf-8").replace("mod error;", "mod error;\nmod settable;", 1), encoding="utf-8")
    environment = {**os.environ, "CARGO_TARGET_DIR": str(folder / "target"), "CARGO_PROFILE_RELEASE_LTO": "off",
                   "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16", "RUSTFLAGS": "--cap-lints allow"}
    subprocess.run(["cargo", "build", "--quiet", "--release", "--bin", "tmforge"], cwd=tree, env=environment, check=True)
    return folder / "target" / "release" / "tmforge", names


class Releases:
    """The releases, and what each setting comes to on each of them; a setting is {name: factor}."""

    def __init__(self, binary, shared, folder):
        self.binary, self.folder = binary, folder
        self.files = release_files(shared / "releases")
        self.score = module_of(shared / "releases" / "score.py").score_doc
        self.gold = {doc["file"]: doc for doc in read_jsonl(shared / "releases" / "gold.jsonl")}
        self.known = {}
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())

    def counts(self, setting):
        """Seven counts of the scorer for each release."""
        key = " ".join(f"{name}={factor}" for name, factor in sorted(setting.items()) if factor != 1)
        if key not in self.known:
            self.known[key] = list(self.pool.map(lambda file: self.aligned(file, key), self.files))
        return self.known[key]

    def aligned(self, file, key):
        name, paths = file
        rows = self.folder / f"{name}.jsonl"
        done, beads = predicted_beads(self.binary, paths, rows, env={**os.environ, "TMFORGE_FACTORS": key})
        if done.returncode:
            sys.exit(f"{name} with {key}: {done.stderr.decode(errors='replace')}")
        doc = self.gold[name]
        return self.score(doc["beads"], beads, doc.get("open", ()))

    def f1(self, setting, of):
        """(strict, lax) F1 over the releases of these numbers."""
        return f1([counts for at, counts in enumerate(self.counts(setting)) if at in of])


def f1(rows):
    predicted, right, lax, gold, recalled, lax_recalled, _ = map(sum, zip(*rows))
    harmonic = lambda p, r: 2 * p * r / (p + r) if p + r else 0.0
    return harmonic(right / max(predicted, 1), recalled / gold), harmonic(lax / max(predicted, 1), lax_recalled / gold)


def folds(count, rng):
    order = list(range(count))
    rng.shuffle(order)
    return [set(order[at::FOLDS]) for at in range(FOLDS)]


def fitted(releases, names, of, rng):
    """A setting found on the releases `of` from a random one, a constant at a time."""
    grids = {name: [round(factor * 1.6 ** rng.uniform(-1, 1), 3) for factor in FACTORS] for name in names}
    setting = {name: rng.choice(grid) for name, grid in grids.items()}
    first = releases.f1(setting, of)[0]
    for _ in range(ROUNDS):
        before = dict(setting)
        for name in rng.sample(names, len(names)):
            worth = [releases.f1({**setting, name: factor}, of) for factor in grids[name]]
            best = [factor for factor, f1 in zip(grids[name], worth) if f1 == max(worth)]
            if not (TIES == "kept" and setting[name] in best):
                setting[name] = sorted(best)[len(best) // 2]
        if setting == before:
            break
    return setting, first


def main():
    binary, shared, outdir = arguments(__doc__)
    folder = own_folder(outdir, "crossvalidate")
    built, names = settable(folder)
    releases = Releases(built, shared, folder)
    every = set(range(len(releases.files)))
    usual = releases.counts({})
    if usual != Releases(binary, shared, folder).counts({}):
        sys.exit("the program with settable constants aligns otherwise than the program")
    ones = [{name: factor} for name in names for factor in OTHER_FACTORS]
    moving = [name for name in names if any(releases.counts({name: factor}) != usual for factor in OTHER_FACTORS)]
    ones = [one for one in ones if set(one) <= set(moving)]
    print(f"{len(names)} numbers, of which {len(moving)} change a count at .4 to 2.5 times their value: {', '.join(moving)}")
    print(f"as they are, all releases: strict F1 {releases.f1({}, every)[0]:.4f}; one at a time "
          f"{min(releases.f1(one, every)[0] for one in ones):.4f} to {max(releases.f1(one, every)[0] for one in ones):.4f}", flush=True)
    figures = []
    for shuffle in range(SHUFFLES):
        held_out = []
        for fold in folds(len(every), random.Random(shuffle)):
            chosen = max([{}, *ones], key=lambda setting: releases.f1(setting, every - fold))
            held_out += [releases.counts(chosen)[at] for at in fold]
        figures.append(f1(held_out)[0])
    print(f"one: held out, mean of {SHUFFLES} shufflings {sum(figures) / SHUFFLES:.4f} ({min(figures):.4f} to {max(figures):.4f})", flush=True)
    rng, held_out = random.Random(6), []
    for number, fold in enumerate(folds(len(every), rng), 1):
        setting, first = fitted(releases, moving, every - fold, rng)
        held_out += [releases.counts(setting)[at] for at in fold]
        print(f"all: fold {number}: {first:.4f} at the random start, {releases.f1(setting, every - fold)[0]:.4f} fitted, "
              f"{releases.f1(setting, fold)[0]:.4f} held out", flush=True)
    print(f"all: held out, ten folds {f1(held_out)[0]:.4f}")


if __name__ == "__main__":
    main()
