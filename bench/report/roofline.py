# SPDX-License-Identifier: MIT
"""docs/roofline.svg: each step's GFLOP/s over its flop a byte, under what the core and the memory allow."""

import html
import math

from results import median

WIDTH, HEIGHT = 880, 520
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 24, 56

# Told apart in light and dark, and by the shape of the mark too.
COLOURS = ("#4477aa", "#ee6677", "#228833", "#b8860b", "#44a5c2", "#aa3377", "#888888", "#d2691e")
STYLE = """
    text { font: 12px sans-serif; fill: #222; }
    .background { fill: #fff; }
    .grid { stroke: #ddd; stroke-width: 1; }
    .roof { stroke: #222; stroke-width: 2; fill: none; }
    .mark { stroke-width: 1.5; }
    @media (prefers-color-scheme: dark) {
      text { fill: #ddd; }
      .background { fill: #16181c; }
      .grid { stroke: #33363c; }
      .roof { stroke: #ddd; }
    }
"""


def mark(shape, x, y, colour, hollow, title):
    fill = "none" if hollow else colour
    paint = f'class="mark" stroke="{colour}" fill="{fill}"'
    label = f"<title>{html.escape(title)}</title>" if title else ""
    if shape % 4 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {paint}>{label}</circle>'
    if shape % 4 == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {paint}>{label}</rect>'
    if shape % 4 == 2:
        points = f"{x:.1f},{y - 5:.1f} {x + 5:.1f},{y + 4:.1f} {x - 5:.1f},{y + 4:.1f}"
    else:
        points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return f'<polygon points="{points}" {paint}>{label}</polygon>'


class Scale:
    """A logarithmic axis from a power of ten to another."""

    def __init__(self, values, begin, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.begin, self.end = begin, end

    def __call__(self, value):
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self):
        return [10.0 ** n for n in range(self.low, self.high + 1)]


def svg(results):
    """The picture, or None where no step has multiply-adds."""
    steps = [line for line in results.lines if line.get("flop/byte") and line.get("GF")]
    if not steps:
        return None
    peak = median([line.get("peak_GF") for line in steps])
    bandwidth = median([line.get("GB/s") for line in steps])
    ridge = peak / bandwidth
    x = Scale([line.get("flop/byte") for line in steps] + [ridge], LEFT, WIDTH - RIGHT)
    y = Scale([line.get("GF") for line in steps] + [peak], HEIGHT - BOTTOM, TOP)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
           'aria-label="Roofline: GFLOP/s of each step over its flop a byte">',
           f"  <style>{STYLE}  </style>", f'  <rect class="background" width="{WIDTH}" height="{HEIGHT}"/>']
    for tick in x.ticks():
        out.append(f'  <line class="grid" x1="{x(tick):.1f}" y1="{TOP}" x2="{x(tick):.1f}" y2="{HEIGHT - BOTTOM}"/>')
        out.append(f'  <text x="{x(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:g}</text>')
    for tick in y.ticks():
        out.append(f'  <line class="grid" x1="{LEFT}" y1="{y(tick):.1f}" x2="{WIDTH - RIGHT}" y2="{y(tick):.1f}"/>')
        out.append(f'  <text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    out.append(f'  <text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">flop a byte, if each number '
               'is read or written once</text>')
    out.append(f'  <text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">GFLOP/s</text>')

    # The roof: from where the slope enters the picture to the ridge, and flat from there.
    first = max(10.0 ** x.low, 10.0 ** y.low / bandwidth)
    out.append(f'  <polyline class="roof" points="{x(first):.1f},{y(first * bandwidth):.1f} {x(ridge):.1f},{y(peak):.1f} '
               f'{WIDTH - RIGHT:.1f},{y(peak):.1f}"/>')
    out.append(f'  <text x="{WIDTH - RIGHT + 6}" y="{y(peak) + 4:.1f}">{peak:.0f} GFLOP/s</text>')
    out.append(f'  <text x="{x(first) + 24:.1f}" y="{y(first * bandwidth) - 8:.1f}">{bandwidth:.1f} GB/s from memory</text>')

    networks = list(dict.fromkeys(line.name.split("/")[0] for line in steps))
    for line in steps:
        n = networks.index(line.name.split("/")[0])
        title = f"{line.name}: {line.get('GF'):.1f} GFLOP/s, {line.kernel}"
        hollow = "winograd" in line.kernel.lower()
        out.append("  " + mark(n, x(line.get("flop/byte")), y(line.get("GF")), COLOURS[n % len(COLOURS)], hollow, title))
    for n, network in enumerate(networks):
        top = y(peak) + 40 + 20 * n
        out.append("  " + mark(n, WIDTH - RIGHT + 16, top, COLOURS[n % len(COLOURS)], False, ""))
        out.append(f'  <text x="{WIDTH - RIGHT + 28}" y="{top + 4:.1f}">{html.escape(network)}</text>')
    top = y(peak) + 40 + 20 * len(networks)
    out.append(f'  <text x="{WIDTH - RIGHT + 8}" y="{top + 8:.1f}">hollow: Winograd</text>')
    return "\n".join(out) + "\n</svg>\n"
