# SPDX-License-Identifier: MIT
"""How golden vectors are drawn and written; make.py says what the files hold."""
import os
import zlib

import torch
import torch.nn.functional as F

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
MARGIN = 1e-3  # How far from a kink what goes into a layer stays.


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
only = ()  # The beginnings of the names of those that are made; all, if there are none.


def wanted(case):
    return not only or case.startswith(only)


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
