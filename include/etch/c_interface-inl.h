// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_C_INTERFACE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_C_INTERFACE_INL_H_
#undef ETCH_C_INTERFACE_INL_H_
#else
#define ETCH_C_INTERFACE_INL_H_
#endif

#include <etch/ops/all-kernels-inl.h>
#include <etch/inference.hpp>
#include <etch/prepare.hpp>

#include <hwy/targets.h>

#include <cstddef>
#include <new>

namespace etch {
namespace HWY_NAMESPACE {

/// What the functions of C call that `etch import` writes: one network with memory of its own, for one
/// thread. Compiled for one instruction set it allocates nothing: its memory is static, and if `constant` are
/// the weights, they lie prepared in read-only data. Compiled for several, the one that the processor has
/// takes what it needs from the heap, once.
template <class Net, const Parameters<Net>* constant = nullptr>
class CInterface {
  using NetPrepared = Prepared<Net, Backend::target>;
  using NetWorkspace = Workspace<Net, Backend::target>;
  static constexpr bool is_only = (HWY_TARGETS & (HWY_TARGETS - 1)) == 0;
  static constexpr bool is_constant = is_only && constant != nullptr;

 public:
  /// Takes these weights. False if there is not enough memory.
  static bool load(const Parameters<Net>& parameters) {
    auto* const made = memory<NetPrepared>();
    if (made == nullptr || memory<NetWorkspace>() == nullptr) return false;
    etch::prepare<Net, Backend>(parameters, *made);
    prepared_ = made;
    return true;
  }
  /// Takes these weights if there are none yet.
  static bool prepare(const Parameters<Net>& parameters) {
    if constexpr (is_constant)
      return true;
    else
      return prepared_ != nullptr || load(parameters);
  }

  static void predict(const float* input, float* output) {
    const auto result = forward<Net, Backend>(*prepared_, InputSpan<Net>(input, Net::input_shape.size()),
                                              *memory<NetWorkspace>());
    for (std::size_t n = 0; n < result.size(); ++n) output[n] = result[n];
  }

  /// The instruction set, as Highway calls it: "AVX2".
  static const char* target() { return hwy::TargetName(HWY_TARGET); }

 private:
  template <const Parameters<Net>* parameters>
  static constexpr NetPrepared prepared_constant = etch::prepare<Net, Backend>(*parameters);

  static constexpr const NetPrepared* built_in() {
    if constexpr (is_constant)
      return &prepared_constant<constant>;
    else
      return nullptr;
  }
  template <class T>
  static T* memory() {
    if constexpr (is_only) {
      static constinit T only;
      return &only;
    } else {
      static T* const made = new (std::nothrow) T;
      return made;
    }
  }

  static constinit inline const NetPrepared* prepared_ = built_in();
};

}  // namespace HWY_NAMESPACE
}  // namespace etch

#endif  // per-target include guard
