// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ADAM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ADAM_INL_H_
#undef ETCH_OPS_ADAM_INL_H_
#else
#define ETCH_OPS_ADAM_INL_H_
#endif

#include <etch/ops/vector-inl.h>
#include <etch/ops/adam.hpp>

// In lanes: neighbouring parameters. Compilers leave the plain loop as it is, because its roots may set
// errno.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

inline void update_adam(const AdamStep& step, float* HWY_RESTRICT parameters,
                        const float* HWY_RESTRICT gradient, float* HWY_RESTRICT mean,
                        float* HWY_RESTRICT square, std::size_t count) {
  if constexpr (target.lanes == 1) return step.update(parameters, gradient, mean, square, count);
  const FloatTag d;
  const FloatVector rate = hn::Set(d, step.rate);
  const FloatVector correction = hn::Set(d, step.correction);
  const FloatVector beta1 = hn::Set(d, step.beta1);
  const FloatVector beta2 = hn::Set(d, step.beta2);
  const FloatVector rest1 = hn::Set(d, 1 - step.beta1);
  const FloatVector rest2 = hn::Set(d, 1 - step.beta2);
  const FloatVector epsilon = hn::Set(d, step.epsilon);
  const FloatVector weight_decay = hn::Set(d, step.weight_decay);
  for_each_vector(count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
    const FloatVector p = load(parameters + n);
    const FloatVector g = hn::MulAdd(weight_decay, p, load(gradient + n));
    const FloatVector m = hn::MulAdd(beta1, load(mean + n), hn::Mul(rest1, g));
    const FloatVector v = hn::MulAdd(beta2, load(square + n), hn::Mul(hn::Mul(rest2, g), g));
    store(m, mean + n);
    store(v, square + n);
    const FloatVector root = hn::Sqrt(hn::Mul(v, correction));
    store(hn::Sub(p, hn::Div(hn::Mul(rate, m), hn::Add(root, epsilon))), parameters + n);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
