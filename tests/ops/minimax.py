# SPDX-License-Identifier: MIT
"""Coefficients of ops/math-inl.h: python3 tests/ops/minimax.py (needs python3-mpmath, python3-numpy).

Each is a fit of the least largest relative error by Lawson's iteration: least squares at Chebyshev points,
weights multiplied by the errors until those are level; a rational's denominator starts as 1, and each round
divides by the last one (Loeb). Prints coefficients, constant term first, and the relative error before rounding.
Where errors do not count the same everywhere, `weight` says how much: the error printed is with that.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def fit(name, function, low, high, numerator, denominator=0, points=2000, rounds=300, weight=lambda x: 1,
        factor=1.0):
    nodes = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (np.arange(points) + 0.5) / points)
    exact = np.array([float(function(mp.mpf(float(x)))) for x in nodes])
    counts = np.array([float(weight(mp.mpf(float(x)))) for x in nodes])
    powers_p = nodes[:, None] ** np.arange(numerator + 1)
    powers_q = nodes[:, None] ** np.arange(1, denominator + 1)
    weights = np.full(points, 1.0 / points)
    best = (np.inf, None, None)
    q = np.ones(points)
    for _ in range(rounds):
        scale = np.sqrt(weights) * counts / (np.abs(exact) * q)
        left = np.hstack([powers_p, -exact[:, None] * powers_q]) * scale[:, None]
        norms = np.linalg.norm(left, axis=0)
        solution = np.linalg.lstsq(left / norms, exact * scale, rcond=None)[0] / norms
        p_all = solution[: numerator + 1]
        q_all = np.concatenate([[1.0], solution[numerator + 1:]])
        q = 1 + powers_q @ q_all[1:]
        errors = np.abs(powers_p @ p_all / q / exact - 1) * counts
        if errors.max() < best[0]:
            best = (errors.max(), p_all, q_all)
        weights = weights * errors
        weights = weights / weights.sum() + 1e-12
    print(f"{name} on [{low}, {high}]: relative error {best[0]:.2g}")
    print("  numerator  ", ", ".join(f"{np.float32(c * factor):.9g}" for c in best[1]))
    if denominator:
        print("  denominator", ", ".join(f"{np.float32(c * factor):.9g}" for c in best[2]))


HALF_LN2 = float(mp.log(2) / 2) * 1.001
if __name__ == "__main__":
    fit("(e^r - 1 - r) / r^2", lambda r: (mp.expm1(r) - r) / (r * r) if r else mp.mpf(1) / 2, -HALF_LN2, HALF_LN2, 4)
    fit("log(1 + z) / z", lambda z: mp.log1p(z) / z, 0.0, 1.0, 3, 3)
    # Of half the argument's tanh, in t = x^2. An error e becomes e / cosh(x) + e^2 / 2 of twice the argument's, and
    # may be 4e-5 where only the square counts. Of the factors 1, 1.0005 ... 2 this one had the least error over all
    # floats.
    fit("2 tanh(x / 2) / x", lambda t: mp.tanh(mp.sqrt(t) / 2) / mp.sqrt(t) * 2, 0.0, 9.02**2, 2, 3,
        weight=lambda t: 1 / mp.cosh(mp.sqrt(t)) + 2e-5, factor=1.856)
    # Of the normal distribution's tail, a = k (1 + u) / (1 - u), 0 <= a <= 14.5.
    k = mp.mpf(5) / 2

    def ratio(u):
        a = k * (1 + u) / (1 - u)
        return mp.erfc(a / mp.sqrt(2)) / 2 * mp.exp(a * a / 2) * (a + k)

    fit("e^(a^2 / 2) (1 - Phi(a)) (a + 5/2)", ratio, -1.0, 12 / 17, 9)
