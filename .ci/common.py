"""What the checks share: their arguments, running the program, the samples, counting."""

import functools
import importlib.util
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

SHOWN = int(os.environ.get("SHOWN", "40"))
# The element of a unit, with all that is in it.
UNIT = re.compile(r"<((?:[\w.-]+:)?(?:tu|trans-unit|unit))(?=[\s>/])(?:[^>]*?/>|.*?</\1\s*>)", re.S)
XML_FOLDERS = ("tmx", "xliff1", "xliff2")
REPO = pathlib.Path(__file__).resolve().parent.parent


def arguments(doc):
    """(BINARY, SHARED, OUTDIR) of the command line; OUTDIR is made."""
    if len(sys.argv) != 4:
        sys.exit(doc)
    binary, shared, folder = (pathlib.Path(a).resolve() for a in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    return binary, shared, folder


def own_folder(outdir, name):
    """A folder of a check's own, made anew."""
    folder = outdir / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Tally:
    """Counts what held and what did not; failures are printed at once, as many as `SHOWN` says."""

    def __init__(self):
        self.passed = self.failed = 0

    def need(self, condition, message):
        if condition:
            self.passed += 1
            return True
        self.failed += 1
        if self.failed <= SHOWN:
            print("FAIL", str(message)[:600])
        return False

    def close(self, what):
        print(f"{what}: {self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def run(binary, *args, **options):
    """Runs the program; stdout and stderr are bytes."""
    options.setdefault("capture_output", True)
    return subprocess.run([str(binary), *map(str, args)], timeout=300, **options)


@functools.lru_cache
def module_of(path):
    """The module that a file is."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def inline_module(shared):
    return module_of(shared / "inline" / "check.py")


def vectors(shared):
    return read_jsonl(shared / "inline" / "vectors.jsonl")


def read_jsonl(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def decoded(path):
    """The text of a document, lines ended by a line feed; a byte order mark wins over the declaration."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        label = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w.:-]+)", data)
        label = label[1].decode() if label and not data.startswith(b"\xef\xbb\xbf") else "utf-8-sig"
        text = data.decode(label, errors="replace")
    return text.replace("\r\n", "\n")


def say(done):
    """The first lines of what a run said, for messages."""
    return done.stderr.decode(errors="replace").strip()[:400]


class Case:
    """One export to check: its inputs, and the options for bilingual outputs where it has more than two languages."""

    def __init__(self, name, inputs, pair=()):
        self.name, self.inputs, self.pair = name, [str(i) for i in inputs], list(pair)

    @property
    def is_document(self):
        """Whether it is a TMX or XLIFF file, whose segments are taken as they are: white space, lacking codes and empty sides too."""
        return self.name.split("/")[0] in ("dialects", "wordfast", "po", *XML_FOLDERS)


def sample_cases():
    """Every sample, with the options that `samples/options.tsv` gives it. Pairs go by name: NAME.LANG.txt twice.
    What stands deeper than samples/FORMAT/ is named by a sample, and is none itself."""
    samples = REPO / "samples"
    with open(samples / "options.tsv", encoding="utf-8") as rows:
        table = [line.rstrip("\n").split("\t") for line in rows][1:]
    options = {row[0]: (shlex.split(row[1]), shlex.split(row[2])) for row in table}
    missing = [name for name in options if not (samples / name).exists()]
    if missing:
        sys.exit(f"samples/options.tsv names samples that are not there: {missing}")
    cases, pairs = [], {}
    for path in sorted(p for p in samples.glob("*/*") if p.is_file()):
        name = path.relative_to(samples).as_posix()
        if path.parent.name in ("pair", "lines"):
            pairs.setdefault(name.split(".")[0], []).append(path)
        else:
            more, pair = options.pop(name, ([], []))
            more = [REPO / word if word.startswith("samples/") else word for word in more]
            named = ["--alignment", path] if name.startswith("aligned/") else [path]
            cases.append(Case(name, [*named, *more], pair))
    for name, paths in pairs.items():
        paths.sort(key=lambda p: (not p.name.split(".")[1].startswith(("zh", "de")), p.name))
        langs = [p.name.split(".")[1] for p in paths]
        more = ["--from", "lines", "-s", langs[0], "-t", langs[1]] if name.startswith("lines/") else []
        cases.append(Case(name, ["--pair", *paths, *more]))
    return cases


def xml_samples():
    """The samples that are XML documents."""
    return [case for case in sample_cases() if case.name.split("/")[0] in XML_FOLDERS]


def release_files(folder):
    """[(name in the gold file, [path] or [Chinese path, English path])]"""
    found = []
    for path in sorted((folder / "raw").glob("*.txt")):
        if path.name.endswith(".zh.txt"):
            found.append((path.name, [path, path.with_name(path.name.replace(".zh.", ".en."))]))
        elif not path.name.endswith(".en.txt"):
            found.append((path.name, [path]))
    return found


def predicted_beads(binary, paths, rows, **options):
    """Aligns the file or files of a Chinese–English release into the file `rows`; (the run, beads in the form of the scorer, with their confidence)."""
    done = run(binary, "align", *(paths if len(paths) == 1 else ["--pair", *paths]), "-o", rows, **options)
    found = []
    for row in read_jsonl(rows) if done.returncode == 0 else ():
        if "junk" in row:
            continue
        sides = ("source", "target") if (row.get("source_lang") or "zh").startswith("zh") else ("target", "source")
        if row.get("source_lang") is None and not row.get("target_lang", "").startswith("en"):
            sides = ("target", "source")
        found.append({**{side: row.get(key) or "" for side, key in zip(("zh", "en"), sides)}, "confidence": row.get("confidence", 0)})
    return done, found


def release_cases(shared):
    cases, merged = [], []
    for name, paths in release_files(shared / "releases"):
        inputs = paths if len(paths) == 1 else ["--pair", *paths]
        cases.append(Case("releases/" + name, inputs))
        merged += inputs
    cases.append(Case("releases/all", [*merged, "-s", "zh", "-t", "en"]))
    cases.append(Case("seed/release.txt", [shared / "seed" / "release.txt", "-s", "zh-CN", "-t", "en-US"]))
    return cases


def dialect_cases(shared):
    """The files of SHARED/dialects that hold a translation and are to be read."""
    entries = [e for e in read_jsonl(shared / "dialects" / "expected.jsonl") if any(unit["translated"] for unit in e["units"])]
    return [Case("dialects/" + e["file"], [shared / "dialects" / e["file"]], ["-s", e["pair"][0], "-t", e["pair"][1]]) for e in entries]


def every_case(shared):
    return sample_cases() + dialect_cases(shared) + release_cases(shared)
