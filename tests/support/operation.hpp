// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/kernels.hpp>
#include <etch/ops/random.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define ETCH_TESTS_FIND_OVERRUNS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ETCH_TESTS_FIND_OVERRUNS 1
#endif
#endif

// An operation as its tests see it: what it reads and writes, and its passes as functions to call, so that
// what is checked is compiled once for all geometries.
namespace laws {

using namespace etch;

/// Parts of larger values are written at inference only.
template <auto G>
constexpr bool is_trained = result_size(G) == G.output_size();

/// What an operation has, asked of its reference.
template <auto G>
constexpr bool has_input_gradient = requires(const Operands<double>& o) {
  Reference<G>::input_gradient(o);
};
template <auto G>
constexpr bool has_other_gradient = requires(const Operands<double>& o) {
  Reference<G>::other_gradient(o);
};
template <auto G>
constexpr bool has_parameter_gradient = requires(const Operands<double>& o) {
  Reference<G>::parameter_gradient(o);
};

/// How many numbers each operand of one image has, and what all images share.
struct Sizes {
  std::size_t input = 0;
  std::size_t other = 0;
  std::size_t output = 0;
  std::size_t result = 0;  ///< More than the output where that is a part of a larger value.
  std::size_t parameters = 0;
  std::size_t weights = 0;  ///< Of the parameters, which come before the biases.
  std::size_t forward_scratch = 0;
  std::size_t input_gradient_scratch = 0;
  std::size_t parameter_gradient_scratch = 0;
  std::size_t saved = 0;
  std::size_t statistics = 0;

  /// What any pass needs.
  constexpr std::size_t scratch() const {
    return std::max({forward_scratch, input_gradient_scratch, parameter_gradient_scratch});
  }
};

template <class Geometry>
constexpr Sizes sizes_of(const Geometry& g) {
  Sizes sizes;
  sizes.input = g.input_size();
  sizes.other = other_size(g);
  sizes.output = g.output_size();
  sizes.result = result_size(g);
  if constexpr (requires { g.parameter_count(); }) sizes.parameters = g.parameter_count();
  const KernelNeeds needs = needs_of(g, this_target);
  sizes.forward_scratch = needs.forward_scratch;
  sizes.input_gradient_scratch = needs.input_gradient_scratch;
  sizes.parameter_gradient_scratch = needs.parameter_gradient_scratch;
  if constexpr (requires { g.saved_count(); }) sizes.saved = g.saved_count();
  if constexpr (requires { g.statistic_count(); }) sizes.statistics = g.statistic_count();
  return sizes;
}

/// Numbers with guards before and after them, which nobody may touch. The ends lie on no vector's boundary.
/// Under the address sanitizer there are none: it guards the ends itself, from being read too.
template <class T>
class Guarded {
 public:
  explicit Guarded(std::size_t count) : values_(count + 2 * guards, guard()) {}
  T* data() { return values_.data() + guards; }
  const T* data() const { return values_.data() + guards; }
  std::size_t size() const { return values_.size() - 2 * guards; }
  T& operator[](std::size_t n) { return data()[n]; }
  const T& operator[](std::size_t n) const { return data()[n]; }

  bool intact() const {
    for (std::size_t n = 0; n < guards; ++n)
      if (values_[n] != guard() || values_[values_.size() - 1 - n] != guard()) return false;
    return true;
  }
  bool operator==(const Guarded&) const = default;

 private:
#ifdef ETCH_TESTS_FIND_OVERRUNS
  static constexpr std::size_t guards = 0;
#else
  static constexpr std::size_t guards = 19;
#endif
  static constexpr T guard() { return T(-12345.5); }
  std::vector<T> values_;
};

/// All that an operation reads and writes, for `images` images, filled from `seed`.
template <class T>
struct AllData {
  Guarded<T> input, other, output, output_gradient, parameters, result, input_gradient, other_gradient,
      parameter_gradient, scratch, saved, statistics;
  std::size_t images;

  /// `integers`: small whole numbers, on which sums of products are exact; else numbers between -1 and 1.
  AllData(const Sizes& sizes, std::size_t count, std::uint64_t seed, bool integers)
      : input(count * sizes.input),
        other(count * sizes.other),
        output(count * sizes.output),
        output_gradient(count * sizes.output),
        parameters(sizes.parameters),
        result(count * sizes.result),
        input_gradient(count * sizes.input),
        other_gradient(count * sizes.other),
        parameter_gradient(sizes.parameters),
        scratch(sizes.scratch()),
        saved(sizes.saved),
        statistics(sizes.statistics),
        images(count) {
    std::uint64_t counter = mix(seed);
    for (auto* values :
         {&input, &other, &output, &output_gradient, &parameters, &result, &parameter_gradient})
      for (std::size_t n = 0; n < values->size(); ++n) {
        const std::uint64_t bits = mix(counter++);
        (*values)[n] = integers ? static_cast<T>(static_cast<int>(bits % 17) - 8)
                                : static_cast<T>(static_cast<double>(bits >> 11) * 0x1p-52 - 1);
      }
    // Variances are positive.
    for (std::size_t n = 0; n < statistics.size(); ++n) statistics[n] = T(1) + static_cast<T>(n % 3);
  }
  Operands<T> operands(Guarded<T>& to) {
    Operands<T> o;
    o.input = input.data();
    o.other = other.data();
    o.output = output.data();
    o.output_gradient = output_gradient.data();
    o.parameters = parameters.data();
    o.result = to.data();
    o.scratch = scratch.data();
    o.saved = saved.data();
    o.statistics = statistics.data();
    o.images = images;
    o.seed = 7;
    return o;
  }
};
template <auto G, class T>
struct Data : AllData<T> {
  Data(std::size_t count, std::uint64_t seed, bool integers)
      : AllData<T>(sizes_of(G), count, seed, integers) {}
};

using Pass = void (*)(const Operands<float>&);

/// Null where the operation has no such pass.
struct Passes {
  Pass forward = nullptr;
  Pass input_gradient = nullptr;
  Pass other_gradient = nullptr;
  Pass parameter_gradient = nullptr;
};
/// Inference on packed parameters; null where parameters are not packed.
struct PackedPasses {
  void (*pack)(const float* parameters, float* to) = nullptr;
  void (*unpack)(const float* packed, float* to) = nullptr;
  Pass infer = nullptr;
  KernelNeeds needs{};
  bool shares = false;  ///< Among threads.
  bool transforms = false;
};
struct AnyOperation {
  Sizes sizes{};
  Passes kernel{};
  Passes reference{};
  // Of a sum of products, where outputs are functions of sums, and in its gradients.
  std::size_t terms = 0;
  std::size_t input_gradient_terms = 0;
  std::size_t weight_gradient_terms = 0;
  PackedPasses packed{};
};

template <auto G, class Operation>
constexpr Passes passes_of() {
  Passes passes;
  passes.forward = [](const Operands<float>& o) { Operation::forward(o); };
  if constexpr (has_input_gradient<G> && is_trained<G>)
    passes.input_gradient = [](const Operands<float>& o) { Operation::input_gradient(o); };
  if constexpr (has_other_gradient<G> && is_trained<G>)
    passes.other_gradient = [](const Operands<float>& o) { Operation::other_gradient(o); };
  if constexpr (has_parameter_gradient<G> && is_trained<G>)
    passes.parameter_gradient = [](const Operands<float>& o) { Operation::parameter_gradient(o); };
  return passes;
}

/// This target's kernels for `G`, and the reference.
template <auto G>
constexpr AnyOperation any_operation() {
  AnyOperation operation{sizes_of(G), passes_of<G, Kernels<G>>(), passes_of<G, EachImage<G>>(), 0, 0, 0, {}};
  if constexpr (requires { G.weight_count(); }) operation.terms = G.weight_count() / G.bias_count();
  if constexpr (requires { G.whole_channels; }) {
    operation.input_gradient_terms = G.weight_count() / G.channels;
    operation.weight_gradient_terms = G.output_size() / G.filters;
  }
  if constexpr (requires { typename Kernels<G>::packing; }) {
    using Packing = typename Kernels<G>::packing;
    operation.packed.pack = [](const float* parameters, float* to) {
      Packing::pack([parameters](std::size_t n) { return parameters[n]; },
                    [parameters](std::size_t k) { return parameters[G.weight_count() + k]; }, to);
    };
    operation.packed.unpack = [](const float* packed, float* to) { Packing::unpack(packed, to); };
    operation.packed.infer = [](const Operands<float>& o) { Kernels<G>::infer(o); };
    operation.packed.needs = needs_of(G, this_target);
    operation.packed.shares = Shares<Kernels<G>>;
    if constexpr (requires { winograd_outputs(G, this_target); })
      operation.packed.transforms = winograd_outputs(G, this_target) != 0;
  }
  return operation;
}

}  // namespace laws
