# SPDX-License-Identifier: MIT
"""Golden vectors of the other layers."""
import torch
import torch.nn.functional as F

from fixture import as_float, away_from, biases, first, gammas, inference, last, layer, means, normal, pad, uniform
from fixture import variances


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
        ("softsign", F.softsign, away_from([0], -10, 10)),
        ("thresholded_relu", lambda x: F.threshold(x, 1.5, 0), away_from([1.5], -4, 4)),
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


def make():
    normalisations()
    activations()
    reshapes()
    resamplings()
