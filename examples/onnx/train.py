#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains a small network with PyTorch on the digits of examples/data and writes it as ONNX.

    python3 examples/onnx/train.py digits.onnx
"""
import pathlib
import sys

import numpy
import torch
from torch import nn

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "digits"
EPOCHS, BATCH = 30, 32


def load(part):
    """Images as (n, 1, 8, 8) from 0 to 1, and labels: IDX files have headers of 16 and 8 bytes."""
    pixels = numpy.fromfile(DATA / f"{part}-images-idx3-ubyte", numpy.uint8)[16:]
    labels = numpy.fromfile(DATA / f"{part}-labels-idx1-ubyte", numpy.uint8)[8:]
    images = torch.from_numpy(pixels.reshape(-1, 1, 8, 8).astype(numpy.float32) / 16)
    return images, torch.from_numpy(labels.astype(numpy.int64))


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    images, labels = load("train")
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1, 0.01, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimizer.step()
        schedule.step()
    net.eval()
    images, labels = load("test")
    right = (net(images).argmax(1) == labels).sum().item()
    print(f"PyTorch reads {right} of {len(labels)} test images right")
    torch.onnx.export(nn.Sequential(net, nn.Softmax(1)), images[:1], sys.argv[1], input_names=["image"],
                      output_names=["digit"])


if __name__ == "__main__":
    main()
