# SPDX-License-Identifier: MIT
"""Golden vectors of the layers with windows: convolutions and pools."""
import torch
import torch.nn.functional as F

from fixture import biases, distinct, first, last, layer, normal, pad, torch_weights, weights


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


def make():
    convolutions()
    locally_connected_layers()
    transposed_convolutions()
    pools()
