# SPDX-License-Identifier: MIT
"""Writes docs/performance.md and docs/roofline.svg from what the benchmarks measured.

    python3 bench/report RESULTS [--docs DIR] [--preset NAME]

RESULTS holds layers.json, gradients.json, networks.json and training.json (--benchmark_out of the programs),
size.json (bench_size --json), shapes.json and inference.json (compile_time --json); what is missing is left out.
Exit status: 0, or 2 and one sentence when there is nothing that can be read.

Python, and nothing beside its standard library: it reads JSON, formats text, and has to be compiled for no machine.
"""

import argparse
import os
import sys

import roofline
import tables
from results import BadResults, read_benchmarks, read_compile_times, read_sizes


def write(path, text):
    """All of the file or nothing."""
    temporary = path + ".part"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def main():
    parser = argparse.ArgumentParser(prog="report", description=__doc__.splitlines()[0])
    parser.add_argument("results", help="folder that the target bench_report fills: layers.json and the others")
    parser.add_argument("--docs", default="docs", help="folder to write performance.md and roofline.svg to")
    parser.add_argument("--preset", default="bench", help="of CMake: what the page says that it was written by")
    arguments = parser.parse_args()

    def existing(name):
        path = os.path.join(arguments.results, name + ".json")
        return path if os.path.exists(path) else None

    programs = ("layers", "gradients", "networks", "training")
    benchmarks = {name: read_benchmarks(existing(name)) for name in programs if existing(name)}
    sizes = read_sizes(existing("size")) if existing("size") else []
    times = {name: read_compile_times(existing(name)) for name in ("shapes", "inference") if existing(name)}
    if not benchmarks:
        raise BadResults(f"{arguments.results}: has no layers.json, gradients.json, networks.json or training.json; "
                         "cmake --workflow --preset bench makes them")
    os.makedirs(arguments.docs, exist_ok=True)
    picture = roofline.svg(benchmarks["layers"]) if "layers" in benchmarks else None
    page = tables.page(benchmarks, sizes, times, has_roofline=picture is not None, preset=arguments.preset)
    write(os.path.join(arguments.docs, "performance.md"), page)
    if picture is not None:
        write(os.path.join(arguments.docs, "roofline.svg"), picture)
    print(page)


if __name__ == "__main__":
    try:
        main()
    except (BadResults, OSError) as problem:
        print(f"report: {problem}", file=sys.stderr)
        sys.exit(2)
