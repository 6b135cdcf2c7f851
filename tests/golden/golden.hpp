// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

// Layers and networks against what PyTorch computed: tests/golden/make.py writes the fixtures, and says what
// they hold.
namespace golden {

using namespace etch;

/// A file of arrays, to be taken one after another.
class Fixture {
 public:
  /// `count`: how many numbers all arrays together must have.
  Fixture(const std::string& name, std::size_t count) {
    const std::string path = ETCH_SOURCE_DIR "/tests/golden/fixtures/" + name + ".f32";
    std::ifstream file(path, std::ios::binary);
    if (!file) FAIL("cannot read " << path << "; tests/golden/make.py writes it");
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() != 4 * count)
      FAIL(path << " has " << bytes.size() << " bytes; this layer or network needs " << 4 * count);
    numbers_.resize(count);
    for (std::size_t n = 0; n < count; ++n) {
      std::uint32_t bits = 0;
      for (std::size_t byte = 4; byte-- > 0;)
        bits = bits << 8 | static_cast<unsigned char>(bytes[4 * n + byte]);
      numbers_[n] = std::bit_cast<float>(bits);
    }
  }
  std::span<const float> take(std::size_t count) {
    at_ += count;
    return std::span<const float>(numbers_).subspan(at_ - count, count);
  }

 private:
  std::vector<float> numbers_;
  std::size_t at_ = 0;
};

/// The largest absolute value.
inline double largest_of(std::span<const float> numbers) {
  double largest = 0;
  for (const float number : numbers) largest = std::max(largest, std::abs(static_cast<double>(number)));
  return largest;
}

/// Each number is the one expected, to `tolerance` times the largest of those, or times `floor`.
inline void check_array(const std::string& what, std::span<const float> actual,
                        std::span<const float> expected, double tolerance, double floor = 0) {
  REQUIRE(actual.size() == expected.size());
  const double largest = std::max(largest_of(expected), floor);
  double worst = 0;
  std::size_t at = 0;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    const double difference = std::abs(static_cast<double>(actual[n]) - static_cast<double>(expected[n]));
    if (difference <= worst) continue;
    // What is not a number is worst.
    worst = std::isnan(difference) ? HUGE_VAL : difference;
    at = n;
  }
  if (worst <= tolerance * largest) {
    SUCCEED();
    return;
  }
  FAIL_CHECK(what << ": off by " << worst / largest << " of the largest, at " << at << " of "
                  << expected.size() << ": " << actual[at] << ", PyTorch " << expected[at]);
}

template <class Geometry>
constexpr std::size_t statistic_count(const Geometry& g) {
  if constexpr (requires { g.statistic_count(); }) return g.statistic_count();
  return 0;
}

/// The arrays of a layer's fixture.
struct Arrays {
  std::span<const float> parameters, statistics, input, output, output_gradient, input_gradient,
      parameter_gradient, statistics_after;
};

/// `Operation`, the one with geometry `G`, in every pass that it has.
template <class Operation, auto G>
void check_operation(const std::string& what, const Arrays& golden, std::size_t images, double tolerance) {
  std::vector<float> output(golden.output.size());
  std::vector<float> input_gradient(golden.input_gradient.size());
  std::vector<float> parameter_gradient(golden.parameter_gradient.size());
  std::vector<float> statistics(golden.statistics.begin(), golden.statistics.end());
  std::vector<float> scratch, saved;
  const KernelNeeds needs = needs_of(G, this_target);
  scratch.resize(
      std::max({needs.forward_scratch, needs.input_gradient_scratch, needs.parameter_gradient_scratch}));
  if constexpr (requires { G.saved_count(); }) saved.resize(G.saved_count());

  Operands<float> o;
  o.input = golden.input.data();
  o.parameters = golden.parameters.data();
  o.scratch = scratch.data();
  o.saved = saved.data();
  o.statistics = statistics.data();
  o.images = images;

  o.result = output.data();
  Operation::forward(o);
  check_array(what + ", output", output, golden.output, tolerance);
  check_array(what + ", statistics", statistics, golden.statistics_after, tolerance);
  o.output = output.data();
  o.output_gradient = golden.output_gradient.data();
  o.result = input_gradient.data();
  Operation::input_gradient(o);
  check_array(what + ", gradient by the input", input_gradient, golden.input_gradient, tolerance);
  if constexpr (requires { Reference<G>::parameter_gradient(o); }) {
    o.result = parameter_gradient.data();
    Operation::parameter_gradient(o);
    check_array(what + ", gradient by the parameters", parameter_gradient, golden.parameter_gradient,
                tolerance);
  }
}

/// Layer `L` on images of shape `In`: this target's kernels and the plain loops, forward and backward.
template <class L, Shape In, std::size_t Images = 2>
void check(const std::string& name, double tolerance = 1e-5) {
  STATIC_REQUIRE(L::infer(In).has_value());
  constexpr auto g = L::geometry(In);
  constexpr std::size_t parameters = L::parameter_count(In);
  constexpr std::size_t statistics = statistic_count(g);
  constexpr std::size_t inputs = Images * In.size();
  constexpr std::size_t outputs = Images * (*L::infer(In)).size();

  Fixture fixture(name, 2 * (parameters + statistics + inputs + outputs));
  Arrays golden;
  golden.parameters = fixture.take(parameters);
  golden.statistics = fixture.take(statistics);
  golden.input = fixture.take(inputs);
  golden.output = fixture.take(outputs);
  golden.output_gradient = fixture.take(outputs);
  golden.input_gradient = fixture.take(inputs);
  golden.parameter_gradient = fixture.take(parameters);
  golden.statistics_after = fixture.take(statistics);
  check_operation<Kernels<g>, g>(name + ", kernels", golden, Images, tolerance);
  check_operation<EachImage<g>, g>(name + ", reference", golden, Images, tolerance);
}

/// One image after another through `Net`.
template <class Net>
void check_inference(const std::string& name, const Parameters<Net>& parameters,
                     std::span<const float> images, std::span<const float> expected, double tolerance) {
  constexpr std::size_t inputs = Net::input_shape.size();
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(parameters, *prepared);
  const auto workspace = std::make_unique<Workspace<Net>>();
  std::vector<float> outputs;
  for (std::size_t at = 0; at < images.size(); at += inputs) {
    const auto output = forward(*prepared, InputSpan<Net>(images.data() + at, inputs), *workspace);
    outputs.insert(outputs.end(), output.begin(), output.end());
  }
  check_array(name + ", inference", outputs, expected, tolerance);
}

/// Layer `L` alone, as a network.
template <class L, Shape In, std::size_t Images = 2>
void check_inference(const std::string& name, double tolerance = 1e-5) {
  using Net = support::OneLayer<L, In>;
  constexpr std::size_t numbers = Net::parameter_count + Net::statistic_count;
  constexpr std::size_t inputs = Images * In.size();
  constexpr std::size_t outputs = Images * Net::output_shape.size();
  Fixture fixture(name, numbers + inputs + outputs);
  const auto parameters = std::make_unique<Parameters<Net>>();
  std::ranges::copy(fixture.take(numbers), parameters->values);
  const std::span<const float> images = fixture.take(inputs);
  check_inference<Net>(name, *parameters, images, fixture.take(outputs), tolerance);
}

/// Each layer's gradient, and each layer's means and variances, for themselves: a small one must not hide
/// behind a large one. What should be 0, as of a bias before a normalisation, is so to the rounding of the
/// others.
template <class Net, class Learner>
void check_layers(const std::string& name, const Learner& trainer, std::span<const float> gradient,
                  std::span<const float> statistics, double tolerance) {
  const double floor = 0.03 * largest_of(gradient);
  for_each_index<0, Net::layer_count>([&](auto index) {
    using L = typename Net::template Layer<index>;
    const std::string what = name + ", layer " + std::to_string(index + 1) + ", ";
    const auto own = trainer.gradient().template layer<index>();
    check_array(what + "gradient", own, gradient.subspan(L::gradient_offset, own.size()), tolerance, floor);
    const auto found = trainer.parameters().template layer_statistics<index>();
    const auto expected = statistics.subspan(L::statistic_offset, L::statistic_count);
    const std::size_t half = L::statistic_count / 2;
    check_array(what + "means", found.first(half), expected.first(half), tolerance, 1e-3);
    check_array(what + "variances", found.subspan(half), expected.subspan(half), tolerance);
  });
}

/// The sum of output times target: its gradient is the target.
struct WeightedSum {
  template <std::size_t N>
  using Target = std::array<float, N>;
  static constexpr bool takes(Shape) { return true; }
  template <class L>
  static constexpr bool does = false;

  template <std::size_t N, class T, class Weights>
  static constexpr T evaluate(const T* output, const Weights& weights, T scale, T* gradient) {
    T sum = 0;
    for (std::size_t n = 0; n < N; ++n) {
      sum += output[n] * static_cast<T>(weights[n]);
      gradient[n] = scale * static_cast<T>(weights[n]);
    }
    return sum;
  }
};

/// A whole network: inference, the gradient that a trainer computes, and what it makes of the statistics.
/// `Capacity`: images that the trainer could take.
template <class Net, std::size_t Batch = 3, std::size_t Capacity = Batch>
void check_network(const std::string& name, double tolerance = 1e-5) {
  constexpr std::size_t learned = Net::parameter_count;
  constexpr std::size_t statistics = Net::statistic_count;
  constexpr std::size_t trained = Net::trainable_count;
  constexpr std::size_t image_size = Net::input_shape.size();
  constexpr std::size_t output_size = Net::output_shape.size();

  Fixture fixture(name, learned + trained + 2 * statistics + Batch * (image_size + 2 * output_size));
  const auto parameters = std::make_unique<Parameters<Net>>();
  std::ranges::copy(fixture.take(learned + statistics), parameters->values);
  const std::span<const float> images = fixture.take(Batch * image_size);
  check_inference<Net>(name, *parameters, images, fixture.take(Batch * output_size), tolerance);

  const std::span<const float> weights = fixture.take(Batch * output_size);
  const auto trainer = std::make_unique<Trainer<Net, WeightedSum, Sgd, Capacity>>(*parameters);
  for (std::size_t n = 0; n < Batch; ++n) {
    std::array<float, output_size> target;
    std::ranges::copy(weights.subspan(n * output_size, output_size), target.begin());
    trainer->load(n, InputSpan<Net>(images.data() + n * image_size, image_size), target);
  }
  trainer->compute_gradient(Batch);
  const std::span<const float> gradient = fixture.take(trained);
  check_layers<Net>(name, *trainer, gradient, fixture.take(statistics), tolerance);
}

}  // namespace golden
