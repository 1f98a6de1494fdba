#!/usr/bin/env python3
"""Validates every XML output by xmllint: TMX by its DTD, XLIFF 1.2 by the strict schema, XLIFF 2 with all modules.

    check_schemas.py BINARY SHARED OUTDIR
"""
import subprocess

from common import Tally, arguments
from outputs import files, outputs

SCHEMAS = {
    "tmx": ("--dtdvalid", "tmx/tmx14.dtd"), "xliff-1.2": ("--schema", "xliff-1.2/strict.xsd"), "xliff-2.0": ("--schema", "xliff-2.0/all.xsd"),
    "xliff-2.1": ("--schema", "xliff-2.1/all.xsd"), "xliff-2.2": ("--schema", "xliff-2.2/all.xsd"),
}

# `ts` is deprecated in XLIFF 1.2: only the transitional schema admits it, and nothing else holds what it says.
TRANSITIONAL = ("--schema", "xliff-1.2/transitional.xsd")
TOOL_DATA = "jsonl/codes-with-tool-data.jsonl"


def invalid(option, schema, paths):
    """Those of `paths` that xmllint refuses, with what it said first. One call for many files: loading a schema takes longest."""
    refused = {}
    for start in range(0, len(paths), 100):
        batch = [str(p) for p in paths[start:start + 100]]
        done = subprocess.run(["xmllint", "--nonet", "--noout", option, str(schema), *batch], capture_output=True, text=True)
        # an input may declare a namespace by a relative name, which is odd and allowed
        said, named = [line for line in done.stderr.splitlines() if "namespace warning" not in line], False
        for path in batch:
            lines = [line.removeprefix(path) for line in said if line.startswith(path + ":")]
            failed = [line for line in said if line in (f"{path} fails to validate", f"Document {path} does not validate against {schema}")]
            if lines or failed:
                named = True
                refused[path] = (lines or failed)[0]
            elif option == "--schema" and f"{path} validates" not in said:
                refused[path] = "was not validated"
        if done.returncode != 0 and not named:
            refused.update((path, done.stderr[:300]) for path in batch)
    return refused


def schema_of(kind, has_tool_data):
    return TRANSITIONAL if kind == "xliff-1.2" and has_tool_data else SCHEMAS[kind]


def main():
    binary, shared, outdir = arguments(__doc__)
    tally = Tally()
    runs = outputs(binary, shared, outdir)
    for kind, ordinary in SCHEMAS.items():
        named = {str(path): written for written, _, path in files(runs, kind)}
        tally.need(named, f"no {kind} output at all")
        for option, schema in dict.fromkeys((ordinary, TRANSITIONAL)):
            paths = [p for p, w in named.items() if schema_of(kind, w.case.name == TOOL_DATA) == (option, schema)]
            refused = invalid(option, shared / "schemas" / schema, paths)
            for path in paths:
                tally.need(path not in refused, f"{named[path]}, {kind}: {refused.get(path)}")
    return tally.close("outputs against DTD and schemas")


if __name__ == "__main__":
    raise SystemExit(main())
