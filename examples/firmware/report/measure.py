# SPDX-License-Identifier: MIT
"""Runs one firmware in the emulator and collects what it costs."""

import re
import subprocess

import callgraph
from problem import Problem

# What the linker adds to the network: start-up code, vectors, memcpy and memset; and where there is no floating-point unit
# the compiler's functions in its place.
STARTUP_BYTES = 512
SOFT_FLOAT_BYTES = {"m0plus": 4096, "m3": 1536}


def sections(size, file):
    """The sizes of the sections of an object or a program."""
    text = subprocess.run([size, "-A", file], check=True, capture_output=True, text=True).stdout
    found = {}
    for name, bytes_ in re.findall(r"^(\.\S+)\s+(\d+)\s+\d+$", text, re.MULTILINE):
        found[name] = found.get(name, 0) + int(bytes_)
    return found


def emulate(emulator, machine, program, seconds):
    """What the firmware printed: names and numbers."""
    command = [emulator, "-M", machine, "-nographic", "-monitor", "none", "-serial", "none",
               "-chardev", "stdio,id=out", "-semihosting-config", "enable=on,target=native,chardev=out",
               "-icount", "shift=0", "-kernel", program]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Problem(f"{program}: did not end within {seconds} s on {machine}") from None
    numbers = {name: int(number) for name, number in re.findall(r"^(\w+) (\d+)$", done.stdout, re.MULTILINE)}
    if done.returncode != 0:
        raise Problem(f"{program}: ended with status {done.returncode} on {machine}: {' '.join((done.stdout + done.stderr).split())}")
    return numbers


def train(options):
    """All numbers of learning on one core."""
    printed = emulate(options.emulator, options.machine, options.program, options.seconds)
    return {
        "network": options.network,
        "core": options.core,
        "level": options.level,
        "parameters": printed["parameters"],
        "trained": printed["trained"],
        "training_bytes": printed["training_bytes"],
        "trainer_bytes": printed["trainer_bytes"],
        "stack": printed["stack"],
        "instructions": round(printed["ticks"] * options.tick),
        "first_loss": printed["first_loss_e6"] * 1e-6,
        "last_loss": printed["last_loss_e6"] * 1e-6,
        "difference": printed["difference_e9"] * 1e-9,
        "other_bits": printed["other_bits"],
    }


def measure(options):
    """All numbers of one network on one core."""
    linked = sections(options.size, options.program)
    compiled = sections(options.size, options.object)
    printed = emulate(options.emulator, options.machine, options.program, options.seconds)
    code = sum(bytes_ for name, bytes_ in compiled.items() if re.match(r"\.(text|rodata)", name))
    predicted = printed["flash_bytes"] + code + STARTUP_BYTES + SOFT_FLOAT_BYTES.get(options.core, 0)
    flash = sum(linked.get(name, 0) for name in (".vectors", ".text", ".weights", ".ARM.exidx", ".data"))
    return {
        "network": options.network,
        "core": options.core,
        "level": options.level,
        "machine": options.machine,
        "samples": printed["samples"],
        "difference": printed["difference_e9"] * 1e-9,
        "multiply_adds": printed["multiply_adds"],
        "weights": printed["flash_bytes"],
        "code": flash - linked[".weights"],
        "flash": flash,
        "predicted_flash": predicted,
        "arena": linked[".arena"],
        "predicted_arena": printed["inference_bytes"],
        "stack": printed["stack"],
        "stack_bound": callgraph.deepest(options.callgraph, "_ZN8firmware5infer"),
        "instructions": round(printed["ticks"] * options.tick),
    }
