// SPDX-License-Identifier: MIT
#pragma once
#include <etch/forward.hpp>
#include <etch/network.hpp>
#include <etch/ops/random.hpp>
#include <support/catch.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <vector>

// Whole networks of the zoo against what PyTorch computed: tests/golden/zoo.py has written them a second time
// and sums of their outputs to tests/golden/zoo.txt. Parameters, statistics and images are not in the file:
// they are drawn here as they are there.
namespace golden_zoo {

using namespace etch;

/// The same layers on an input of another size.
template <class Net, std::size_t... Extents>
struct OnInput : Network<Input<Extents...>, typename Net::body> {};

enum class Stream : std::uint64_t { learned, statistics, image, output_weights };

/// Number `position` of a stream: one of 2^24 in [-1, 1), each a float.
inline double draw(Stream stream, std::size_t position) {
  const std::uint64_t bits = mix((static_cast<std::uint64_t>(stream) << 40) + position) >> 40;
  return static_cast<double>(bits) / 8388608 - 1;
}

/// Around `center`, and no further from it than `reach`.
inline void fill(std::span<float> numbers, Stream stream, std::size_t position, double center, double reach) {
  for (float& number : numbers) number = static_cast<float>(center + reach * draw(stream, position++));
}

/// Layer number `Index`. Between BatchNorms, `gain` decides how activations grow.
template <class Net, std::size_t Index>
void fill_layer(Parameters<Net>& parameters, double gain) {
  using L = typename Net::template Layer<Index>;
  constexpr std::size_t at = L::parameter_offset;
  constexpr std::size_t count = L::parameter_count;
  const std::span<float> learned = parameters.span().subspan(at, count);
  if constexpr (L::statistic_count > 0) {
    constexpr std::size_t channels = count / 2;
    fill(learned.first(channels), Stream::learned, at, 1, 0.5);
    fill(learned.last(channels), Stream::learned, at + channels, 0, 0.25);
    constexpr std::size_t statistics_at = L::statistic_offset;
    const std::span<float> statistics = parameters.statistics().subspan(statistics_at, 2 * channels);
    fill(statistics.first(channels), Stream::statistics, statistics_at, 0, 0.25);
    fill(statistics.last(channels), Stream::statistics, statistics_at + channels, 1, 0.5);
  } else if constexpr (count > 0) {
    // Weights and biases alike. Numbers that an output is the sum of:
    constexpr std::size_t fan_in = L::multiply_adds / L::output_shape.size();
    fill(learned, Stream::learned, at, 0, std::sqrt(3 * gain / static_cast<double>(fan_in)));
  }
}

/// All layers from `Begin` to `End`, by halves: clang does not expand one fold over as many as some have.
template <class Net, std::size_t Begin = 0, std::size_t End = Net::layer_count>
void fill(Parameters<Net>& parameters, double gain) {
  if constexpr (End - Begin == 1) {
    fill_layer<Net, Begin>(parameters, gain);
  } else {
    constexpr std::size_t middle = (Begin + End) / 2;
    fill<Net, Begin, middle>(parameters, gain);
    fill<Net, middle, End>(parameters, gain);
  }
}

/// What can be told of an output in a few numbers.
struct Sums {
  static constexpr std::size_t first_count = 4;

  double sum = 0;
  double absolute = 0;
  double squares = 0;
  double weighted = 0;  ///< With random weights between -1 and 1: notices what has changed its place.
  double first[first_count]{};

  explicit Sums(std::span<const float> output) {
    for (std::size_t n = 0; n < output.size(); ++n) {
      const double value = output[n];
      sum += value;
      absolute += std::abs(value);
      squares += value * value;
      weighted += value * draw(Stream::output_weights, n);
      if (n < first_count) first[n] = value;
    }
  }
  Sums() = default;
};

/// A line of the golden file.
struct Golden {
  double gain = 0;
  std::size_t inputs = 0, learned = 0, statistics = 0, outputs = 0;
  Sums sums;

  explicit Golden(const std::string& name) {
    const std::string path = ETCH_SOURCE_DIR "/tests/golden/zoo.txt";
    std::ifstream file(path);
    if (!file) FAIL("cannot read " << path << "; tests/golden/zoo.py writes it");
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string word;
      if (!(words >> word) || word != name) continue;
      words >> gain >> inputs >> learned >> statistics >> outputs;
      words >> sums.sum >> sums.absolute >> sums.squares >> sums.weighted;
      for (double& value : sums.first) words >> value;
      std::string rest;
      if (!words || words >> rest) FAIL(path << ": the line of " << name << " is not as it should be");
      return;
    }
    FAIL(path << " has nothing of " << name << "; tests/golden/zoo.py writes it");
  }
};

/// Off by no more than `allowed`; what is not a number never is.
inline void check_number(const std::string& what, double actual, double expected, double allowed) {
  const double difference = std::abs(actual - expected);
  if (difference <= allowed) {
    SUCCEED();
    return;
  }
  FAIL_CHECK(what << ": " << actual << ", PyTorch " << expected << ", off by " << difference << ", allowed "
                  << allowed);
}

/// One inference of `Net` with kernels of this target, against PyTorch's in double precision.
///
/// Rounding to floats costs about 1e-6 of the sum of absolute values, in whatever order a target's kernels
/// add; a mistake in a single layer costs 1e-3 and more, as zoo.py --mistakes shows. 1e-4 is far from both.
template <class Net>
void check(const std::string& name, double tolerance = 1e-4) {
  const Golden golden(name);
  REQUIRE(Net::input_shape.size() == golden.inputs);
  REQUIRE(Net::parameter_count == golden.learned);
  REQUIRE(Net::statistic_count == golden.statistics);
  REQUIRE(Net::output_shape.size() == golden.outputs);

  const auto prepared = std::make_unique<Prepared<Net>>();
  {
    const auto parameters = std::make_unique<Parameters<Net>>();
    fill(*parameters, golden.gain);
    prepare(*parameters, *prepared);
  }
  std::vector<float> image(Net::input_shape.size());
  fill(image, Stream::image, 0, 0, 1);
  const auto workspace = std::make_unique<Workspace<Net>>();
  const Sums sums(forward(*prepared, InputSpan<Net>(image.data(), image.size()), *workspace));

  const Sums& expected = golden.sums;
  const double allowed = tolerance * expected.absolute;
  check_number(name + ", sum", sums.sum, expected.sum, allowed);
  check_number(name + ", sum of absolute values", sums.absolute, expected.absolute, allowed);
  check_number(name + ", weighted sum", sums.weighted, expected.weighted, allowed);
  // The derivative of a square has a factor of 2.
  check_number(name + ", sum of squares", sums.squares, expected.squares, 2 * tolerance * expected.squares);
  // One output errs by as much as the outputs do in the mean, not less if it happens to be near 0.
  const double mean = expected.absolute / static_cast<double>(golden.outputs);
  for (std::size_t n = 0; n < Sums::first_count; ++n)
    check_number(name + ", output " + std::to_string(n), sums.first[n], expected.first[n], tolerance * mean);
}

}  // namespace golden_zoo
