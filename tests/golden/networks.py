# SPDX-License-Identifier: MIT
"""Golden vectors of small networks."""
import torch
import torch.nn.functional as F

from fixture import biases, first, gammas, last, means, normal, save, seed_of, torch_weights, uniform, variances
from fixture import wanted, weights
from windows import conv, locally_connected, max_pool, transposed

DEEP_MARGIN = 3e-5  # How far from a kink what goes into a layer inside of a network stays.


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


def make():
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
