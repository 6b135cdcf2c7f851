// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ELEMENTWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ELEMENTWISE_INL_H_
#undef ETCH_OPS_ELEMENTWISE_INL_H_
#else
#define ETCH_OPS_ELEMENTWISE_INL_H_
#endif

#include <etch/ops/elementwise/function-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/elementwise/select.hpp>

#include <string_view>

// In lanes: neighbouring numbers; the last vector is masked.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// Numbers one after another, whatever they mean; `result` may be what is read.
template <ElementwiseGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "elementwise";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
      store(activated<G>(d, load(o.input + n)), o.result + n);
    });
  }
  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    const float* given = derivative_from_output(G.function) ? o.output : o.input;
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
      store(activation_gradient<G>(d, load(given + n), load(o.output_gradient + n)), o.result + n);
    });
  }
};

template <SumGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "elementwise";

  static void forward(const Operands<float>& o) {
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
      store(hn::Add(load(o.input + n), load(o.other + n)), o.result + n);
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
