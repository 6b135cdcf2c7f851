// SPDX-License-Identifier: MIT
#pragma once
#include <support/catch.hpp>
#include <support/composition.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

// Networks at inference, against what their layers give one after another.
namespace composition {

using namespace etch;

/// Where the running statistics of the next layer lie.
inline const float* next_statistics = nullptr;

/// gamma (x - mean) / sqrt(variance + epsilon) + beta.
template <class... Given, Shape In>
struct Composed<BatchNorm<Given...>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    constexpr std::size_t channels = In.channels();
    constexpr bool affine = BatchNorm<Given...>::parameter_count(In) != 0;
    constexpr Fraction epsilon = BatchNorm<Given...>::options::epsilon;
    std::vector<float> output(input.size());
    for (std::size_t n = 0; n < input.size(); ++n) {
      const std::size_t c = n % channels;
      const double mean = double(next_statistics[c]);
      const double deviation =
          std::sqrt(double(next_statistics[channels + c]) + epsilon.template as<double>());
      const double gamma = affine ? double(parameters[c]) : 1.0;
      const double beta = affine ? double(parameters[channels + c]) : 0.0;
      output[n] = static_cast<float>(gamma * (double(input[n]) - mean) / deviation + beta);
    }
    parameters += BatchNorm<Given...>::parameter_count(In);
    next_statistics += 2 * channels;
    return output;
  }
};

template <class... Given, Shape In>
struct Composed<Scale<Given...>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    constexpr std::size_t channels = In.channels();
    constexpr bool bias = Scale<Given...>::parameter_count(In) != channels;
    std::vector<float> output(input.size());
    for (std::size_t n = 0; n < input.size(); ++n)
      output[n] = input[n] * parameters[n % channels] + (bias ? parameters[channels + n % channels] : 0.0f);
    parameters += Scale<Given...>::parameter_count(In);
    return output;
  }
};

template <class First, class Second, class... Rest, Shape In>
struct Composed<Add<First, Second, Rest...>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    std::vector<float> sum = Composed<First, In>::run(input, parameters);
    const auto add = [&](const std::vector<float>& other) {
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += other[n];
    };
    add(Composed<Second, In>::run(input, parameters));
    (add(Composed<Rest, In>::run(input, parameters)), ...);
    return sum;
  }
};

template <layers::TapName TapName, Shape In>
struct Composed<Tap<TapName>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*&) { return input; }
};

template <class... Parts, Shape In>
struct Composed<Frozen<Parts...>, In> : Composed<Sequential<Parts...>, In> {};

}  // namespace composition

namespace unfused {

using namespace etch;

/// `Net` runs in that many steps at inference, and answers what its layers do.
template <class Net, std::size_t Steps>
void check() {
  STATIC_REQUIRE(Net::inference_program.step_count == Steps);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Parameters<Net> parameters;
    for (std::size_t n = 0; n < Net::parameter_count; ++n)
      parameters.values[n] = support::uniform<float>(3 * seed, n);
    // Means, and variances from 1/4 to 5/4.
    for (std::size_t n = 0; n < Net::statistic_count; ++n)
      parameters.statistics()[n] = std::abs(support::uniform<float>(3 * seed + 1, n)) + 0.25f;
    const std::vector<float> input = support::uniforms<float>(3 * seed + 2, Net::input_shape.size());

    const float* next = parameters.values;
    composition::next_statistics = parameters.values + Net::parameter_count;
    const std::vector<float> expected =
        composition::Composed<typename Net::body, Net::input_shape>::run(input, next);
    REQUIRE(next == parameters.values + Net::parameter_count);
    REQUIRE(composition::next_statistics == next + Net::statistic_count);

    const auto workspace = std::make_unique<Workspace<Net>>();
    std::fill(std::begin(workspace->values), std::end(workspace->values), 1e30f);
    const auto output = forward<Net>(prepare(parameters), InputSpan<Net>(input), *workspace);
    laws::check_close(output, expected, 1e-5);
  }
}

}  // namespace unfused
