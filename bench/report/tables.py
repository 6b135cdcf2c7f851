# SPDX-License-Identifier: MIT
"""docs/performance.md: what was measured, the misses too."""

import os

import elsewhere
import limits
from results import geometric_mean

# What bench_layers calls etch's own convolution where Winograd's algorithm is beside it.
DIRECT = "direct"


def number(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}"


def table(head, rows):
    """A Markdown table; all columns but the first are numbers."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def peer_cells(line, peers):
    """Of each library its time, with the spread, and that over ours; bold where it is the faster."""
    cells = []
    for name in peers:
        peer = line.peers.get(name)
        if peer is None:
            cells += ["-", "-"]
            continue
        ratio = f"{peer.ratio:.2f}×"
        cells += [f"{number(peer.us)} ±{peer.spread:.0f} %", f"**{ratio}**" if peer.ratio < 1 else ratio]
    return cells


def peer_head(peers):
    return [cell for name in peers for cell in (f"{name} µs", f"{name} / etch")]


def mean_row(lines, peers, columns, title="geometric mean"):
    cells = []
    for name in peers:
        ratios = [line.peers[name].ratio for line in lines if name in line.peers]
        cells += ["", f"{geometric_mean(ratios):.2f}× of {len(ratios)}" if ratios else "-"]
    return [title] + [""] * columns + cells


def failures(lines):
    return "".join(f"\n{line.name} failed: {line.failure}.\n" for line in lines if line.failure)


def misses(lines):
    """Where somebody else is faster."""
    compared = [(line, name, peer) for line in lines for name, peer in sorted(line.peers.items()) if name != DIRECT]
    if not compared:
        return "\nNothing was compared with.\n"
    slower = [f"{line.name} ({name} {peer.ratio:.2f}×)" for line, name, peer in compared if peer.ratio < 1]
    return "\nSlower than a library compared with: " + (", ".join(slower) if slower else "none") + ".\n"


def measured(line, *counters):
    return [number(line.get("us"), 2), number(line.get("+-%"))] + [number(line.get(counter)) for counter in counters]


def networks(results):
    lines = [line for line in results.lines if not line.failure]
    peers = results.peers()
    rows = [[line.name] + measured(line, "GF", "peak%") + peer_cells(line, peers) for line in lines]
    rows.append(mean_row(lines, peers, 4))
    head = ["one inference", "µs", "± %", "GFLOP/s", "% of peak"] + peer_head(peers)
    return "## Networks\n\n" + table(head, rows) + misses(lines) + failures(results.lines) + measured_elsewhere(results)


def measured_elsewhere(results):
    """Beside what other libraries took on another core."""
    rows = []
    for line in results.lines:
        if line.failure or line.name not in elsewhere.INFERENCE:
            continue
        us, library = elsewhere.INFERENCE[line.name]
        ratio = f"{us / line.get('us'):.2f}×"
        rows.append([line.name, number(line.get("us"), 2), number(us), library, f"**{ratio}**" if us < line.get("us") else ratio])
    if not rows:
        return ""
    return ("\nThe fastest of ONNX Runtime 1.21, oneDNN 3.7, ncnn, XNNPACK, RTNeural, NN-512 and PyTorch 2.6, most of which no "
            "Debian package has, took\nthis on one thread of a core with AVX-512, measured by hand, once, **not in this run and "
            "not on this machine**\n(`bench/report/elsewhere.py`): a mark to pass, not a comparison.\n\n" +
            table(["one inference", "µs here", "µs there", "library", "there / here"], rows))


def at_the_peak(results, steps):
    """The section on what is left to gain, if anything is known of that."""
    rows = []
    for line in results.lines:
        found = limits.limit(line, steps)
        if found is None:
            continue
        alone, convolutions, peak = found
        least = alone - convolutions + peak
        ratio = line.peers[limits.PEER].ratio
        rows.append([line.name] + [number(us, 2) for us in (line.get("us"), alone, convolutions)] +
                    [number(100 * peak / convolutions if convolutions else None), number(least, 2), f"{ratio:.2f}×",
                     f"{ratio * line.get('us') / least:.2f}×"])
    if not rows:
        return []
    peer = limits.PEER
    return ["## Limits\n\nWhat would be left to gain without fewer multiply-adds: a network in sequence, the sum of its steps, each "
            "again and again on\nits own, how much of that are convolutions on tiles (neither depthwise nor by Winograd's algorithm) "
            "and at what share of the\npeak, all at the clock that the core had in the network's turns; then the sum, and "
            f"{peer}'s ratio, if all of these ran at the\npeak and nothing were lost from step to step.\n\n" +
            table(["one inference", "µs", "steps alone µs", "convolutions µs", "% of peak", "at the peak µs", f"{peer} / etch",
                   f"{peer} / at the peak"], rows)]


def without_winograd(line, name):
    """The ratio to a library of etch's convolution without Winograd's algorithm."""
    direct = line.peers.get(DIRECT)
    return line.peers[name].ratio / (direct.ratio if direct else 1)


def convolutions(results):
    """All of them together, with Winograd's algorithm and without."""
    text = ""
    for name in results.peers():
        lines = [line for line in results.lines if "Conv" in line.name and name in line.peers]
        if name == DIRECT or not lines:
            continue
        text += (f"All {len(lines)} convolutions, {name} / etch: geometric mean "
                 f"{geometric_mean([line.peers[name].ratio for line in lines]):.2f}×, without Winograd's algorithm "
                 f"{geometric_mean([without_winograd(line, name) for line in lines]):.2f}×.\n\n")
    return text


def by_network(results, head, cells):
    """A table for each network; `cells(line)` are those under `head`, before the numbers."""
    peers = results.peers()
    groups = {}
    for line in results.lines:
        groups.setdefault(line.name.split("/")[0], []).append(line)
    numbers = ["µs", "± %", "GFLOP/s", "% of peak", "% of roof"]
    text = ""
    for network, all_lines in groups.items():
        lines = [line for line in all_lines if not line.failure]
        rows = [cells(line) + measured(line, "GF", "peak%", "roof%") + peer_cells(line, peers) for line in lines]
        rows.append(mean_row(lines, peers, len(head + numbers) - 1))
        images = next((f", {line.get('images'):.0f} images" for line in lines if line.get("images")), "")
        text += (f"### {network}{images}\n\n" + table(head + numbers + peer_head(peers), rows) + misses(lines) +
                 failures(all_lines) + "\n")
    return text.rstrip("\n") + "\n"


def layers(results, has_roofline):
    peers = results.peers()
    text = "## Layers\n\nEach different step of the networks' inference; `% of roof` is the share of what the peak and the "\
           "memory allow, if all\nnumbers came from beyond the caches: those that lie in a cache can be above."
    if DIRECT in peers:
        text += f" `{DIRECT}` is etch's own convolution\nwithout Winograd's algorithm."
    if any(peer not in (DIRECT, "oneDNN") for peer in peers):
        text += " Steps of two inputs, with a\nsum in them, are compared with oneDNN alone."
    text += "\n\n" + convolutions(results)
    if has_roofline:
        text += "![roofline: GFLOP/s over flop a byte](roofline.svg)\n\n"
    return text + by_network(results, ["step", "kernel"], lambda line: [line.name.split("/", 1)[-1], line.kernel])


def gradients(results):
    text = "## Gradients\n\nOf convolutions and dense layers, for as many images as training takes at a time of a batch of 64: by the "\
           "layer's input,\nwhere training needs that, and by its parameters, each different one. Multiply-adds are counted as "\
           "forward's. oneDNN reads and\nwrites the layouts that it prefers; laying numbers out for it is not in its time. etch lays weights\n"\
           "out for the first so many images of a batch, as in training, and that is in its time."
    if DIRECT in results.peers():
        text += f" `{DIRECT}` is etch's own gradient without\nWinograd's algorithm."
    return text + "\n\n" + by_network(results, ["gradient"], lambda line: [line.name.split("/", 1)[-1]])


def elsewhere_images(name):
    if name not in elsewhere.TRAINING:
        return "-"
    images, library = elsewhere.TRAINING[name]
    return f"{library}: {images:,}"


def training(results):
    lines = [line for line in results.lines if not line.failure]
    peers = results.peers()
    rows = []
    for line in lines:
        images = line.get("images/s") or 1e6 / line.get("us")
        rows.append([line.name] + measured(line) + [number(images, 0), number(line.get("GF")), number(line.get("peak%"))] +
                    peer_cells(line, peers) + [elsewhere_images(line.name)])
    head = ["a training step", "µs", "± %", "images/s", "GFLOP/s", "% of peak"] + peer_head(peers) + [
        "images/s elsewhere"]
    return "## Training\n\n" + table(head, rows) + misses(lines) + failures(results.lines)


def size_table(sizes):
    keys = ("code_Os", "code_O2", "flash_bytes", "prepared_bytes", "inference_bytes")
    rows = [[entry["name"]] + [f"{entry[key]:,}" for key in keys] for entry in sizes]
    return ("## Size\n\nBytes of one inference. Code is all of an object file that has it and nothing else; `Prepared` is what that "
            "reads, laid out for\nthis instruction set, `Workspace` what it works in.\n\n" +
            table(["network", "code, -Os", "code, -O2", "parameters", "`Prepared`", "`Workspace`"], rows))


def compile_times(times):
    """`times`: of shapes and of inference, as compile_time --json writes them."""
    kinds = {"shapes": "the type alone, `-fsyntax-only -O0`", "inference": "the code of an inference, `-O2`"}
    rows = [[f"`{os.path.splitext(os.path.basename(entry['file']))[0]}`, {kinds[kind]}", number(entry["seconds"], 2),
             number(entry["megabytes"], 0)] for kind in kinds for entry in times.get(kind, [])]
    return ("## Compile time\n\nSeconds of the processor, once, and the largest memory of any one process; chains have 150 layers. "
            "`bench_compile_time` measures\nmore often, and fails over its limits.\n\n" + table(["file", "s", "MB"], rows))


def circumstances(results):
    context = results.context
    text = (f"{context.get('processor', 'unknown processor')}, {context.get('instruction_set', '?')}, one thread; "
            f"{context.get('compiler', 'unknown compiler')}, `{context.get('flags', '')}`; {context.get('date', 'no date')}.")
    versions = [f"{key.removeprefix('peer ')} {value}" for key, value in sorted(context.items()) if key.startswith("peer ")]
    if versions:
        text += " Compared with " + ", ".join(versions) + "."
    load = context.get("load_avg") or []
    if load:
        text += f" Load average at the start {load[0]:.2f}."
    peaks = [line.get("peak_GF") for line in results.lines if line.get("peak_GF")]
    if peaks:
        text += f" Peak, measured in between: {min(peaks):.0f} to {max(peaks):.0f} GFLOP/s."
    return text


def page(benchmarks, sizes, times, has_roofline, preset):
    """`benchmarks`: Results by name; `times`: of compiling, likewise. `preset`: of CMake, which runs them."""
    first = next(iter(benchmarks.values()))
    parts = [
        f"# Performance\n\nWritten by `bench/report`, by\n\n```sh\n./setup.sh --bench && cmake --workflow --preset {preset}\n```\n\n" +
        circumstances(first) + "\n\nTimes are medians of turns of two milliseconds or more, each after as long a start that is not measured; ± is half the distance between the "
        "quartiles. The libraries take turns with\netch in one process, and a ratio is the median of their time over the mean of "
        "ours just before and after; below 1 (bold) they are\nfaster. Peak is what the core's multiply-adds reach in the same run "
        "with nothing else to do; Winograd's algorithm needs fewer than\nare counted, and can be above it.\n"]
    if "networks" in benchmarks:
        parts.append(networks(benchmarks["networks"]))
    if "networks" in benchmarks and "layers" in benchmarks:
        parts += at_the_peak(benchmarks["networks"], benchmarks["layers"])
    if "training" in benchmarks:
        parts.append(training(benchmarks["training"]))
    if sizes:
        parts.append(size_table(sizes))
    if times:
        parts.append(compile_times(times))
    if "layers" in benchmarks:
        parts.append(layers(benchmarks["layers"], has_roofline))
    if "gradients" in benchmarks:
        parts.append(gradients(benchmarks["gradients"]))
    return "\n".join(parts)
