#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Golden vectors from PyTorch: what each layer, and a few small networks, must compute.

Run:    /usr/bin/python3 tests/golden/make.py            (Debian: python3-torch python3-numpy; CPU, a few seconds)
        /usr/bin/python3 tests/golden/make.py conv2d     only the cases whose names begin so
Writes: fixtures/<case>.f32, and prints each case with its seed and its size. The same PyTorch writes the same bytes.

A file is little-endian float32 numbers, one array after another, no header; the reader knows the sizes. Everything
lies in etch's order: images one after another, channels last, parameters as include/etch/parameters.hpp says.

    layer:           parameters, statistics, images, outputs, gradient by the outputs (random), gradient by the images,
                     gradient by the parameters (sum over the images), statistics after one training step
    layer, inference (names end in _inference):
                     parameters, statistics, images, outputs
    network:         parameters, statistics, images, outputs in evaluation mode, output weights t (random), gradient of
                     the mean over the images of sum(output * t) in training mode by the parameters that are not frozen,
                     statistics after that step

Arrays that a layer does not have are empty. Statistics are BatchNorm's running means, then variances. Layers get two
images, BatchNorm and networks three. All numbers that go in are floats; the computation is in double precision, and
what comes out is rounded. No number lies where a derivative jumps: values near a kink, and windows with two nearly
equal maxima, are drawn again.
"""
import os
import sys
import zlib

import torch
import torch.nn.functional as F

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
MARGIN = 1e-3  # How far from a kink what goes into a layer stays,
DEEP_MARGIN = 3e-5  # and what goes into a layer inside of a network.
ONLY = tuple(sys.argv[1:])


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def as_float(x):
    """Rounded to a float, in double precision."""
    return x.float().double()


def uniform(extents, low, high):
    return as_float(low + (high - low) * torch.rand(extents, dtype=torch.float64))


def normal(extents, scale=1.0):
    return as_float(scale * torch.randn(extents, dtype=torch.float64))


def distinct(extents):
    """Between -2 and 2, no two closer than 4 / count."""
    count = int(torch.tensor(extents).prod())
    return as_float((torch.randperm(count).double() + 0.5) * 4 / count - 2).reshape(extents)


def away_from(kinks, low=-3.0, high=3.0):
    """A way to draw numbers that keeps away from `kinks`."""

    def draw(extents):
        x = uniform(extents, low, high)
        while True:
            near = torch.zeros_like(x, dtype=torch.bool)
            for kink in kinks:
                near |= (x - kink).abs() < MARGIN
            if not near.any():
                return x
            x = torch.where(near, uniform(extents, low, high), x)

    return draw


def weights(*extents, fan_in=None):
    """As etch lays them out: the last extent is the filters, all others are summed over."""
    if fan_in is None:
        fan_in = 1
        for extent in extents[:-1]:
            fan_in *= extent
    return normal(extents, fan_in**-0.5)


def biases(*extents):
    return uniform(extents, -0.5, 0.5)


def gammas(*extents):
    return uniform(extents, 0.5, 1.5)


def means(count):
    return normal((count,), 0.5)


def variances(count):
    return uniform((count,), 0.5, 2.0)


# ---- Files -----------------------------------------------------------------------------------------------------------

total = 0


def wanted(case):
    return not ONLY or case.startswith(ONLY)


def seed_of(case, attempt=0):
    seed = zlib.crc32(case.encode()) + attempt
    torch.manual_seed(seed)
    return seed


def save(case, seed, arrays):
    global total
    data = b"".join(a.detach().numpy().astype("<f4").tobytes() for a in arrays)
    for a in arrays:
        assert bool(torch.isfinite(a).all()), case
    with open(os.path.join(FOLDER, case + ".f32"), "wb") as file:
        file.write(data)
    total += len(data)
    print(f"{case:44} seed {seed:10} {len(data):7} bytes")


def layer(case, extents, function, parameters=lambda: [], draw=normal, images=2, statistics=lambda: []):
    """`function(x, *parameters)`, channels last, on images of those extents; after the parameters it gets the
    statistics, which it may change in place."""
    if not wanted(case):
        return
    seed = seed_of(case)
    learned = [p.requires_grad_() for p in parameters()]
    before = statistics()
    after = [s.clone() for s in before]
    x = draw((images, *extents)).requires_grad_()
    y = function(x, *learned, *after)
    dy = normal(y.shape)
    dx, *dp = torch.autograd.grad((y * dy).sum(), [x, *learned])
    save(case, seed, [*learned, *before, x, y, dy, dx, *dp, *after])


def inference(case, extents, function, parameters, statistics, images=2):
    if not wanted(case):
        return
    seed = seed_of(case)
    learned, fixed = parameters(), statistics()
    x = normal((images, *extents))
    save(case, seed, [*learned, *fixed, x, function(x, *learned, *fixed)])


# ---- Between etch's order and PyTorch's ------------------------------------------------------------------------------


def first(x):
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def torch_weights(w):
    """(kernel..., inputs, filters) to (filters, inputs, kernel...); of transposed convolutions and dense layers too."""
    return w.permute(w.dim() - 1, w.dim() - 2, *range(w.dim() - 2)).contiguous()


def pad(x, sides, value=0.0, mode="constant"):
    """`x` channels first; sides as in etch: (front, back,) (top, bottom,) left, right."""
    pairs = [sides[n : n + 2] for n in range(0, len(sides), 2)]
    flat = [side for pair in reversed(pairs) for side in pair]
    if not any(flat):
        return x
    return F.pad(x, flat, mode=mode, value=value) if mode == "constant" else F.pad(x, flat, mode=mode)


# ---- Convolutions ----------------------------------------------------------------------------------------------------


def conv(sides, stride=1, dilation=1, groups=1):
    def function(x, w, b=None):
        rank = w.dim() - 2
        f = [F.conv1d, F.conv2d, F.conv3d][rank - 1]
        return last(f(pad(first(x), sides), torch_weights(w), b, stride, 0, dilation, groups))

    return function


def conv_parameters(*extents, bias=True):
    return lambda: [weights(*extents)] + ([biases(extents[-1])] if bias else [])


def convolutions():
    p = conv_parameters
    layer("conv1d_odd", (11, 5), conv((1, 1)), p(3, 5, 17))
    layer("conv1d_asymmetric", (13, 3), conv((3, 0), 2, 2), p(3, 3, 4))
    layer("conv1d_groups", (10, 15), conv((0, 2), 3, 1, 3), p(4, 5, 9))
    layer("conv1d_same", (10, 3), conv((1, 2), 2), p(5, 3, 6))
    layer("conv1d_one_channel", (17, 1), conv((0, 0), 2), p(5, 1, 1, bias=False))

    layer("conv2d_odd", (7, 9, 5), conv((1, 1, 1, 1)), p(3, 3, 5, 17))
    layer("conv2d_asymmetric", (8, 6, 3), conv((0, 1, 2, 3), (2, 1)), p(3, 4, 3, 7))
    layer("conv2d_groups", (5, 6, 15), conv((1, 1, 1, 1), 1, 1, 3), p(3, 3, 5, 15))
    layer("conv2d_dilation", (11, 10, 2), conv((2, 2, 3, 3), (1, 2), (2, 3)), p(3, 3, 2, 5))
    layer("conv2d_one_channel", (9, 11, 1), conv((2, 2, 2, 2), 3), p(5, 5, 1, 8))
    layer("conv2d_pointwise", (5, 7, 17), conv((0, 0, 0, 0)), p(1, 1, 17, 6, bias=False))
    # Same with stride 2 on even extents: the odd row goes to the bottom; SameLower: to the top.
    layer("conv2d_same", (8, 6, 4), conv((0, 1, 0, 1), 2), p(3, 3, 4, 16))
    layer("conv2d_same_lower", (8, 6, 4), conv((1, 0, 1, 0), 2), p(3, 3, 4, 3))
    layer("conv2d_same_even_kernel", (5, 6, 3), conv((1, 2, 0, 1)), p(4, 2, 3, 5))

    layer("conv3d_odd", (5, 3, 4, 3), conv((1, 1, 1, 1, 1, 1)), p(3, 3, 3, 3, 5))
    layer("conv3d_asymmetric", (5, 6, 4, 2), conv((1, 0, 0, 2, 1, 2), (2, 1, 3), (1, 2, 1)), p(2, 3, 2, 2, 9))
    layer("conv3d_groups", (3, 4, 3, 15), conv((0, 0, 1, 1, 0, 0), 1, 1, 3), p(2, 3, 1, 5, 6))

    layer("depthwise_odd", (7, 5, 17), conv((1, 1, 1, 1), 1, 1, 17), p(3, 3, 1, 17))
    layer("depthwise_multiplier", (6, 8, 5), conv((2, 1, 0, 2), (2, 3), 1, 5), p(3, 5, 1, 15))
    layer("depthwise_dilation", (9, 7, 8), conv((2, 2, 2, 2), 1, 2, 8), p(3, 3, 1, 8, bias=False))
    layer("depthwise_one_channel", (6, 5, 1), conv((1, 1, 1, 1), 2, 1, 1), p(3, 3, 1, 3))

    dense = lambda x, w, b=None: F.linear(x, torch_weights(w), b)
    layer("dense_odd", (17,), dense, p(17, 11))
    layer("dense_one_output", (33,), dense, p(33, 1))
    layer("dense_without_bias", (5,), dense, p(5, 19, bias=False))


def locally_connected(kernel, sides, stride=(1, 1), dilation=(1, 1)):
    def function(x, w, b=None):
        columns, rows = x.shape[-1], w.shape[0]
        # (n, c * taps, positions), taps fastest.
        patches = F.unfold(pad(first(x), sides), kernel, dilation=dilation, stride=stride)
        patches = patches.reshape(x.shape[0], columns, kernel[0], kernel[1], rows, w.shape[1])
        y = torch.einsum("ncrsij,ijrscf->nijf", patches, w)
        return y if b is None else y + b

    return function


def locally_connected_layers():
    def p(h, w, r, s, c, filters, bias=True):
        return lambda: [weights(h, w, r, s, c, filters, fan_in=r * s * c)] + ([biases(h, w, filters)] if bias else [])

    layer("locally_odd", (5, 4, 3), locally_connected((3, 3), (0, 0, 0, 0)), p(3, 2, 3, 3, 3, 5))
    layer("locally_asymmetric", (5, 6, 2), locally_connected((2, 3), (1, 0, 0, 2), (2, 3)), p(3, 2, 2, 3, 2, 9))
    f = locally_connected((3, 2), (0, 0, 1, 1), (1, 2), (2, 1))
    layer("locally_dilation", (6, 5, 1), f, p(2, 3, 3, 2, 1, 3, False))


def transposed(sides, stride=1, output_padding=0, dilation=1, groups=1):
    def function(x, w, b=None):
        rank = w.dim() - 2
        f = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][rank - 1]
        many = lambda option: (option,) * rank if isinstance(option, int) else option
        extra = many(output_padding)
        # All that the windows reach; then `sides` are cut off, and rows without any window added at the end.
        whole = f(first(x), torch_weights(w), None, stride, 0, 0, groups, dilation)
        cut = [side for n in range(rank) for side in (-sides[2 * n], extra[n] - sides[2 * n + 1])]
        y = last(pad(whole, cut)) + (0 if b is None else b)
        if all(sides[2 * n] == sides[2 * n + 1] for n in range(rank)):
            direct = last(f(first(x), torch_weights(w), b, stride, tuple(sides[::2]), output_padding, groups, dilation))
            assert torch.allclose(direct, y, rtol=1e-12, atol=1e-12)
        return y

    return function


def transposed_convolutions():
    def p(*extents, bias=True, groups=1):
        # (kernel..., filters / groups, channels)
        taps = 1
        for extent in extents[:-2]:
            taps *= extent
        return lambda: [weights(*extents, fan_in=taps * extents[-1] // groups)] + (
            [biases(extents[-2] * groups)] if bias else []
        )

    layer("transposed1d_odd", (7, 5), transposed((1, 1), 2, 1), p(3, 7, 5))
    layer("transposed1d_dilation", (6, 3), transposed((2, 1), 3, 2, 2), p(4, 17, 3))
    layer("transposed1d_groups", (5, 15), transposed((0, 0), 2, 0, 1, 3), p(2, 4, 15, groups=3))
    layer("transposed2d_double", (4, 3, 5), transposed((0, 0, 0, 0), 2), p(2, 2, 3, 5))
    layer("transposed2d_odd", (5, 4, 3), transposed((1, 1, 1, 1), 2, 1), p(3, 3, 17, 3))
    layer("transposed2d_asymmetric", (4, 5, 2), transposed((0, 1, 2, 1), (3, 2), (1, 0)), p(4, 5, 6, 2))
    # The output as large as the input times the stride.
    layer("transposed2d_same", (4, 3, 5), transposed((0, 1, 1, 1), 2), p(3, 4, 6, 5))
    layer("transposed2d_groups", (4, 3, 15), transposed((1, 1, 0, 0), 1, 0, 1, 3), p(3, 2, 5, 15, groups=3))
    f = transposed((1, 1, 2, 2), (1, 3), (0, 2), (2, 3))
    layer("transposed2d_dilation", (5, 4, 4), f, p(3, 2, 1, 4, bias=False))
    layer("transposed2d_output_padding", (3, 4, 1), transposed((0, 0, 0, 0), 3, 2), p(2, 1, 3, 1))
    layer("transposed3d_odd", (3, 2, 4, 3), transposed((1, 1, 0, 0, 1, 1), 2, (1, 0, 1)), p(3, 2, 3, 5, 3))
    f = transposed((0, 0, 1, 0, 0, 1), (1, 2, 1), 0, 1, 2)
    layer("transposed3d_groups", (2, 3, 2, 6), f, p(2, 3, 2, 2, 6, groups=2))


# ---- Pooling ---------------------------------------------------------------------------------------------------------


def max_pool(kernel, stride, sides, dilation=1, ceil=False):
    def function(x):
        f = [F.max_pool1d, F.max_pool2d, F.max_pool3d][x.dim() - 3]
        if all(sides[n] == sides[n + 1] for n in range(0, len(sides), 2)):
            return last(f(first(x), kernel, stride, tuple(sides[::2]), dilation, ceil))
        assert not ceil
        return last(f(pad(first(x), sides, -float("inf")), kernel, stride, 0, dilation))

    return function


def avg_pool(kernel, stride, sides, ceil=False, count=False):
    def function(x):
        f = [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][x.dim() - 3]
        if all(sides[n] == sides[n + 1] for n in range(0, len(sides), 2)):
            return last(f(first(x), kernel, stride, tuple(sides[::2]), ceil, count))
        assert not ceil
        mean = lambda a: f(pad(first(a), sides), kernel, stride)
        return last(mean(x) if count else mean(x) / mean(torch.ones_like(x)))

    return function


def pools():
    def largest(case, extents, *options, **more):
        layer(case, extents, max_pool(*options, **more), draw=distinct)

    def mean(case, extents, *options, **more):
        layer(case, extents, avg_pool(*options, **more))

    largest("max_pool1d", (11, 5), 3, 2, (1, 1))
    largest("max_pool1d_dilation", (13, 3), 3, 3, (0, 0), 2)
    largest("max_pool1d_round_up", (10, 17), 3, 2, (1, 1), ceil=True)
    largest("max_pool2d", (7, 9, 5), 2, 2, (0, 0, 0, 0))
    largest("max_pool2d_overlap", (8, 7, 17), 3, 2, (1, 1, 1, 1))
    largest("max_pool2d_asymmetric", (6, 8, 3), (3, 4), (2, 3), (0, 1, 2, 1))
    largest("max_pool2d_same", (6, 9, 5), 3, 2, (0, 1, 1, 1))
    largest("max_pool2d_dilation", (9, 8, 1), 3, (1, 2), (1, 1, 1, 1), (2, 1))
    largest("max_pool2d_round_up", (8, 7, 4), 3, 2, (0, 0, 0, 0), ceil=True)
    # The last window would start in the padding: left out.
    largest("max_pool2d_round_up_larger", (3, 4, 5), 4, 2, (0, 0, 0, 0), ceil=True)
    largest("max_pool2d_round_up_padded", (6, 5, 3), 2, 3, (1, 1, 1, 1), ceil=True)
    largest("max_pool3d", (5, 4, 6, 3), 2, 2, (0, 0, 0, 0, 0, 0))
    largest("max_pool3d_odd", (5, 4, 6, 5), (3, 2, 3), (1, 2, 3), (1, 1, 0, 0, 1, 1))
    largest("max_pool3d_dilation", (5, 4, 6, 2), 2, 2, (0, 0, 1, 1, 0, 0), (2, 1, 2), ceil=True)

    mean("avg_pool1d", (11, 5), 3, 2, (1, 1))
    mean("avg_pool1d_counted", (10, 17), 4, 3, (2, 2), count=True)
    mean("avg_pool1d_round_up", (10, 3), 3, 2, (0, 0), ceil=True)
    mean("avg_pool2d", (7, 9, 5), 2, 2, (0, 0, 0, 0))
    mean("avg_pool2d_padded", (8, 7, 17), 3, 2, (1, 1, 1, 1))
    mean("avg_pool2d_counted", (8, 7, 3), 3, 2, (1, 1, 1, 1), count=True)
    mean("avg_pool2d_same", (6, 9, 5), 3, 2, (0, 1, 1, 1))
    mean("avg_pool2d_asymmetric", (6, 8, 3), (3, 4), (2, 3), (0, 1, 2, 1))
    mean("avg_pool2d_asymmetric_counted", (6, 8, 1), (3, 4), (2, 3), (0, 1, 2, 1), count=True)
    mean("avg_pool2d_round_up", (8, 7, 4), 3, 2, (0, 0, 0, 0), ceil=True)
    # Windows over the end: only what lies within the padding is counted.
    mean("avg_pool2d_round_up_counted", (7, 8, 5), 3, 3, (1, 1, 1, 1), ceil=True, count=True)
    mean("avg_pool2d_round_up_larger", (3, 4, 5), 5, 3, (0, 0, 0, 0), ceil=True)
    mean("avg_pool2d_round_up_padded", (7, 8, 5), 3, 3, (1, 1, 1, 1), ceil=True)
    mean("avg_pool3d", (5, 4, 6, 3), 2, 2, (0, 0, 0, 0, 0, 0))
    mean("avg_pool3d_odd", (5, 4, 6, 5), (3, 2, 3), (1, 2, 3), (1, 1, 0, 0, 1, 1))
    mean("avg_pool3d_counted", (4, 3, 5, 2), 3, 2, (1, 1, 1, 1, 1, 1), ceil=True, count=True)

    def spatial(x):
        return tuple(range(1, x.dim() - 1))

    layer("global_avg_pool_sequence", (9, 5), lambda x: x.mean(spatial(x)))
    layer("global_avg_pool_image", (5, 7, 17), lambda x: x.mean(spatial(x)))
    layer("global_avg_pool_volume", (3, 4, 5, 3), lambda x: x.mean(spatial(x)))
    layer("global_max_pool_sequence", (9, 5), lambda x: x.amax(spatial(x)), draw=distinct)
    layer("global_max_pool_image", (5, 7, 17), lambda x: x.amax(spatial(x)), draw=distinct)
    layer("global_max_pool_volume", (3, 4, 5, 3), lambda x: x.amax(spatial(x)), draw=distinct)

    def adaptive(f, *size):
        return lambda x: last(f(first(x), size))

    for name, f, draw in (
        ("adaptive_avg_pool2d", F.adaptive_avg_pool2d, normal),
        ("adaptive_max_pool2d", F.adaptive_max_pool2d, distinct),
    ):
        layer(name + "_even", (6, 9, 5), adaptive(f, 3, 3), draw=draw)
        layer(name + "_overlap", (7, 10, 3), adaptive(f, 5, 4), draw=draw)
        layer(name + "_larger", (3, 5, 17), adaptive(f, 4, 7), draw=draw)
        layer(name + "_one", (5, 4, 1), adaptive(f, 1, 1), draw=draw)


# ---- Normalisation ---------------------------------------------------------------------------------------------------


def batch_norm(training, momentum=0.1, epsilon=1e-5, affine=True):
    def function(x, *rest):
        gamma, beta = rest[:2] if affine else (None, None)
        mean, variance = rest[-2:]
        return last(F.batch_norm(first(x), mean, variance, gamma, beta, training, momentum, epsilon))

    return function


def normalisations():
    def affine(*extents):
        return lambda: [gammas(*extents), biases(*extents)]

    nothing = lambda: []

    def statistics(channels):
        return lambda: [means(channels), variances(channels)]

    def shifted(extents):
        """Channels of unequal means and sizes."""
        return as_float(normal(extents) * uniform(extents[-1:], 0.5, 2) + normal(extents[-1:]))

    for name, extents, options in (
        ("image", (5, 4, 17), {}),
        ("sequence", (7, 5), {"epsilon": 1e-3, "momentum": 0.25}),
        ("volume", (2, 3, 4, 3), {"momentum": 0.01}),
        ("vector", (11,), {}),
        ("plain", (4, 3, 5), {"affine": False}),
    ):
        channels = extents[-1]
        p = affine(channels) if options.get("affine", True) else nothing
        layer("batch_norm_" + name, extents, batch_norm(True, **options), p, shifted, 3, statistics(channels))
        inference("batch_norm_" + name + "_inference", extents, batch_norm(False, **options), p, statistics(channels))

    def layer_norm(axes, epsilon=1e-5):
        return lambda x, *p: F.layer_norm(x, x.shape[-axes:], *p, eps=epsilon)

    layer("layer_norm_channels", (5, 3, 17), layer_norm(1), affine(17), shifted)
    layer("layer_norm_rows", (3, 4, 5), layer_norm(2, 1e-3), affine(4, 5), shifted)
    layer("layer_norm_image", (5, 3, 7), layer_norm(3), affine(5, 3, 7), shifted)
    layer("layer_norm_sequence", (9, 5), layer_norm(1), nothing, shifted)
    layer("layer_norm_vector", (13,), layer_norm(1), affine(13), shifted)

    def group_norm(groups, epsilon=1e-5):
        return lambda x, *p: last(F.group_norm(first(x), groups, *p, eps=epsilon))

    layer("group_norm_odd", (5, 4, 15), group_norm(3), affine(15), shifted)
    layer("group_norm_one", (3, 5, 6), group_norm(1, 1e-2), affine(6), shifted)
    layer("group_norm_sequence", (8, 34), group_norm(2), affine(34), shifted)
    layer("group_norm_volume", (2, 3, 4, 4), group_norm(2), nothing, shifted)

    def instance_norm(epsilon=1e-5):
        return lambda x, *p: last(F.instance_norm(first(x), None, None, *p, eps=epsilon))

    layer("instance_norm_odd", (5, 4, 17), instance_norm(), affine(17), shifted)
    layer("instance_norm_one_channel", (6, 5, 1), instance_norm(), affine(1), shifted)
    layer("instance_norm_sequence", (11, 5), instance_norm(1e-3), nothing, shifted)
    layer("instance_norm_volume", (3, 2, 4, 3), instance_norm(), affine(3), shifted)

    def response(size, alpha=1e-4, beta=0.75, offset=1.0):
        return lambda x: last(F.local_response_norm(first(x), size, alpha, beta, offset))

    layer("local_response_norm_default", (4, 3, 17), response(5))
    layer("local_response_norm_strong", (3, 4, 9), response(3, 0.5, 0.75, 2.0))
    layer("local_response_norm_even", (5, 3, 6), response(4, 0.25, 0.5, 1.5))
    layer("local_response_norm_wide", (6, 3), response(7, 1.0, 1.0, 1.0))


# ---- Element by element, and along the channels ----------------------------------------------------------------------


def activations():
    smooth = away_from([], -4, 4)
    at_zero = away_from([0], -2, 2)
    for name, f, draw in (
        ("relu", F.relu, at_zero),
        ("relu6", F.relu6, away_from([0, 6], -4, 10)),
        ("leaky_relu", F.leaky_relu, at_zero),
        ("leaky_relu_steep", lambda x: F.leaky_relu(x, 0.3), at_zero),
        ("elu", F.elu, at_zero),
        ("elu_alpha", lambda x: F.elu(x, 1.5), away_from([0], -4, 2)),
        ("selu", F.selu, away_from([0], -4, 4)),
        ("sigmoid", torch.sigmoid, smooth),
        ("sigmoid_wide", torch.sigmoid, away_from([], -30, 30)),
        ("tanh", torch.tanh, smooth),
        ("gelu", F.gelu, smooth),
        ("gelu_tanh", lambda x: F.gelu(x, approximate="tanh"), smooth),
        ("silu", F.silu, away_from([], -10, 10)),
        ("mish", F.mish, away_from([], -10, 10)),
        ("hard_swish", F.hardswish, away_from([-3, 3], -6, 6)),
        ("hard_sigmoid", F.hardsigmoid, away_from([-3, 3], -6, 6)),
        ("softplus", F.softplus, away_from([], -10, 10)),
    ):
        layer(name + "_image", (2, 3, 17), f, draw=draw)
        layer(name + "_vector", (7,), f, draw=draw)

    def prelu(x, slopes):
        return last(F.prelu(first(x), slopes))

    slopes = lambda count: lambda: [uniform((count,), -0.2, 0.6)]
    layer("prelu_image", (3, 5, 17), prelu, slopes(17), at_zero)
    layer("prelu_vector", (7,), prelu, slopes(7), at_zero)
    layer("prelu_sequence", (9, 5), prelu, slopes(5), at_zero)
    layer("prelu_shared_image", (4, 3, 5), prelu, slopes(1), at_zero)
    layer("prelu_shared_vector", (9,), prelu, slopes(1), at_zero)

    wide = lambda extents: normal(extents, 3)
    for name, f in (("softmax", F.softmax), ("log_softmax", F.log_softmax)):
        over_channels = lambda x, f=f: f(x, -1)
        layer(name + "_vector", (10,), over_channels, draw=wide)
        layer(name + "_image", (4, 3, 17), over_channels, draw=wide)
        layer(name + "_one_channel", (5, 1), over_channels, draw=wide)

    scale = lambda x, s, b=0.0: x * s + b
    layer("scale_image", (4, 3, 17), scale, lambda: [gammas(17), biases(17)])
    layer("scale_vector", (6,), scale, lambda: [gammas(6), biases(6)])
    layer("scale_without_bias", (7, 5), scale, lambda: [gammas(5)])


# ---- Where numbers lie -----------------------------------------------------------------------------------------------


def depth_to_space(block):
    """ONNX, DepthToSpace, mode DCR."""

    def function(x):
        n, h, w, c = x.shape
        y = first(x).reshape(n, block, block, c // block**2, h, w).permute(0, 3, 4, 1, 5, 2)
        return last(y.reshape(n, c // block**2, h * block, w * block))

    return function


def space_to_depth(block):
    """ONNX, SpaceToDepth."""

    def function(x):
        n, h, w, c = x.shape
        y = first(x).reshape(n, c, h // block, block, w // block, block).permute(0, 3, 5, 1, 2, 4)
        return last(y.reshape(n, c * block**2, h // block, w // block))

    return function


def reshapes():
    layer("flatten", (3, 4, 5), lambda x: x.flatten(1))
    layer("reshape_image", (3, 4, 5), lambda x: x.reshape(-1, 6, 10))
    layer("reshape_vector", (24,), lambda x: x.reshape(-1, 2, 3, 4))

    def permute(*axes):
        return lambda x: x.permute(0, *(axis + 1 for axis in axes))

    layer("permute_image", (3, 4, 5), permute(2, 0, 1))
    layer("permute_transpose", (7, 17), permute(1, 0))
    layer("permute_volume", (2, 3, 4, 5), permute(3, 1, 0, 2))

    def shuffle(groups):
        return lambda x: last(first(x).unflatten(1, (groups, -1)).transpose(1, 2).flatten(1, 2))

    layer("channel_shuffle_image", (3, 4, 15), shuffle(3))
    layer("channel_shuffle_sequence", (5, 34), shuffle(2))
    layer("channel_shuffle_vector", (12,), shuffle(4))

    layer("depth_to_space", (3, 4, 12), depth_to_space(2))
    layer("depth_to_space_three", (2, 3, 9), depth_to_space(3))
    layer("pixel_shuffle", (3, 4, 12), lambda x: last(F.pixel_shuffle(first(x), 2)))
    layer("pixel_shuffle_three", (2, 3, 18), lambda x: last(F.pixel_shuffle(first(x), 3)))
    layer("space_to_depth", (6, 4, 5), space_to_depth(2))
    layer("space_to_depth_three", (6, 9, 1), space_to_depth(3))

    def padded(sides, value=0.0, mode="constant"):
        return lambda x: last(pad(first(x), sides, value, mode))

    layer("pad_sequence", (7, 5), padded((2, 1)))
    layer("pad_image", (4, 5, 3), padded((0, 1, 2, 3)))
    layer("pad_fill", (3, 4, 17), padded((1, 1, 2, 2), 0.75))
    layer("pad_reflect_sequence", (7, 5), padded((3, 2), mode="reflect"))
    layer("pad_reflect_image", (4, 5, 3), padded((3, 1, 2, 4), mode="reflect"))
    layer("pad_edge_sequence", (4, 5), padded((6, 2), mode="replicate"))
    layer("pad_edge_image", (4, 3, 17), padded((0, 2, 5, 1), mode="replicate"))
    layer("pad_volume", (2, 3, 4, 3), padded((1, 0, 2, 1, 0, 3), 0.5))
    layer("pad_reflect_volume", (4, 3, 5, 2), padded((3, 1, 2, 0, 1, 4), mode="reflect"))
    layer("pad_edge_volume", (2, 3, 1, 17), padded((1, 1, 0, 2, 2, 1), mode="replicate"))
    layer("crop_volume", (4, 5, 6, 3), padded((-1, -1, -2, -2, 0, 0)))
    layer("crop_sequence", (9, 5), padded((-2, -1)))
    layer("crop_image", (7, 8, 3), padded((0, -1, -2, -3)))


def resamplings():
    def resize(h, w, **mode):
        return lambda x: last(F.interpolate(first(x), (h, w), **mode))

    bilinear = {"mode": "bilinear", "align_corners": False}
    corners = {"mode": "bilinear", "align_corners": True}
    layer("upsample_nearest", (3, 4, 5), resize(6, 8))
    layer("upsample_nearest_wide", (4, 3, 17), resize(12, 6))
    layer("upsample_bilinear", (3, 4, 5), resize(6, 8, **bilinear))
    layer("upsample_bilinear_wide", (3, 5, 17), resize(6, 15, **bilinear))
    layer("upsample_bilinear_one", (1, 4, 1), resize(3, 12, **bilinear))
    layer("upsample_corners", (3, 4, 5), resize(6, 8, **corners))
    layer("upsample_corners_one", (1, 3, 2), resize(3, 6, **corners))
    layer("resize_nearest_up", (3, 5, 3), resize(7, 8))
    layer("resize_nearest_down", (9, 7, 5), resize(4, 5))
    layer("resize_nearest_mixed", (5, 6, 17), resize(8, 4))
    layer("resize_bilinear_up", (3, 5, 3), resize(7, 8, **bilinear))
    layer("resize_bilinear_down", (9, 7, 5), resize(4, 3, **bilinear))
    layer("resize_bilinear_same", (4, 5, 17), resize(4, 5, **bilinear))
    layer("resize_corners_up", (3, 5, 3), resize(7, 8, **corners))
    layer("resize_corners_down", (9, 7, 5), resize(4, 3, **corners))
    layer("resize_corners_one", (5, 4, 2), resize(1, 6, **corners))


# ---- Networks --------------------------------------------------------------------------------------------------------


class Kink(Exception):
    """A number lies too near to where a derivative jumps: draw again."""


class Network:
    """Runs a function of itself and an image, channels first. In the first run each layer draws its parameters, in
    the order in which etch writes them; later runs use them again."""

    def __init__(self):
        self.learned = []
        self.before = []  # The statistics.
        self.is_frozen = []
        self.drawing = True
        self.frozen = False  # Whether the layers that are called now do not learn.

    def run(self, function, x, training):
        self.training = training
        self.after = [s.clone() for s in self.before]
        self.next_learned = self.next_statistic = 0
        y = function(self, first(x))
        self.drawing = False
        return last(y)

    def parameter(self, draw):
        if self.drawing:
            self.learned.append(draw().requires_grad_())
            self.is_frozen.append(self.frozen)
        self.next_learned += 1
        return self.learned[self.next_learned - 1]

    def statistic(self, draw):
        if self.drawing:
            self.before.append(draw())
            self.after.append(self.before[-1].clone())
        self.next_statistic += 1
        return self.after[self.next_statistic - 1]

    def margin(self, distances):
        if distances.numel() and float(distances.detach().abs().min()) < DEEP_MARGIN:
            raise Kink
        return self

    # Layers with parameters.
    def conv(self, x, filters, kernel, sides, stride=1, groups=1, dilation=1, bias=True):
        rank = x.dim() - 2
        kernel = (kernel,) * rank if isinstance(kernel, int) else kernel
        sides = (sides,) * (2 * rank) if isinstance(sides, int) else sides
        w = self.parameter(lambda: weights(*kernel, x.shape[1] // groups, filters))
        b = self.parameter(lambda: biases(filters)) if bias else None
        return first(conv(sides, stride, dilation, groups)(last(x), w, b))

    def transposed(self, x, filters, kernel, stride, padding=0, output_padding=0):
        rank = x.dim() - 2
        fan_in = x.shape[1] * (kernel / stride) ** rank
        w = self.parameter(lambda: weights(*(kernel,) * rank, filters, x.shape[1], fan_in=fan_in))
        b = self.parameter(lambda: biases(filters))
        return first(transposed((padding,) * (2 * rank), stride, output_padding)(last(x), w, b))

    def local(self, x, filters, kernel):
        h, w = x.shape[2] - kernel + 1, x.shape[3] - kernel + 1
        fan_in = x.shape[1] * kernel**2
        weight = self.parameter(lambda: weights(h, w, kernel, kernel, x.shape[1], filters, fan_in=fan_in))
        b = self.parameter(lambda: biases(h, w, filters))
        return first(locally_connected((kernel, kernel), (0, 0, 0, 0))(last(x), weight, b))

    def scale(self, x):
        s, b = self.affine(x.shape[1])
        return first(last(x) * s + b)

    def dense(self, x, outputs):
        w = self.parameter(lambda: weights(x.shape[1], outputs))
        b = self.parameter(lambda: biases(outputs))
        return F.linear(x, torch_weights(w), b)

    def batch_norm(self, x):
        c = x.shape[1]
        gamma, beta = self.affine(c)
        mean, variance = self.statistic(lambda: means(c)), self.statistic(lambda: variances(c))
        return F.batch_norm(x, mean, variance, gamma, beta, self.training and not self.frozen, 0.1, 1e-5)

    def affine(self, *extents):
        return self.parameter(lambda: gammas(*extents)), self.parameter(lambda: biases(*extents))

    def layer_norm(self, x):
        c = x.shape[1]
        return first(F.layer_norm(last(x), (c,), *self.affine(c), eps=1e-5))

    def group_norm(self, x, groups):
        return F.group_norm(x, groups, *self.affine(x.shape[1]), eps=1e-5)

    def instance_norm(self, x):
        return F.instance_norm(x, None, None, *self.affine(x.shape[1]), eps=1e-5)

    def prelu(self, x):
        self.margin(x)
        return F.prelu(x, self.parameter(lambda: uniform((x.shape[1],), -0.2, 0.6)))

    # Layers that have a kink.
    def kinked(self, f, x, *options):
        """`f` has its kink at 0."""
        self.margin(x)
        return f(x, *options)

    def relu(self, x):
        return self.kinked(F.relu, x)

    def relu6(self, x):
        self.margin(x).margin(x - 6)
        return F.relu6(x)

    def hard_swish(self, x):
        self.margin(x - 3).margin(x + 3)
        return F.hardswish(x)

    def hard_sigmoid(self, x):
        self.margin(x - 3).margin(x + 3)
        return F.hardsigmoid(x)

    def max_pool(self, x, kernel, stride, side=0):
        rank = x.dim() - 2
        padded = F.pad(x, (side,) * (2 * rank), value=-float("inf"))
        windows = padded
        for axis in range(rank):
            windows = windows.unfold(2 + axis, kernel, stride)
        best = windows.reshape(*windows.shape[: 2 + rank], -1).topk(2, -1).values
        # Two zeros tie after a Relu, whose derivative is 0 there, so that it does not matter whose it is.
        self.margin((best[..., 0] - best[..., 1])[best[..., 0] != 0])
        return first(max_pool(kernel, stride, (0,) * (2 * rank))(last(padded)))

    def global_max_pool(self, x):
        best = x.flatten(2).topk(2, -1).values
        self.margin(best[..., 0] - best[..., 1])
        return best[..., 0]


def network(case, extents, function, images=3):
    if not wanted(case):
        return
    for attempt in range(1000):
        try:
            seed = seed_of(case, attempt)
            net = Network()
            x = normal((images, *extents))
            y = net.run(function, x, False)
            t = normal(y.shape)
            loss = (net.run(function, x, True) * t).sum() / images
            gradient = torch.autograd.grad(loss, net.learned)
            gradient = [g for g, frozen in zip(gradient, net.is_frozen) if not frozen]
            save(case, seed, [*net.learned, *net.before, x, y, t, *gradient, *net.after])
            return
        except Kink:
            pass
    raise RuntimeError(case + ": every draw came too near to a kink")


def residual_net(n, x):
    x = n.relu(n.batch_norm(n.conv(x, 6, 3, 1, bias=False)))
    y = n.relu(n.batch_norm(n.conv(x, 6, 3, 1, bias=False)))
    x = n.relu(n.batch_norm(n.conv(y, 6, 3, 1, bias=False)) + x)
    y = n.relu(n.batch_norm(n.conv(x, 9, 3, 1, 2, bias=False)))
    y = n.batch_norm(n.conv(y, 9, 3, 1, bias=False))
    x = n.relu(y + n.batch_norm(n.conv(x, 9, 1, 0, 2, bias=False)))
    return n.dense(x.mean((2, 3)), 5)


def unet(n, x):
    def inner(x):
        y = n.relu(n.conv(n.max_pool(x, 2, 2), 9, 3, 1))
        return n.relu(n.conv(torch.cat([x, n.transposed(y, 6, 2, 2)], 1), 6, 3, 1))

    x = n.relu(n.conv(x, 4, 3, 1))
    y = inner(n.relu(n.conv(n.max_pool(x, 2, 2), 6, 3, 1)))
    x = n.relu(n.conv(torch.cat([x, n.transposed(y, 4, 2, 2)], 1), 4, 3, 1))
    return n.conv(x, 2, 1, 0)


def inception(n, x):
    x = n.relu(n.conv(x, 6, 3, 1))
    a = n.relu(n.conv(x, 5, 1, 0))
    b = n.relu(n.conv(n.relu(n.conv(x, 4, 1, 0)), 7, 3, 1))
    c = n.relu(n.conv(n.relu(n.conv(x, 2, 1, 0)), 3, 5, 2))
    d = n.relu(n.conv(n.max_pool(x, 3, 1, 1), 2, 1, 0))
    x = F.avg_pool2d(torch.cat([a, b, c, d], 1), 3, 2, 1, count_include_pad=False)
    return n.dense(last(x).flatten(1), 4)


def dense_block(n, x):
    def grow(x):
        y = n.conv(n.relu(n.batch_norm(x)), 6, 1, 0, bias=False)
        return torch.cat([x, n.conv(n.relu(n.batch_norm(y)), 3, 3, 1, bias=False)], 1)

    x = grow(grow(n.conv(x, 5, 3, 1, bias=False)))
    return F.avg_pool2d(n.conv(n.relu(n.batch_norm(x)), 5, 1, 0, bias=False), 2)


def inverted_residual(n, x):
    """MobileNet v3: the second factor is one number a channel."""
    x = n.hard_swish(n.batch_norm(n.conv(x, 5, 3, 1, 2, bias=False)))
    y = n.hard_swish(n.batch_norm(n.conv(x, 15, 1, 0, bias=False)))
    y = n.hard_swish(n.batch_norm(n.conv(y, 15, 3, 1, groups=15, bias=False)))
    gate = n.hard_sigmoid(n.dense(n.relu(n.dense(y.mean((2, 3)), 4)), 15))
    y = n.batch_norm(n.conv(y * gate[:, :, None, None], 5, 1, 0, bias=False))
    return n.dense((x + y).mean((2, 3)), 3)


def shuffle_unit(n, x):
    x = n.conv(x, 12, 3, 1)
    y = n.relu(n.batch_norm(n.conv(x, 6, 1, 0, groups=3, bias=False)))
    y = y.unflatten(1, (3, 2)).transpose(1, 2).flatten(1, 2)
    y = n.batch_norm(n.conv(y, 6, 3, 1, groups=6, bias=False))
    y = n.batch_norm(n.conv(y, 12, 1, 0, groups=3, bias=False))
    return n.relu6(y + x)


def frozen(n, x):
    """Frozen layers pass gradients on and learn nothing; a frozen BatchNorm uses its running statistics."""
    n.frozen = True
    x = n.relu(n.batch_norm(n.conv(x, 5, 3, 1, bias=False)))
    n.frozen = False
    x = n.conv(x, 7, 3, 1)
    n.frozen = True
    x = n.relu(n.batch_norm(x))
    n.frozen = False
    return n.dense(n.batch_norm(x).mean((2, 3)), 3)


def folds(n, x):
    """Many normalisations and scales, most of which inference can take into the layer before or after."""
    x = n.conv(n.batch_norm(x), 6, 3, 0, groups=2)
    x = n.local(n.batch_norm(x), 4, 2)
    x = n.relu(n.batch_norm(x))
    x = n.batch_norm(n.transposed(x, 6, 3, 2))
    x = n.scale(n.conv(x, 3, 3, 1))
    x = n.batch_norm(n.max_pool(x, 2, 2))
    return n.batch_norm(n.dense(last(x).flatten(1), 4))


def epilogues(n, x):
    """Each activation after a layer that can do it while it stores its output."""
    x = n.kinked(F.leaky_relu, n.conv(x, 5, 3, 1), 0.125)
    x = n.relu6(n.conv(x, 10, 3, 1, groups=5))
    x = F.silu(n.scale(x))
    x = F.gelu(n.transposed(x, 3, 2, 2))
    x = n.kinked(F.selu, n.local(x, 3, 3))
    x = n.hard_swish(n.conv(x, 17, 1, 0))
    x = F.mish(n.conv(x, 4, 3, 0, 2))
    x = F.softplus(n.dense(last(x).flatten(1), 9))
    x = F.elu(n.dense(x, 7))
    return F.gelu(n.dense(x, 5), approximate="tanh")


def branches(n, x):
    """Values that several layers read, some of which would like to write over them."""
    x = n.conv(x, 6, 1, 0)
    x = x + n.relu(x) + n.conv(F.silu(x), 6, 1, 0)
    x = x * x
    x = torch.tanh(x) * torch.sigmoid(x) * x
    x = x * n.dense(x.mean((2, 3)), 6)[:, :, None, None] + x
    x = n.conv(torch.cat([F.mish(x), x, torch.sigmoid(x)], 1), 5, 3, 1)
    x = n.layer_norm(F.gelu(x) + x)
    return x * n.global_max_pool(x)[:, :, None, None]


def gates(n, x):
    """Products of equal shapes, by one number a position, and by one a channel."""
    x = n.conv(x, 5, 3, 1)
    x = torch.tanh(n.conv(x, 7, 1, 0)) * torch.sigmoid(n.conv(x, 7, 1, 0))
    x = x * torch.sigmoid(n.conv(x, 1, 3, 1))
    x = x * torch.sigmoid(n.conv(x.mean((2, 3), keepdim=True), 7, 1, 0))
    return n.dense(n.global_max_pool(x), 3)


def sequence(n, x):
    def block(x, dilation):
        y = F.gelu(n.layer_norm(n.conv(x, 6, 3, (2 * dilation, 0), dilation=dilation)))
        return F.silu(n.conv(y, 6, 1, 0) + x)

    x = n.conv(x, 6, 5, 2, 2)
    x = block(block(x, 1), 2)
    x = F.avg_pool1d(n.transposed(x, 5, 3, 2, 1, 1), 3, 2)
    return F.log_softmax(n.dense(n.global_max_pool(x), 4), 1)


def volume(n, x):
    x = F.elu(n.group_norm(n.conv(x, 4, 3, 1), 2))
    y = F.mish(n.instance_norm(n.conv(n.max_pool(x, 2, 2), 6, 3, 1)))
    x = torch.cat([n.transposed(y, 3, 2, 2), x], 1)
    return n.conv(x, 2, 1, 0)


def super_resolution(n, x):
    """Sums of an upsampled image and of pixels that channels hold."""
    y = n.prelu(n.conv(x, 5, 3, 1))
    y = n.prelu(n.conv(y, 5, 3, 1)) + y
    y = F.pixel_shuffle(n.conv(y, 8, 3, 1), 2)
    return y + F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def networks():
    network("net_residual", (9, 7, 3), residual_net)
    network("net_unet", (12, 8, 2), unet)
    network("net_inception", (6, 7, 3), inception)
    network("net_dense_block", (6, 4, 3), dense_block)
    network("net_inverted_residual", (9, 8, 3), inverted_residual)
    network("net_shuffle_unit", (5, 6, 2), shuffle_unit)
    network("net_frozen", (5, 4, 2), frozen)
    network("net_folds", (6, 5, 4), folds)
    network("net_epilogues", (4, 3, 3), epilogues)
    network("net_branches", (4, 5, 3), branches)
    network("net_gates", (5, 4, 2), gates)
    network("net_sequence", (17, 3), sequence)
    network("net_volume", (4, 6, 4, 2), volume)
    network("net_super_resolution", (4, 5, 2), super_resolution)


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    print(f"PyTorch {torch.__version__}; each case: torch.manual_seed(crc32(its name) + attempt)")
    os.makedirs(FOLDER, exist_ok=True)
    convolutions()
    locally_connected_layers()
    transposed_convolutions()
    pools()
    normalisations()
    activations()
    reshapes()
    resamplings()
    networks()
    print(f"{total} bytes")
