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


def mean(x):
    return x.mean((2, 3))


# ---- Networks --------------------------------------------------------------------------------------------------------


def basic_block(net, x, filters, stride=1, shortcut=None):
    y = F.relu(net.norm(net.conv(x, filters, 3, stride, 1, bias=False)))
    y = net.norm(net.conv(y, filters, 3, 1, 1, bias=False))
    if shortcut:
        x = shortcut(x)
    elif stride != 1 or x.shape[1] != filters:
        x = net.norm(net.conv(x, filters, 1, stride, bias=False))
    return F.relu(y + x)


def resnet18(net, x):
    x = F.relu(net.norm(net.conv(x, 64, 7, 2, 3, bias=False)))
    x = F.max_pool2d(x, 3, 2, 1)
    for filters, stride in (64, 1), (128, 2), (256, 2), (512, 2):
        x = basic_block(net, x, filters, stride)
        x = basic_block(net, x, filters)
    return net.dense(mean(x), 1000)


def resnet20(net, x, shortcut=None):
    x = F.relu(net.norm(net.conv(x, 16, 3, 1, 1, bias=False)))
    for filters, stride in (16, 1), (32, 2), (64, 2):
        x = basic_block(net, x, filters, stride, shortcut if stride != 1 else None)
        x = basic_block(net, x, filters)
        x = basic_block(net, x, filters)
    return net.dense(mean(x), 10)


def resnet20a(net, x):
    return resnet20(net, x, lambda x: F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, x.shape[1])))


def keras_norm(net, x):
    return net.norm(x, 1e-3)


def resnet8(net, x):
    x = F.relu(keras_norm(net, net.conv(x, 16, 3, 1, "same")))
    for filters, stride in (16, 1), (32, 2), (64, 2):
        y = F.relu(keras_norm(net, net.conv(x, filters, 3, stride, "same")))
        y = keras_norm(net, net.conv(y, filters, 3, 1, "same"))
        if stride != 1:
            x = net.conv(x, filters, 1, stride, "same")
        x = F.relu(x + y)
    x = F.avg_pool2d(x, 8)
    return F.softmax(net.dense(x.flatten(1), 10), 1)


def ds_cnn(net, x):
    x = F.relu(keras_norm(net, net.conv(x, 64, (10, 4), 2, "same")))
    for _ in range(4):
        x = F.relu(keras_norm(net, net.depthwise(x, 3, 1, "same")))
        x = F.relu(keras_norm(net, net.conv(x, 64, 1, 1, "same")))
    x = F.avg_pool2d(x, (25, 5))
    return F.softmax(net.dense(x.flatten(1), 12), 1)


def mobilenet_v1(net, x):
    x = F.relu6(keras_norm(net, net.conv(x, 32, 3, 2, "same", bias=False)))
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for filters, stride in blocks:
        x = F.relu6(keras_norm(net, net.depthwise(x, 3, stride, "same", bias=False)))
        x = F.relu6(keras_norm(net, net.conv(x, filters, 1, bias=False)))
    return net.dense(mean(x), 1000)


def mobilenet_v2(net, x):
    x = F.relu6(net.norm(net.conv(x, 32, 3, 2, 1, bias=False)))
    table = (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)
    for expansion, filters, count, first_stride in table:
        for n in range(count):
            stride = first_stride if n == 0 else 1
            y, channels = x, x.shape[1]
            if expansion != 1:
                y = F.relu6(net.norm(net.conv(y, expansion * channels, 1, bias=False)))
            y = F.relu6(net.norm(net.depthwise(y, 3, stride, 1, bias=False)))
            y = net.norm(net.conv(y, filters, 1, bias=False))
            x = x + y if stride == 1 and channels == filters else y
    x = F.relu6(net.norm(net.conv(x, 1280, 1, bias=False)))
    return net.dense(mean(x), 1000)


def unet(net, x, padding=0):
    def two_convs(x, filters):
        x = F.relu(net.conv(x, filters, 3, padding=padding))
        return F.relu(net.conv(x, filters, 3, padding=padding))

    skips = []
    for filters in 64, 128, 256, 512:
        x = two_convs(x, filters)
        skips.append(x)
        x = F.max_pool2d(x, 2)
    x = two_convs(x, 1024)
    for filters in 512, 256, 128, 64:
        x = net.up(x, filters)
        skip = skips.pop()
        top, left = [(s - n) // 2 for s, n in zip(skip.shape[2:], x.shape[2:])]
        skip = skip[:, :, top : top + x.shape[2], left : left + x.shape[3]]
        x = two_convs(torch.cat([skip, x], 1), filters)
    return net.conv(x, 2, 1)


def unet_padded(net, x):
    return unet(net, x, 1)


def shufflenet_v2(net, x):
    def pointwise(x, filters):
        return F.relu(net.norm(net.conv(x, filters, 1, bias=False)))

    def depthwise(x, stride):
        return net.norm(net.depthwise(x, 3, stride, 1, bias=False))

    def branch(x, filters, stride):
        return pointwise(depthwise(pointwise(x, filters), stride), filters)

    x = F.relu(net.norm(net.conv(x, 24, 3, 2, 1, bias=False)))
    x = F.max_pool2d(x, 3, 2, 1)
    for filters, units in (116, 4), (232, 8), (464, 4):
        half = filters // 2
        for n in range(units):
            if n == 0:
                left = pointwise(depthwise(x, 2), half)
                right = branch(x, half, 2)
            else:
                left, right = x.chunk(2, 1)
                right = branch(right, half, 1)
            # The shuffle: channels of both sides by turns.
            x = torch.stack([left, right], 2).flatten(1, 2)
    return net.dense(mean(pointwise(x, 1024)), 1000)


def squeezenet(net, x):
    def fire(x, squeezed, expanded):
        x = F.relu(net.conv(x, squeezed, 1))
        ones = F.relu(net.conv(x, expanded, 1))
        return torch.cat([ones, F.relu(net.conv(x, expanded, 3, 1, 1))], 1)

    def pool(x):
        return F.max_pool2d(x, 3, 2, ceil_mode=True)

    x = pool(F.relu(net.conv(x, 64, 3, 2)))
    x = pool(fire(fire(x, 16, 64), 16, 64))
    x = pool(fire(fire(x, 32, 128), 32, 128))
    x = fire(fire(x, 48, 192), 48, 192)
    x = fire(fire(x, 64, 256), 64, 256)
    return mean(F.relu(net.conv(x, 1000, 1)))


def densenet121(net, x):
    def normed(x):
        return F.relu(net.norm(x))

    x = normed(net.conv(x, 64, 7, 2, 3, bias=False))
    x = F.max_pool2d(x, 3, 2, 1)
    for number, layers in enumerate((6, 12, 24, 16)):
        if number > 0:
            x = F.avg_pool2d(net.conv(normed(x), x.shape[1] // 2, 1, bias=False), 2)
        features = [x]
        for _ in range(layers):
            x = net.conv(normed(torch.cat(features, 1)), 128, 1, bias=False)
            features.append(net.conv(normed(x), 32, 3, 1, 1, bias=False))
        x = torch.cat(features, 1)
    return net.dense(mean(normed(x)), 1000)


def googlenet(net, x):
    def conv(x, filters, kernel=1, stride=1):
        return F.relu(net.norm(net.conv(x, filters, kernel, stride, kernel // 2, bias=False), 1e-3))

    def pool(x, size=3):
        return F.max_pool2d(x, size, 2, ceil_mode=True)

    def inception(x, ones, reduce_threes, threes, reduce_fives, fives, pooled):
        return torch.cat(
            [
                conv(x, ones),
                conv(conv(x, reduce_threes), threes, 3),
                conv(conv(x, reduce_fives), fives, 3),
                conv(F.max_pool2d(x, 3, 1, 1, ceil_mode=True), pooled),
            ],
            1,
        )

    x = pool(conv(x, 64, 7, 2))
    x = pool(conv(conv(x, 64), 192, 3))
    x = inception(x, 64, 96, 128, 16, 32, 32)
    x = pool(inception(x, 128, 128, 192, 32, 96, 64))
    x = inception(x, 192, 96, 208, 16, 48, 64)
    x = inception(x, 160, 112, 224, 24, 64, 64)
    x = inception(x, 128, 128, 256, 24, 64, 64)
    x = inception(x, 112, 144, 288, 32, 64, 64)
    x = pool(inception(x, 256, 160, 320, 32, 128, 128), 2)
    x = inception(x, 256, 160, 320, 32, 128, 128)
    x = inception(x, 384, 192, 384, 48, 128, 128)
    return net.dense(mean(x), 1000)


# Name, network, gain, input (height, width, channels). A gain of 2 keeps the size of activations through ReLU; where
# sums grow, or statistics do not fit, less does. Inputs are as small as the network allows, but for those that are to
# be tested at their own size; as wide as high only if they must be; SqueezeNet's and GoogLeNet's make pooling round up.
NETWORKS = [
    ("ResNet18", resnet18, 1.0, (224, 224, 3)),
    ("ResNet20", resnet20, 1.0, (32, 32, 3)),
    ("ResNet20A", resnet20a, 1.0, (32, 32, 3)),
    ("ResNet8", resnet8, 2.0, (32, 32, 3)),
    ("DsCnn", ds_cnn, 2.0, (49, 10, 1)),
    ("MobileNetV1", mobilenet_v1, 2.0, (64, 80, 3)),
    ("MobileNetV2", mobilenet_v2, 1.0, (224, 224, 3)),
    ("UNet", unet, 2.0, (188, 188, 1)),
    ("UNetPadded", unet_padded, 2.0, (32, 48, 1)),
    ("ShuffleNetV2", shufflenet_v2, 1.5, (64, 96, 3)),
    ("SqueezeNet", squeezenet, 2.0, (66, 74, 3)),
    ("DenseNet121", densenet121, 1.5, (64, 96, 3)),
    ("GoogLeNet", googlenet, 1.5, (64, 80, 3)),
]


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
