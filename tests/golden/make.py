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

import torch

import fixture
import layers
import networks
import windows

if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    fixture.only = tuple(sys.argv[1:])
    print(f"PyTorch {torch.__version__}; each case: torch.manual_seed(crc32(its name) + attempt)")
    os.makedirs(fixture.FOLDER, exist_ok=True)
    windows.make()
    layers.make()
    networks.make()
    print(f"{fixture.total} bytes")
