# SPDX-License-Identifier: MIT
"""Runs firmware in qemu-system-arm and tells what it costs.

    python3 report run ...              one network on one core: runs it, compares with the host and with bounds.txt
    python3 report train ...            one that learns on one core: likewise
    python3 report table RESULTS PAGE   prints the table of all that ran, and writes it into the page
    python3 report bounds RESULTS FILE  writes bounds from what was measured; those of what was not stay

Exit status: 0, 1 and a sentence for all that is not as it should be, or 2 and one sentence when something cannot be read.
"""

import argparse
import glob
import json
import os
import sys

import measure
import tables
from problem import Problem


def write(path, text):
    """All of the file or nothing."""
    temporary = path + ".part"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def keep(path, result):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write(path, json.dumps(result, indent=1) + "\n")


def read_results(folder):
    results = []
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as file:
            results.append(json.load(file))
    if not results:
        raise Problem(f"{folder}: nothing was measured yet; ctest does it")
    return results


def failed(sentences):
    for sentence in sentences:
        print(f"report: {sentence}", file=sys.stderr)
    return 1 if sentences else 0


def run(options):
    result = measure.measure(options)
    keep(options.result, result)
    print(tables.table([result]), end="")
    return failed(tables.broken(result, tables.read_bounds(options.bounds)))


def train(options):
    """The program itself compares with the host, but for the bits."""
    result = measure.train(options)
    keep(options.result, result)
    print(tables.training_table([result]), end="")
    sentences = []
    if options.bounds:
        sentences += tables.beside_bounds(result, tables.read_bounds(options.bounds))
    if options.same_bits and result["other_bits"] != 0:
        sentences.append(f"{options.network}: {result['other_bits']} losses have other bits than the host's")
    return failed(sentences)


def table(options):
    with open(options.page, encoding="utf-8") as file:
        page = file.read()
    inference = tables.table(read_results(options.results))
    training = tables.training_table(read_results(os.path.join(options.results, "training")))
    print(inference + "\n" + training, end="")
    write(options.page, tables.replaced(tables.replaced(page, "inference", inference), "training", training))
    return 0


def bounds(options):
    measured = read_results(options.results) + read_results(os.path.join(options.results, "training"))
    before = tables.read_bounds(options.file) if os.path.exists(options.file) else {}
    write(options.file, tables.bounds_text(before | tables.bounds_of(measured)))
    return 0


def main():
    parser = argparse.ArgumentParser(prog="report", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function, more in (("run", run, ("size", "object", "callgraph", "bounds")), ("train", train, ())):
        one = commands.add_parser(name)
        for option in ("network", "core", "level", "machine", "program", "result", "emulator", *more):
            one.add_argument("--" + option, required=True)
        one.add_argument("--tick", type=float, required=True, help="instructions of a tick of the machine's timer")
        one.add_argument("--seconds", type=int, default=600)
        if name == "train":
            one.add_argument("--bounds", help="with which to compare; else no bound is kept")
            one.add_argument("--same-bits", action="store_true", help="fails if a loss has other bits than the host's")
        one.set_defaults(run=function)
    all_ = commands.add_parser("table")
    all_.add_argument("results")
    all_.add_argument("page")
    all_.set_defaults(run=table)
    new = commands.add_parser("bounds")
    new.add_argument("results")
    new.add_argument("file")
    new.set_defaults(run=bounds)
    options = parser.parse_args()
    return options.run(options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Problem, OSError) as problem:
        print(f"report: {problem}", file=sys.stderr)
        sys.exit(2)
