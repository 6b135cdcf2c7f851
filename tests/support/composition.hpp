// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <support/layer_laws.hpp>
#include <support/one_layer.hpp>
#include <support/random.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

// What a network must answer: each layer run in a network of its own, and their results put together with
// vectors. No memory is shared, nothing is planned.
namespace composition {

template <class Node, etch::Shape In>
inline constexpr etch::Shape output_shape = support::OneLayer<Node, In>::output_shape;

/// A layer.
template <class Node, etch::Shape In>
struct Composed {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    using Net = support::OneLayer<Node, In>;
    std::array<float, Net::parameter_count> own{};
    std::copy_n(parameters, own.size(), own.begin());
    parameters += own.size();
    std::array<float, In.size()> values{};
    std::copy(input.begin(), input.end(), values.begin());
    const auto output = support::outputs<Net>(own, values);
    return {output.begin(), output.end()};
  }
};

template <etch::Shape In>
struct Composed<etch::Sequential<>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*&) { return input; }
};
template <class First, class... Rest, etch::Shape In>
struct Composed<etch::Sequential<First, Rest...>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    const std::vector<float> between = Composed<First, In>::run(input, parameters);
    return Composed<etch::Sequential<Rest...>, output_shape<First, In>>::run(between, parameters);
  }
};

template <class Body, class Shortcut, etch::Shape In>
struct Composed<etch::Residual<Body, Shortcut>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    std::vector<float> sum = Composed<Body, In>::run(input, parameters);
    const std::vector<float> other = Composed<Shortcut, In>::run(input, parameters);
    for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += other[n];
    return sum;
  }
};

template <class... Branches, etch::Shape In>
struct Composed<etch::Concat<Branches...>, In> {
  static std::vector<float> run(const std::vector<float>& input, const float*& parameters) {
    constexpr etch::Shape all = output_shape<etch::Concat<Branches...>, In>;
    std::vector<float> whole(all.size());
    std::size_t offset = 0;
    const auto put = [&](const std::vector<float>& branch) {
      const std::size_t channels = branch.size() / all.pixels();
      for (std::size_t n = 0; n < branch.size(); ++n)
        whole[n / channels * all.channels() + offset + n % channels] = branch[n];
      offset += channels;
    };
    (put(Composed<Branches, In>::run(input, parameters)), ...);
    return whole;
  }
};

/// `Net` and its composition answer the same, for random parameters and inputs.
template <class Net>
void check() {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto parameters = std::make_unique<etch::Parameters<Net>>();
    for (std::size_t n = 0; n < Net::parameter_count; ++n)
      parameters->values[n] = support::uniform<float>(2 * seed, n);
    const std::vector<float> input = support::uniforms<float>(2 * seed + 1, Net::input_shape.size());

    const float* next = parameters->values;
    const std::vector<float> expected = Composed<typename Net::body, Net::input_shape>::run(input, next);
    REQUIRE(next == parameters->values + Net::parameter_count);

    const auto prepared = std::make_unique<etch::Prepared<Net>>();
    etch::prepare(*parameters, *prepared);
    const auto workspace = std::make_unique<etch::Workspace<Net>>();
    // What the workspace holds from before must not matter.
    std::fill(std::begin(workspace->values), std::end(workspace->values), 1e30f);
    const auto output = etch::forward<Net>(*prepared, etch::InputSpan<Net>(input), *workspace);
    CAPTURE(seed);
    laws::check_close(output, expected, 1e-5);
  }
}

}  // namespace composition
