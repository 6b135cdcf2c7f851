// SPDX-License-Identifier: MIT
#pragma once
#include <support/catch.hpp>
#include <support/exact.hpp>
#include <support/operation.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

// What every operation must obey, whatever it computes.
namespace laws {

inline double largest(const Guarded<float>& values) {
  double most = 0;
  for (std::size_t n = 0; n < values.size(); ++n) most = std::max(most, std::abs(double(values[n])));
  return most;
}

/// They differ by at most `tolerance`, as a part of the largest number, of 1, or of what the numbers were
/// before a function made them small.
inline void check_close(const char* pass, const Guarded<float>& kernel, const Guarded<float>& reference,
                        bool exact, double tolerance = 3e-6, double before = 1) {
  CHECK(kernel.intact());
  const double most = std::max({1.0, before, largest(reference)});
  std::size_t wrong = 0;
  for (std::size_t n = 0; n < reference.size(); ++n) {
    const double difference = std::abs(double(kernel[n]) - reference[n]);
    if (difference <= (exact ? 0 : tolerance * most)) continue;
    if (wrong++ == 0) {
      INFO(pass << " at " << n << ": kernel " << kernel[n] << ", reference " << reference[n]);
      CHECK(difference == 0);
    }
  }
  CHECK(wrong == 0);
}

/// Parameters packed and unpacked are what they were, and inference on them gives what forward gives: by
/// one thread, and to the bit by several.
inline void check_packed(const PackedPasses& passes, AllData<float>& data, Guarded<float> result,
                         const Guarded<float>& expected, bool exact, double tolerance, double sums) {
  const KernelNeeds needs = passes.needs;
  Guarded<float> packed(needs.weights + needs.biases);
  passes.pack(data.parameters.data(), packed.data());
  CHECK(packed.intact());
  Guarded<float> again(data.parameters.size());
  passes.unpack(packed.data(), again.data());
  check_close("unpacked", again, data.parameters, !passes.transforms);

  Guarded<float> in_parts = result;
  Operands<float> o = data.operands(result);
  o.parameters = packed.data();
  Guarded<float> scratch(needs.inference_scratch);
  o.scratch = scratch.data();
  passes.infer(o);
  if (passes.shares) {
    o.result = in_parts.data();
    for (const std::size_t part : {2, 0, 1}) {
      // Of its own: what another part left there would hide that this one does not write what it reads.
      Guarded<float> own(needs.inference_scratch);
      o.scratch = own.data();
      o.share = {part, 3};
      passes.infer(o);
      CHECK(own.intact());
    }
    CHECK(in_parts == result);
  }
  CHECK(scratch.intact());
  check_close("inference", result, expected, exact, tolerance, sums);
}

/// This target's kernels against the reference, in every pass that the operation has.
inline void check_kernels(const AnyOperation& operation, std::size_t images, std::uint64_t seed,
                          bool integers, bool exact) {
  INFO("images " << images << ", seed " << seed << (integers ? ", whole numbers" : ""));
  AllData<float> kernel(operation.sizes, images, seed, integers);
  AllData<float> reference(operation.sizes, images, seed, integers);
  // Transforms round, and more than sums of products do.
  const bool transforms = operation.packed.transforms;
  const double tolerance = transforms ? 1e-5 : 3e-6;
  exact = exact && !transforms;
  // As large as sums of products may well be.
  const auto sum = [](std::size_t terms, const Guarded<float>& a, const Guarded<float>& b) {
    return std::sqrt(double(terms)) * largest(a) * largest(b);
  };
  const double sums = sum(operation.terms, kernel.input, kernel.parameters);
  const auto check = [&](const char* name, Pass Passes::*pass, Guarded<float> AllData<float>::*result,
                         std::size_t scratch, double scale = 1) {
    if (!(operation.reference.*pass)) return;
    // No more than this pass asks for.
    kernel.scratch = Guarded<float>(scratch);
    (operation.kernel.*pass)(kernel.operands(kernel.*result));
    CHECK(kernel.scratch.intact());
    (operation.reference.*pass)(reference.operands(reference.*result));
    check_close(name, kernel.*result, reference.*result, exact, tolerance, scale);
  };
  const Guarded<float> before = kernel.result;
  const Sizes& sizes = operation.sizes;
  check("forward", &Passes::forward, &AllData<float>::result, sizes.forward_scratch, sums);
  if (operation.packed.infer)
    check_packed(operation.packed, kernel, before, reference.result, exact, tolerance, sums);
  // Gradients start from what forward gave.
  if (sizes.result == sizes.output) kernel.output = reference.output = reference.result;
  check("input gradient", &Passes::input_gradient, &AllData<float>::input_gradient,
        sizes.input_gradient_scratch,
        sum(operation.input_gradient_terms, kernel.output_gradient, kernel.parameters));
  check("other gradient", &Passes::other_gradient, &AllData<float>::other_gradient, 0);
  check("parameter gradient", &Passes::parameter_gradient, &AllData<float>::parameter_gradient,
        sizes.parameter_gradient_scratch,
        sum(images * operation.weight_gradient_terms, kernel.input, kernel.output_gradient));
  CHECK(kernel.saved.intact());
  check_close("statistics", kernel.statistics, reference.statistics, exact);
  CHECK(kernel.other == reference.other);
  CHECK(kernel.input == reference.input);
  CHECK(kernel.output_gradient == reference.output_gradient);
  CHECK(kernel.parameters == reference.parameters);
}
template <auto G>
void check_kernels(std::size_t images, std::uint64_t seed, bool integers, bool exact) {
  check_kernels(any_operation<G>(), images, seed, integers, exact);
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

/// All of it.
template <auto G>
void check_operation() {
  constexpr bool exact = is_exact(G);
  check_kernels<G>(1, 1, true, exact);
  check_kernels<G>(3, 2, true, exact);
  check_kernels<G>(2, 3, false, false);
  // A third of what there is to compile. What the reference reads in float, it reads in double.
#ifndef ETCH_TESTS_FIND_OVERRUNS
  check_gradients<G>(4);
#endif
}

}  // namespace laws
