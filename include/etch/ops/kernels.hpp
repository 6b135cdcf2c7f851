// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/adam.hpp>
#include <etch/ops/plain.hpp>
#include <etch/ops/references.hpp>
#include <etch/ops/target.hpp>

// A file that Highway compiles once for each target takes the kernels of each from dispatch-inl.h: there is
// no one instruction set to run on.
#ifndef HWY_TARGET_INCLUDE

// Without Highway in the include path, or on a target that it has no vectors for, plain loops run: there they
// are the faster form.
#if __has_include(<hwy/highway.h>)
#include <etch/ops/all-kernels-inl.h>
namespace etch {
using HWY_NAMESPACE::Kernels;
using HWY_NAMESPACE::update_adam;
}  // namespace etch
#else
namespace etch {
/// What runs the operation with geometry `G` on this target: for a whole batch, float.
template <auto G>
struct Kernels : PlainKernels<G> {};

inline void update_adam(const AdamStep& step, float* parameters, const float* gradient, float* mean,
                        float* square, std::size_t count) {
  step.update(parameters, gradient, mean, square, count);
}
}  // namespace etch
#endif

namespace etch {

/// Runs operations with the kernels of what this translation unit is compiled for.
struct FastBackend {
  static constexpr Target target = this_target;
  template <auto G>
  using Operation = Kernels<G>;

  static void update(const AdamStep& step, float* parameters, const float* gradient, float* mean,
                     float* square, std::size_t count) {
    update_adam(step, parameters, gradient, mean, square, count);
  }
};

}  // namespace etch

#endif  // HWY_TARGET_INCLUDE
