#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Golden sums from PyTorch: what whole networks of the zoo make of an image.

Run:    /usr/bin/python3 tests/golden/zoo.py                (Debian: python3-torch python3-numpy; CPU, a minute)
        /usr/bin/python3 tests/golden/zoo.py --mistakes     writes nothing; see below
        ... UNet ResNet18                                   only these, shown, not written
Writes: zoo.txt, a line for each network, which tests/golden_zoo/golden_zoo.hpp reads.

The networks are written here a second time, from the papers and from torchvision's and Keras's structure. Parameters,
statistics and the image are not stored: draw() gives the same floats here and there, in etch's parameter order. The
computation is in double precision.

--mistakes (half an hour): for each array of parameters or statistics, the sums of a network in which only that one is
wrong: its numbers come to the next channel, or a filter of one channel is upside down. Prints the mistakes that are
seen least: the largest deviation among the sums and the first outputs, in the units of golden_zoo.hpp's tolerance.
"""
import functools
import math
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

from zoo_networks import NETWORKS

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zoo.txt")
LEARNED, STATISTICS, IMAGE, OUTPUT_WEIGHTS = range(4)


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def mix(counter):
    """etch::mix, of an array of uint64."""
    counter = counter + np.uint64(0x9E3779B97F4A7C15)
    counter = (counter ^ (counter >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    counter = (counter ^ (counter >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return counter ^ (counter >> np.uint64(31))


@functools.lru_cache(maxsize=None)
def draw(stream, position, count):
    """Numbers of a stream, from `position` on: 2^24 different ones in [-1, 1)."""
    counters = np.arange(position, position + count, dtype=np.uint64) + np.uint64(stream << 40)
    return (mix(counters) >> np.uint64(40)).astype(np.float64) / 8388608 - 1


def numbers(stream, position, shape, center, reach):
    """Floats, as doubles."""
    drawn = center + reach * draw(stream, position, math.prod(shape))
    return torch.from_numpy(drawn.astype(np.float32).astype(np.float64)).reshape(shape)


# ---- Layers ----------------------------------------------------------------------------------------------------------


class Net:
    """Hands out parameters to the layers in the order in which they are called. Images are (1, c, h, w)."""

    def __init__(self, gain, mistake=None):
        self.gain = gain
        self.learned = self.statistics = self.arrays = 0
        self.mistake = mistake  # The number of the array that has one.

    def take(self, shape, center, reach):
        self.learned += math.prod(shape)
        return self.spoil(numbers(LEARNED, self.learned - math.prod(shape), shape, center, reach))

    def take_statistics(self, channels, center, reach):
        self.statistics += channels
        return self.spoil(numbers(STATISTICS, self.statistics - channels, (channels,), center, reach))

    def spoil(self, array):
        """The mistake: numbers come to the next channel or, of weights that see one channel, to the opposite row."""
        self.arrays += 1
        if self.mistake != self.arrays - 1:
            return array
        if array.dim() == 1:
            return array.roll(1)
        return array.roll(1, -2) if array.shape[-2] > 1 else array.flip(0)

    def weights(self, shape, filters, fan_in, bias):
        """And biases."""
        reach = math.sqrt(3 * self.gain / fan_in)
        taken = self.take(shape, 0, reach)
        return taken, self.take((filters,), 0, reach) if bias else None

    def conv(self, x, filters, kernel, stride=1, padding=0, groups=1, bias=True):
        """padding: a number, or "same" as TensorFlow has it."""
        height, width = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        channels = x.shape[1] // groups
        shape = (height, width, channels, filters)
        weights, biases = self.weights(shape, filters, height * width * channels, bias)
        if padding == "same":
            totals = [max((-(-n // stride) - 1) * stride + k - n, 0) for n, k in zip(x.shape[2:], (height, width))]
            (top, left), (bottom, right) = [t // 2 for t in totals], [t - t // 2 for t in totals]
            x, padding = F.pad(x, (left, right, top, bottom)), 0
        return F.conv2d(x, weights.permute(3, 2, 0, 1), biases, stride, padding, groups=groups)

    def depthwise(self, x, kernel, stride=1, padding=0, bias=True):
        return self.conv(x, x.shape[1], kernel, stride, padding, x.shape[1], bias)

    def up(self, x, filters):
        """The transposed convolution that doubles the size: each output has one tap."""
        channels = x.shape[1]
        weights, biases = self.weights((2, 2, filters, channels), filters, channels, True)
        return F.conv_transpose2d(x, weights.permute(3, 2, 0, 1), biases, stride=2)

    def norm(self, x, epsilon=1e-5):
        channels = x.shape[1]
        gammas = self.take((channels,), 1, 0.5)
        betas = self.take((channels,), 0, 0.25)
        means = self.take_statistics(channels, 0, 0.25)
        variances = self.take_statistics(channels, 1, 0.5)
        return F.batch_norm(x, means, variances, gammas, betas, False, 0, epsilon)

    def dense(self, x, outputs):
        inputs = x.shape[1]
        weights, biases = self.weights((inputs, outputs), outputs, inputs, True)
        return F.linear(x, weights.T, biases)


# ---- Sums ------------------------------------------------------------------------------------------------------------


def outputs(network, gain, shape, mistake=None):
    """What comes out, channels last, and the network with its counts."""
    net = Net(gain, mistake)
    image = numbers(IMAGE, 0, (1, *shape), 0, 1).permute(0, 3, 1, 2)
    y = network(net, image)
    return (y.permute(0, 2, 3, 1) if y.dim() == 4 else y).flatten().numpy(), net


def sums(y):
    weighted = (y * draw(OUTPUT_WEIGHTS, 0, y.size)).sum()
    return [y.sum(), np.abs(y).sum(), (y * y).sum(), weighted, *y[:4]]


def line(name, network, gain, shape):
    y, net = outputs(network, gain, shape)
    counts = (math.prod(shape), net.learned, net.statistics, y.size)
    print(f"{name}: {y.size} outputs, mean {y.mean():.3g}, standard deviation {y.std():.3g}", flush=True)
    return " ".join([name, f"{gain:g}", *map(str, counts), *(f"{s:.12g}" for s in sums(y))])


def mistakes(name, network, gain, shape):
    y, net = outputs(network, gain, shape)
    expected = np.array(sums(y))
    absolute, squares = expected[1], expected[2]
    units = np.array([absolute, absolute, 2 * squares, absolute, *[absolute / y.size] * 4])
    seen = []
    for array in range(net.arrays):
        spoiled, _ = outputs(network, gain, shape, array)
        seen.append((max(abs(np.array(sums(spoiled)) - expected) / units), array))
    seen.sort()
    least = ", ".join(f"{deviation:.2g} (array {array})" for deviation, array in seen[:4])
    print(f"{name}: {net.arrays} arrays, the mistakes seen least: {least}", flush=True)


def main():
    torch.set_num_threads(1)
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    chosen = [network for network in NETWORKS if not names or network[0] in names]
    if "--mistakes" in sys.argv[1:]:
        for network in chosen:
            mistakes(*network)
            draw.cache_clear()
        return
    text = "# Written by zoo.py. Name, gain; numbers of the input, learned, statistics, outputs; of the outputs\n"
    text += "# the sum, the sum of absolute values, of squares, and with random weights; the first four outputs.\n"
    for network in chosen:
        text += line(*network) + "\n"
        draw.cache_clear()
    if names:
        print(text, end="")
        return
    with open(FILE, "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    with np.errstate(over="ignore"), torch.no_grad():
        main()