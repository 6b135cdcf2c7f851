#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: evaluate.py FOLDER
Asks ONNX's checker about each NAME.onnx of the folder, computes it with PyTorch in double precision, operator by operator as
ONNX's specification has them, and compares with NAME.output.npy and, for other outputs, NAME.OUTPUT.npy."""
import pathlib
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F


def padded(x, pads, value=0.0):
    """x with ONNX's pads, of the last axes, around it; negative ones take away."""
    axes = len(pads) // 2
    sides = [side for axis in reversed(range(axes)) for side in (pads[axis], pads[axis + axes])]
    return F.pad(x, sides, value=value)


def window(a, x):
    axes = x.dim() - 2
    return (a["kernel_shape"], a.get("strides", [1] * axes), a.get("pads", [0] * 2 * axes), a.get("dilations", [1] * axes))


def conv(a, x, w, b=None):
    _, strides, pads, dilations = window(a, x)
    function = (F.conv1d, F.conv2d, F.conv3d)[x.dim() - 3]
    return function(padded(x, pads), w, b, strides, 0, dilations, a.get("group", 1))


def conv_transpose(a, x, w, b=None):
    _, strides, pads, dilations = window(a, x)
    axes = x.dim() - 2
    function = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[axes - 1]
    y = function(x, w, None, strides, 0, 0, a.get("group", 1), dilations)
    more = a.get("output_padding", [0] * axes)
    y = padded(y, [-p for p in pads[:axes]] + [m - p for m, p in zip(more, pads[axes:])])
    return y if b is None else y + b.reshape(1, -1, *[1] * axes)


def max_pool(a, x):
    kernel, strides, pads, dilations = window(a, x)
    function = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[x.dim() - 3]
    return function(padded(x, pads, -np.inf), kernel, strides, 0, dilations)


def average_pool(a, x):
    kernel, strides, pads, _ = window(a, x)
    function = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[x.dim() - 3]
    sums = function(padded(x, pads), kernel, strides)
    if a.get("count_include_pad", 0):
        return sums
    return sums / function(padded(torch.ones_like(x), pads), kernel, strides)


def lrn(a, x):
    size, channels = a["size"], x.shape[1]
    squares = torch.stack([(x[:, max(0, c - (size - 1) // 2):c + size // 2 + 1] ** 2).sum(1) for c in range(channels)], 1)
    return x / (a.get("bias", 1.0) + a["alpha"] / size * squares) ** a["beta"]


def resize(a, x, roi=None, scales=None, sizes=None):
    shape = [int(e * s) for e, s in zip(x.shape, scales.tolist())] if sizes is None else sizes.tolist()
    for axis, (old, new) in enumerate(zip(x.shape, shape)):
        if old == new:
            continue
        n = torch.arange(new, dtype=torch.float64)
        rule = a["coordinate_transformation_mode"]
        at = {"asymmetric": n * old / new, "half_pixel": (n + 0.5) * old / new - 0.5, "align_corners": n * (old - 1) / (new - 1)}[rule]
        if a["mode"] == "nearest":
            assert a["nearest_mode"] == "floor"
            x = x.index_select(axis, torch.floor(at + 1e-9).long())
            continue
        low = torch.floor(at)
        part = (at - low).reshape([-1 if k == axis else 1 for k in range(x.dim())])
        take = lambda places: x.index_select(axis, places.clamp(0, old - 1).long())
        x = take(low) * (1 - part) + take(low + 1) * part
    return x


def depth_to_space(a, x):
    n, c, h, w = x.shape
    b = a["blocksize"]
    if a["mode"] == "DCR":
        return x.reshape(n, b, b, c // b**2, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // b**2, h * b, w * b)
    return F.pixel_shuffle(x, b)


def space_to_depth(a, x):
    n, c, h, w = x.shape
    b = a["blocksize"]
    return x.reshape(n, c, h // b, b, w // b, b).permute(0, 3, 5, 1, 2, 4).reshape(n, c * b * b, h // b, w // b)


def pad(a, x, pads, value=None):
    pads, axes = pads.tolist(), x.dim()
    widths = [(pads[k], pads[k + axes]) for k in range(axes)]
    options = {"constant_values": value.item()} if a["mode"] == "constant" else {}
    return torch.from_numpy(np.pad(x.numpy(), widths, a["mode"], **options))


def slices(a, x, begins, ends, axes):
    for begin, end, axis in zip(begins.tolist(), ends.tolist(), axes.tolist()):
        x = x.narrow(axis, begin, end - begin)
    return x


def reshape(a, x, shape):
    return x.reshape([x.shape[n] if extent == 0 else extent for n, extent in enumerate(shape.tolist())])


def gemm(a, x, w, b=None):
    y = x @ (w.T if a.get("transB") else w)
    return y if b is None else y + b


OPERATORS = {
    "Add": lambda a, x, y: x + y, "Mul": lambda a, x, y: x * y, "Div": lambda a, x, y: x / y, "Pow": lambda a, x, y: x**y,
    "MatMul": lambda a, x, y: x @ y, "Gemm": gemm, "Conv": conv, "ConvTranspose": conv_transpose,
    "MaxPool": max_pool, "AveragePool": average_pool,
    "GlobalAveragePool": lambda a, x: x.mean(tuple(range(2, x.dim())), keepdim=True),
    "GlobalMaxPool": lambda a, x: x.amax(tuple(range(2, x.dim())), keepdim=True),
    "ReduceMax": lambda a, x: x.amax(a["axes"], keepdim=True),
    "BatchNormalization": lambda a, x, s, b, m, v: F.batch_norm(x, m, v, s, b, eps=a["epsilon"]),
    "InstanceNormalization": lambda a, x, s, b: F.instance_norm(x, weight=s, bias=b, eps=a["epsilon"]),
    "LayerNormalization": lambda a, x, s, b=None: F.layer_norm(x, s.shape, s, b, a["epsilon"]), "LRN": lrn,
    "Relu": lambda a, x: F.relu(x), "LeakyRelu": lambda a, x: F.leaky_relu(x, a["alpha"]), "Elu": lambda a, x: F.elu(x, a["alpha"]),
    "Selu": lambda a, x: F.selu(x), "Sigmoid": lambda a, x: torch.sigmoid(x), "Tanh": lambda a, x: torch.tanh(x),
    "Erf": lambda a, x: torch.erf(x), "Softplus": lambda a, x: F.softplus(x), "Softsign": lambda a, x: F.softsign(x),
    "ThresholdedRelu": lambda a, x: F.threshold(x, a["alpha"], 0), "HardSwish": lambda a, x: F.hardswish(x),
    "HardSigmoid": lambda a, x: (a["alpha"] * x + a["beta"]).clamp(0, 1), "Clip": lambda a, x, low, high: x.clamp(low, high),
    "PRelu": lambda a, x, s: torch.where(x < 0, s * x, x), "Softmax": lambda a, x: torch.softmax(x, a["axis"]),
    "LogSoftmax": lambda a, x: torch.log_softmax(x, a["axis"]), "Identity": lambda a, x: x,
    "Concat": lambda a, *x: torch.cat(x, a["axis"]), "Flatten": lambda a, x: x.flatten(a.get("axis", 1)), "Reshape": reshape,
    "Transpose": lambda a, x: x.permute(a["perm"]), "Slice": slices, "Pad": pad, "Resize": resize,
    "DepthToSpace": depth_to_space, "SpaceToDepth": space_to_depth,
}


def attribute(proto):
    value = onnx.helper.get_attribute_value(proto)
    return value.decode() if isinstance(value, bytes) else list(value) if proto.ints or proto.floats else value


def evaluate(graph, x):
    values = {"": None, graph.input[0].name: x}
    for constant in graph.initializer:
        array = torch.from_numpy(numpy_helper.to_array(constant).copy())
        values[constant.name] = array.double() if array.is_floating_point() else array
    for node in graph.node:
        attributes = {each.name: attribute(each) for each in node.attribute}
        values[node.output[0]] = OPERATORS[node.op_type](attributes, *[values[name] for name in node.input])
    return [values[output.name] for output in graph.output]


def main():
    folder = pathlib.Path(sys.argv[1])
    models = sorted(folder.glob("*.onnx"))
    assert models, f"{folder}: has no models"
    wrong = 0
    for file in models:
        model = onnx.load(file)
        onnx.checker.check_model(model, full_check=True)
        x = torch.from_numpy(np.load(file.with_suffix(".input.npy"))).double()
        for port, found in zip(model.graph.output, evaluate(model.graph, x)):
            expected = np.load(file.with_suffix(f".{port.name}.npy"))
            declared = [extent.dim_value for extent in port.type.tensor_type.shape.dim][1:]
            same = list(found.shape) == list(expected.shape) and declared == list(expected.shape)[1:]
            error = np.abs(found.numpy() - expected).max() / np.abs(expected).mean() if same else np.inf
            print(f"{file.stem} {port.name}: {expected.size} numbers, largest difference {error:.1e} of their mean magnitude")
            wrong += not error < 2e-5
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
