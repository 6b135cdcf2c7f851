# SPDX-License-Identifier: MIT
"""What the benchmarks measured, out of their JSON."""

import dataclasses
import json
import math


class BadResults(Exception):
    """What is wrong with a file of results, in one sentence."""


@dataclasses.dataclass
class Line:
    """A benchmark: its counters by name, and for each library compared with its time and its time over ours."""

    name: str
    kernel: str
    counters: dict
    peers: dict
    failure: str = ""

    def get(self, counter):
        return self.counters.get(counter)


@dataclasses.dataclass
class Peer:
    us: float
    spread: float
    ratio: float


@dataclasses.dataclass
class Results:
    context: dict
    lines: list

    def peers(self):
        """The libraries that any line is compared with."""
        return sorted({peer for line in self.lines for peer in line.peers})


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except ValueError as problem:
        raise BadResults(f"{path}: is no JSON ({problem}); was the benchmark stopped?") from problem


def read_line(entry, path):
    # Google Benchmark adds "/iterations:1/manual_time" to the name that it was given.
    name = entry.get("name", "").split("/iterations:")[0]
    if not name:
        raise BadResults(f"{path}: has a benchmark without a name")
    if entry.get("error_occurred") or entry.get("skipped"):
        return Line(name, "", {}, {}, entry.get("error_message") or entry.get("skip_message") or "failed")
    counters = {key: float(value) for key, value in entry.items() if isinstance(value, (int, float))}
    if not counters.get("us", 0) > 0:
        raise BadResults(f"{path}: {name} has no time in 'us'; is the file a benchmark's of this version?")
    peers = {key[2:]: Peer(counters[key[2:] + "_us"], counters.get(key[2:] + "_+-%", 0.0), ratio)
             for key, ratio in counters.items() if key.startswith("x_")}
    return Line(name, entry.get("label", ""), counters, peers)


def read_benchmarks(path):
    data = load(path)
    if not isinstance(data, dict) or not isinstance(data.get("benchmarks"), list):
        raise BadResults(f"{path}: is not what --benchmark_out writes")
    return Results(data.get("context", {}), [read_line(entry, path) for entry in data["benchmarks"]])


def read_sizes(path):
    data = load(path)
    if not isinstance(data, dict) or not isinstance(data.get("sizes"), list):
        raise BadResults(f"{path}: is not what bench_size --json writes")
    return data["sizes"]


def read_compile_times(path):
    data = load(path)
    if not isinstance(data, dict) or not isinstance(data.get("compile_times"), list):
        raise BadResults(f"{path}: is not what compile_time --json writes")
    return data["compile_times"]


def geometric_mean(ratios):
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
