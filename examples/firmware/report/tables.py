# SPDX-License-Identifier: MIT
"""Bounds that a network must keep, and tables of what it costs."""

from problem import Problem

CORES = {"m0plus": "M0+", "m3": "M3", "m4f": "M4F", "m7": "M7", "m33": "M33", "m55": "M55"}
BOUNDED = ("code", "stack", "instructions")
BOUNDED_TRAINING = ("trainer_bytes", "stack", "instructions")
# A bound above so many times what was measured, and some bytes, is older than the code: mistakes would fit below it.
LARGEST_ROOM = 1.1
SLACK = 32


def key(result):
    return result["network"], result["core"], result["level"]


def bounded(result):
    """The names of the three numbers that have bounds."""
    return BOUNDED_TRAINING if "trainer_bytes" in result else BOUNDED


def read_bounds(path):
    """For each network, core and level three numbers."""
    bounds = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            if len(words) != 6 or not all(word.isdigit() for word in words[3:]):
                raise Problem(f"{path}:{number}: is not NETWORK CORE LEVEL and three numbers")
            bounds[tuple(words[:3])] = tuple(map(int, words[3:]))
    return bounds


def bounds_of(results):
    """Bounds with room for another version of the compiler, not for a mistake."""
    return {key(result): tuple(round(result[name] * 1.03) for name in bounded(result)) for result in results}


def bounds_text(bounds):
    lines = ["# SPDX-License-Identifier: MIT",
             "# The most that a network may cost on a core: bytes of code, bytes of stack, instructions of one inference.",
             "# Of one that learns (train_...): bytes of its trainer, bytes of stack, instructions of one step.",
             "# Written by `cmake --build build/cortex-m --target firmware_bounds`: what was measured, and 3 % more."]
    lines += [" ".join((*place, *map(str, most))) for place, most in sorted(bounds.items())]
    return "\n".join(lines) + "\n"


def broken(result, bounds):
    """Sentences on all that is not as it was predicted."""
    name = " ".join(key(result))
    sentences = []
    if result["arena"] != result["predicted_arena"]:
        sentences.append(f"{name}: the arena has {result['arena']} bytes, inference_bytes is {result['predicted_arena']}")
    if abs(result["predicted_flash"] / result["flash"] - 1) > 0.05:
        sentences.append(f"{name}: flash of {result['predicted_flash']} bytes was predicted, it takes {result['flash']}")
    if result["stack"] > result["stack_bound"]:
        sentences.append(f"{name}: {result['stack']} bytes of stack were used, the bound is {result['stack_bound']}")
    return sentences + beside_bounds(result, bounds)


def beside_bounds(result, bounds):
    """Sentences on what is not just below the bounds of a network, be it one that learns."""
    name = " ".join(key(result))
    if key(result) not in bounds:
        return [f"{name}: has no line in bounds.txt; write it with the target firmware_bounds"]
    sentences = []
    for what, most in zip(bounded(result), bounds[key(result)]):
        if result[what] > most:
            sentences.append(f"{name}: {what} grew to {result[what]}, bounds.txt allows {most}")
        if most > result[what] * LARGEST_ROOM + SLACK:
            sentences.append(f"{name}: {what} shrank to {result[what]}, bounds.txt still allows {most}; write new bounds with the target firmware_bounds")
    return sentences


def number(value):
    return f"{value:,}"


def table(results):
    """One row a network and core, the levels of optimisation side by side."""
    levels = sorted({result["level"] for result in results}, reverse=True)
    head = ["network", "core", "weights", "arena", *(f"code -{level}" for level in levels), *(f"flash -{level} (predicted)" for level in levels),
            *(f"stack -{level} (bound)" for level in levels), *(f"instructions -{level}" for level in levels), *(f"a multiply-add -{level}" for level in levels)]
    rows = [head, ["---", "---"] + ["--:"] * (len(head) - 2)]
    order = list(CORES)
    places = sorted({(result["multiply_adds"], result["network"], order.index(result["core"])) for result in results})
    for _, network, core in places:
        found = [next((r for r in results if key(r) == (network, order[core], level)), None) for level in levels]
        some = next(r for r in found if r)
        cells = [network, CORES[order[core]], number(some["weights"]), number(some["arena"])]
        for text in (lambda r: number(r["code"]),
                     lambda r: f"{number(r['flash'])} ({number(r['predicted_flash'])})",
                     lambda r: f"{r['stack']} ({r['stack_bound']})",
                     lambda r: number(r["instructions"]),
                     lambda r: f"{r['instructions'] / r['multiply_adds']:.1f}"):
            cells += [text(r) if r else "" for r in found]
        rows.append(cells)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def training_table(results):
    """One row a network that learns."""
    rows = [["learns", "core", "parameters", "trained", "`training_bytes`", "trainer", "stack", "instructions a step", "loss of the first 10 steps",
             "of the last 10", "largest difference from the host's"],
            ["---", "---"] + ["--:"] * 9]
    for r in results:
        rows.append([r["network"].replace("train_", ""), CORES[r["core"]], number(r["parameters"]), number(r["trained"]), number(r["training_bytes"]),
                     number(r["trainer_bytes"]), number(r["stack"]), number(r["instructions"]), f"{r['first_loss']:.4f}", f"{r['last_loss']:.4f}",
                     f"{r['difference']:.1e}"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def replaced(page, name, text):
    """The page with what stands between its two marks of that name replaced."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise Problem(f"the page has not one {begin.strip()} and one {end}")
    return page[:page.index(begin) + len(begin)] + text + page[page.index(end):]
