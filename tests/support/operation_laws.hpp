// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/kernels.hpp>
#include <etch/ops/random.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

// What every operation must obey, whatever it computes.
namespace laws {

using namespace etch;

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

template <class Geometry>
constexpr std::size_t parameter_count(const Geometry& g) {
  if constexpr (requires { g.parameter_count(); }) return g.parameter_count();
  return 0;
}
template <class Geometry>
constexpr std::size_t scratch_count(const Geometry& g) {
  const KernelNeeds needs = needs_of(g, this_target);
  return std::max(needs.forward_scratch, needs.input_gradient_scratch);
}
template <class Geometry>
constexpr std::size_t saved_count(const Geometry& g) {
  if constexpr (requires { g.saved_count(); }) return g.saved_count();
  return 0;
}
template <class Geometry>
constexpr std::size_t statistic_count(const Geometry& g) {
  if constexpr (requires { g.statistic_count(); }) return g.statistic_count();
  return 0;
}

/// Numbers with guards before and after them, which nobody may touch. The ends lie on no vector's boundary.
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
  static constexpr std::size_t guards = 19;
  static constexpr T guard() { return T(-12345.5); }
  std::vector<T> values_;
};

/// All that an operation reads and writes, for `images` images, filled from `seed`.
template <auto G, class T>
struct Data {
  Guarded<T> input, other, output, output_gradient, parameters, result, input_gradient, other_gradient,
      parameter_gradient, scratch, saved, statistics;
  std::size_t images;

  /// `integers`: small whole numbers, on which sums of products are exact; else numbers between -1 and 1.
  Data(std::size_t count, std::uint64_t seed, bool integers)
      : input(count * G.input_size()),
        other(count * other_size(G)),
        output(count * G.output_size()),
        output_gradient(count * G.output_size()),
        parameters(parameter_count(G)),
        result(count * G.output_size()),
        input_gradient(count * G.input_size()),
        other_gradient(count * other_size(G)),
        parameter_gradient(parameter_count(G)),
        scratch(scratch_count(G)),
        saved(saved_count(G)),
        statistics(statistic_count(G)),
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

inline void check_close(const char* pass, const Guarded<float>& kernel, const Guarded<float>& reference,
                        bool exact, double tolerance = 3e-6) {
  CHECK(kernel.intact());
  double largest = 1;
  for (std::size_t n = 0; n < reference.size(); ++n)
    largest = std::max(largest, std::abs(double(reference[n])));
  std::size_t wrong = 0;
  for (std::size_t n = 0; n < reference.size(); ++n) {
    const double difference = std::abs(double(kernel[n]) - reference[n]);
    if (difference <= (exact ? 0 : tolerance * largest)) continue;
    if (wrong++ == 0) {
      INFO(pass << " at " << n << ": kernel " << kernel[n] << ", reference " << reference[n]);
      CHECK(difference == 0);
    }
  }
  CHECK(wrong == 0);
}

/// Parameters packed and unpacked are what they were, and inference on them gives what forward gives.
template <auto G>
void check_packed(Data<G, float>& data, const Guarded<float>& expected, bool exact) {
  using Packing = typename Kernels<G>::packing;
  constexpr KernelNeeds needs = needs_of(G, this_target);
  Guarded<float> packed(needs.weights + needs.biases);
  const float* parameters = data.parameters.data();
  Packing::pack([parameters](std::size_t n) { return parameters[n]; },
                [parameters](std::size_t k) { return parameters[G.weight_count() + k]; }, packed.data());
  CHECK(packed.intact());
  Guarded<float> again(data.parameters.size());
  Packing::unpack(packed.data(), again.data());
  constexpr bool transforms = needs.inference_scratch != 0;
  check_close("unpacked", again, data.parameters, !transforms);

  Guarded<float> result(data.result.size());
  Operands<float> o = data.operands(result);
  o.parameters = packed.data();
  Guarded<float> scratch(needs.inference_scratch);
  o.scratch = scratch.data();
  Kernels<G>::infer(o);
  CHECK(scratch.intact());
  // Transforms round more than sums of products do.
  check_close("inference", result, expected, exact && !transforms, transforms ? 1e-5 : 3e-6);
}

/// This target's kernels against the reference, in every pass that the operation has.
template <auto G>
void check_kernels(std::size_t images, std::uint64_t seed, bool integers, bool exact) {
  INFO("images " << images << ", seed " << seed << (integers ? ", whole numbers" : ""));
  Data<G, float> kernel(images, seed, integers);
  Data<G, float> reference(images, seed, integers);
  Kernels<G>::forward(kernel.operands(kernel.result));
  EachImage<G>::forward(reference.operands(reference.result));
  check_close("forward", kernel.result, reference.result, exact);
  if constexpr (requires { typename Kernels<G>::packing; }) check_packed<G>(kernel, reference.result, exact);
  // Gradients start from what forward gave.
  kernel.output = reference.output = reference.result;
  if constexpr (has_input_gradient<G>) {
    Kernels<G>::input_gradient(kernel.operands(kernel.input_gradient));
    EachImage<G>::input_gradient(reference.operands(reference.input_gradient));
    check_close("input gradient", kernel.input_gradient, reference.input_gradient, exact);
  }
  if constexpr (has_other_gradient<G>) {
    Kernels<G>::other_gradient(kernel.operands(kernel.other_gradient));
    EachImage<G>::other_gradient(reference.operands(reference.other_gradient));
    check_close("other gradient", kernel.other_gradient, reference.other_gradient, exact);
  }
  if constexpr (has_parameter_gradient<G>) {
    Kernels<G>::parameter_gradient(kernel.operands(kernel.parameter_gradient));
    EachImage<G>::parameter_gradient(reference.operands(reference.parameter_gradient));
    check_close("parameter gradient", kernel.parameter_gradient, reference.parameter_gradient, exact);
  }
  CHECK(kernel.scratch.intact());
  CHECK(kernel.saved.intact());
  check_close("statistics", kernel.statistics, reference.statistics, exact);
  CHECK(kernel.other == reference.other);
  CHECK(kernel.input == reference.input);
  CHECK(kernel.output_gradient == reference.output_gradient);
  CHECK(kernel.parameters == reference.parameters);
}

/// Written over what they read, the forward pass and the input's gradient are the same.
template <auto G, class Operation>
void check_in_place() {
  Data<G, float> apart(2, 5, false);
  Data<G, float> over(2, 5, false);
  for (Data<G, float>* data : {&apart, &over}) {
    Operation::forward(data->operands(data->result));
    data->output = data->result;
  }
  if constexpr (has_input_gradient<G>) {
    Operation::input_gradient(apart.operands(apart.input_gradient));
    Operation::input_gradient(over.operands(over.output_gradient));
    CHECK(over.output_gradient == apart.input_gradient);
  }
  Operation::forward(over.operands(over.input));
  CHECK(over.input == apart.result);
}
template <auto G>
void check_in_place() {
  check_in_place<G, Kernels<G>>();
  check_in_place<G, EachImage<G>>();
}

/// The sum of output times output_gradient: its derivatives are what the gradient passes give.
template <auto G>
double weighted_output(Data<G, double>& data) {
  EachImage<G>::forward(data.operands(data.result));
  double sum = 0;
  for (std::size_t n = 0; n < data.result.size(); ++n) sum += data.result[n] * data.output_gradient[n];
  return sum;
}

/// `gradient` against central differences of the weighted output by `values`, at up to 200 places.
template <auto G>
void check_differences(Data<G, double>& data, Guarded<double>& values, const Guarded<double>& gradient) {
  constexpr double h = 1e-5;
  const std::size_t step = values.size() / 200 + 1;
  for (std::size_t n = 0; n < values.size(); n += step) {
    const double at = values[n];
    values[n] = at + h;
    const double up = weighted_output<G>(data);
    values[n] = at - h;
    const double down = weighted_output<G>(data);
    values[n] = at;
    const double difference = (up - down) / (2 * h);
    INFO("at " << n << " of " << values.size());
    CHECK(gradient[n] == Approx(difference).epsilon(1e-6).margin(1e-7));
  }
}

/// The reference's gradients against central differences of its forward pass, in double precision.
template <auto G>
void check_gradients(std::uint64_t seed) {
  INFO("seed " << seed);
  // An operation that looks at the whole batch needs one.
  constexpr std::size_t images = requires { Reference<G>::whole_batch; }
  ? 3 : 1;
  Data<G, double> data(images, seed, false);
  EachImage<G>::forward(data.operands(data.result));
  data.output = data.result;
  if constexpr (has_input_gradient<G>) {
    EachImage<G>::input_gradient(data.operands(data.input_gradient));
    check_differences<G>(data, data.input, data.input_gradient);
  }
  if constexpr (has_other_gradient<G>) {
    EachImage<G>::other_gradient(data.operands(data.other_gradient));
    check_differences<G>(data, data.other, data.other_gradient);
  }
  if constexpr (has_parameter_gradient<G>) {
    // What forward saved is of changed inputs now.
    EachImage<G>::forward(data.operands(data.result));
    for (std::size_t n = 0; n < data.parameter_gradient.size(); ++n) data.parameter_gradient[n] = 0;
    EachImage<G>::parameter_gradient(data.operands(data.parameter_gradient));
    check_differences<G>(data, data.parameters, data.parameter_gradient);
  }
}

/// Whether kernel and reference agree to the bit on whole numbers: where both only add, multiply and compare.
constexpr bool is_exact(const ElementwiseGeometry& g) {
  const bool power_of_two = (g.slope.denominator & (g.slope.denominator - 1)) == 0;
  return g.function == Function::relu || g.function == Function::relu6 ||
         (g.function == Function::leaky_relu && power_of_two);
}
constexpr bool is_exact(const PoolGeometry& g) {
  const std::size_t window = g.height.kernel * g.width.kernel;
  const bool padded = g.height.before + g.height.after + g.width.before + g.width.after != 0;
  return g.pooling == Pooling::max || (!padded && (window & (window - 1)) == 0);
}
constexpr bool is_exact(const SoftmaxGeometry&) { return false; }
constexpr bool is_exact(const BatchNormGeometry&) { return false; }
/// A sum with an epilogue is as exact as its activation.
template <class Geometry>
requires requires(Geometry g) { g.epilogue; }
constexpr bool is_exact(const Geometry& g) {
  return g.epilogue.activation.function == Function::identity || is_exact(g.epilogue.activation);
}
template <class Geometry>
constexpr bool is_exact(const Geometry&) {
  return true;
}

/// All of it.
template <auto G>
void check_operation() {
  constexpr bool exact = is_exact(G);
  check_kernels<G>(1, 1, true, exact);
  check_kernels<G>(3, 2, true, exact);
  check_kernels<G>(2, 3, false, false);
  check_gradients<G>(4);
}

}  // namespace laws
