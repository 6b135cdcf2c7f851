// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/io/type_text.hpp>
#include <etch/summary.hpp>
#include <etch/transform.hpp>
#include <support/catch.hpp>
#include <support/random.hpp>

#include <cmath>
#include <cstddef>
#include <memory>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

using namespace etch;

namespace {

using Conv = Conv2d<16, Kernel<3>, Same>;

struct Fast : Network<Input<24, 24, 16>, Conv, Conv, Relu> {};
struct Accurate : Network<Input<24, 24, 16>, Precise<Conv, Conv>, Relu> {};
struct Mixed : Network<Input<24, 24, 16>, Precise<Conv>, Conv, Relu> {};
struct Small : Network<Input<24, 24, 16>, Compact<Conv, Precise<Conv>>, Relu> {};

template <class Net>
std::string table() {
  std::ostringstream out;
  summary<Net>(out);
  return out.str();
}
std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

template <class Net>
std::vector<float> answer(const std::vector<float>& numbers, const std::vector<float>& image) {
  const auto parameters = std::make_unique<Parameters<Net>>();
  for (std::size_t n = 0; n < Net::parameter_count; ++n) parameters->values[n] = numbers[n];
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(*parameters, *prepared);
  const auto workspace = std::make_unique<Workspace<Net>>();
  const auto output = forward(*prepared, InputSpan<Net>(image.data(), Net::input_shape.size()), *workspace);
  return {output.begin(), output.end()};
}

/// y of a convolution in double precision: the formula, with channels last.
std::vector<double> convolved(const std::vector<double>& x, const float* w) {
  std::vector<double> y(24 * 24 * 16);
  for (std::size_t i = 0; i < 24; ++i)
    for (std::size_t j = 0; j < 24; ++j)
      for (std::size_t k = 0; k < 16; ++k) {
        double sum = w[9 * 16 * 16 + k];
        for (std::size_t r = 0; r < 3; ++r)
          for (std::size_t s = 0; s < 3; ++s) {
            if (i + r < 1 || i + r > 24 || j + s < 1 || j + s > 24) continue;
            for (std::size_t c = 0; c < 16; ++c)
              sum += x[((i + r - 1) * 24 + j + s - 1) * 16 + c] * w[((r * 3 + s) * 16 + c) * 16 + k];
          }
        y[(i * 24 + j) * 16 + k] = sum;
      }
  return y;
}

}  // namespace

TEST_CASE("Precise forbids what loses digits, where it is said and nowhere else", "[policy]") {
  // Where there are vectors, these convolutions go by Winograd's algorithm, by F(4, 3) if they may.
  const std::size_t two = this_target.packs() ? 2 : 0;
  CHECK(count(table<Fast>(), "Winograd F4") == two);
  CHECK(count(table<Accurate>(), "Winograd F4") == 0);
  CHECK(count(table<Accurate>(), "Winograd F2") == two);
  CHECK(count(table<Mixed>(), "Winograd F4") == two / 2);
  CHECK(count(table<Mixed>(), "Winograd F2") == two / 2);
  CHECK(count(table<Small>(), "Winograd") == 0);
}

TEST_CASE("errors of Winograd's algorithm are bounded", "[policy]") {
  const std::uint64_t seed = 11;
  CAPTURE(seed);
  const std::vector<float> numbers = support::uniforms<float>(seed, Fast::parameter_count);
  const std::vector<float> image = support::uniforms<float>(seed + 1, Fast::input_shape.size());
  std::vector<double> exact(image.begin(), image.end());
  exact = convolved(convolved(exact, numbers.data()), numbers.data() + 9 * 16 * 16 + 16);
  double largest = 0;
  for (double& value : exact) {
    largest = std::max(largest, std::abs(value));
    value = std::max(value, 0.0);
  }
  const auto error = [&](const std::vector<float>& given) {
    double most = 0;
    for (std::size_t n = 0; n < exact.size(); ++n) most = std::max(most, std::abs(given[n] - exact[n]));
    return most / largest;
  };
  const double fast = error(answer<Fast>(numbers, image));
  const double accurate = error(answer<Accurate>(numbers, image));
  const double small = error(answer<Small>(numbers, image));
  CAPTURE(fast, accurate, small);
  CHECK(fast < 8e-6);
  CHECK(accurate < 8e-7);
  CHECK(small < 8e-7);
  if (this_target.packs()) CHECK(accurate < fast);
}

TEST_CASE("Compact packs weights as they are, filters filled up to whole vectors", "[policy]") {
  STATIC_REQUIRE(Prepared<Small>::count == Small::parameter_count);
  struct Ragged : Network<Input<12, 12, 3>, Compact<Conv2d<21, Kernel<3>, Same>>> {};
  constexpr std::size_t filters = this_target.packs() ? this_target.padded(21) : 21;
  STATIC_REQUIRE(aligned(Prepared<Ragged>::count) == aligned(3 * 3 * 3 * filters + filters));
  if (this_target.packs()) CHECK(Prepared<Fast>::count > 3 * Fast::parameter_count);
}

TEST_CASE("a network with policies can be printed and transformed", "[policy]") {
  const std::string text = io::network_text<Small>("Small");
  CHECK(count(text, "etch::Compact<") == 1);
  CHECK(count(text, "etch::Precise<etch::Conv2d<16, etch::Kernel<3>, etch::Same>>") == 1);
  struct Classifier : Network<Input<4, 4, 2>, Precise<Conv2d<3, Kernel<3>, Same>, Flatten, Dense<5>>> {};
  using Slid = fully_convolutional<Classifier>;
  STATIC_REQUIRE(Slid::output_shape == Shape{1, 1, 5});
  STATIC_REQUIRE(Slid::parameter_count == Classifier::parameter_count);
}
