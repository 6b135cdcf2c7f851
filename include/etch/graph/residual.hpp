// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/branches.hpp>

namespace etch {

/// Body(x) + Shortcut(x) (K. He et al., "Deep residual learning for image recognition", 2015). Both must give
/// the same shape.
template <class Body, class Shortcut = Identity>
struct Residual : Joined<layers::Sum, Body, Shortcut> {};

/// The sum of any number of branches, which all start from the same value and must give one shape.
template <class... Branches>
struct Add : Joined<layers::Sum, Branches...> {};

/// The product of any number of branches, which all start from the same value. Each must give the shape of
/// the first, or a number for each of its channels, (c) or (1, 1, c), or for each of its pixels, (h, w, 1):
/// `Multiply<Identity, Sequential<GlobalAvgPool2d, Dense<4>, Relu, Dense<64>, Sigmoid>>` (J. Hu et al.,
/// "Squeeze-and-excitation networks", 2018).
template <class... Branches>
struct Multiply : Joined<layers::Product, Branches...> {};

}  // namespace etch
