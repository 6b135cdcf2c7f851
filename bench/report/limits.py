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


def limit(network, steps):
    """Microseconds of a network's steps, each alone: all of them, those of its convolutions on tiles, and these if they ran at
    the peak. `None` where something is missing."""
    if PEER not in network.peers or not steps or any(step.failure or not step.get("times") for step in steps):
        return None
    convolutions = [step for step in steps if tiles(step)]
    return (sum(microseconds(step, network) for step in steps), sum(microseconds(step, network) for step in convolutions),
            sum(microseconds(step, network) * min(step.get("peak%"), 100) / 100 for step in convolutions))


def rows(networks, layers, number):
    made = []
    for network in networks.lines:
        steps = [step for step in layers.lines if step.name.split("/")[0] == network.name]
        found = None if network.failure else limit(network, steps)
        if found is None:
            continue
        alone, convolutions, at_peak = found
        least = alone - convolutions + at_peak
        peer = network.peers[PEER]
        made.append([network.name, number(network.get("us"), 2), number(alone, 2), number(convolutions, 2),
                     number(100 * at_peak / convolutions if convolutions else None), number(least, 2), f"{peer.ratio:.2f}×",
                     f"{peer.ratio * network.get('us') / least:.2f}×"])
    return made


def section(networks, layers, number, table):
    made = rows(networks, layers, number)
    if not made:
        return ""
    return (f"## Limits\n\nWhat would be left to gain without fewer multiply-adds: a network in sequence, the sum of its steps, each "
            "again and again on\nits own, how much of that are convolutions on tiles (neither depthwise nor by Winograd's algorithm) and "
            f"at what share of the\npeak, all at the clock that the core had in the network's turns; then the sum, and {PEER}'s ratio, if all of these ran at the peak and nothing were lost from "
            "step to step.\n\n" +
            table(["one inference", "µs", "steps alone µs", "convolutions µs", "% of peak", "at the peak µs", f"{PEER} / etch",
                   f"{PEER} / at the peak"], made))
