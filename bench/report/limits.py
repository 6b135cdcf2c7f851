# SPDX-License-Identifier: MIT
"""How far a network could go whose convolutions all ran at the machine's peak."""

PEER = "oneDNN"


def tiles(line):
    """Whether a step is a convolution that multiplies and adds as often as is counted: neither depthwise, which waits for
    memory, nor by Winograd's algorithm."""
    return "tiles" in line.kernel and "Winograd" not in line.kernel and bool(line.get("peak%"))


def microseconds(step, network):
    """Of all steps like this one, at the clock that the core had when the network was measured: by the peak then and now."""
    peaks = (step.get("peak_GF"), network.get("peak_GF"))
    return step.get("times") * step.get("us") * (peaks[0] / peaks[1] if all(peaks) else 1)


def limit(network, layers):
    """Microseconds of a network's steps, each alone: all of them, those of its convolutions on tiles, and these if they ran at
    the peak. `None` where something is missing."""
    steps = [step for step in layers.lines if step.name.split("/")[0] == network.name]
    if network.failure or PEER not in network.peers or not steps or any(step.failure or not step.get("times") for step in steps):
        return None
    convolutions = [step for step in steps if tiles(step)]
    return (sum(microseconds(step, network) for step in steps), sum(microseconds(step, network) for step in convolutions),
            sum(microseconds(step, network) * min(step.get("peak%"), 100) / 100 for step in convolutions))
