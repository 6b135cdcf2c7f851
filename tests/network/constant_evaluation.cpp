// SPDX-License-Identifier: MIT
// A trained network, evaluated by the compiler. The weights are what `digits_train --out digits_weights.hpp`
// wrote.
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/digits_weights.hpp>

#include <array>
#include <cmath>
#include <cstddef>

using namespace etch;

namespace {

constexpr std::size_t pixels = Digits::input_shape.size();

constexpr std::array<float, pixels> digit(std::size_t n) {
  std::array<float, pixels> image{};
  for (std::size_t i = 0; i < pixels; ++i) image[i] = static_cast<float>(Digits_images[n][i]) / Digits_white;
  return image;
}

constexpr Prepared<Digits> prepared = prepare(Digits_parameters);

// Four stored images, classified while this file is compiled.
constexpr auto scores_of_4 = forward<Digits>(prepared, digit(0));
constexpr auto scores_of_9 = forward<Digits>(prepared, digit(1));
static_assert(Digits_labels[0] == 4 && argmax(scores_of_4) == 4);
static_assert(Digits_labels[1] == 9 && argmax(scores_of_9) == 9);
static_assert(argmax(forward<Digits>(prepared, digit(2))) == Digits_labels[2]);
static_assert(argmax(forward<Digits>(prepared, digit(7))) == Digits_labels[7]);

}  // namespace

TEST_CASE("the compiler's scores are those of the run", "[constexpr]") {
  Workspace<Digits> workspace;
  // Not a constant, so that the compiler does not evaluate the run too.
  volatile std::size_t first = 0;
  const auto run = forward<Digits>(prepared, digit(first), workspace);
  double sum = 0;
  for (std::size_t n = 0; n < run.size(); ++n) {
    CHECK(run[n] == Approx(scores_of_4[n]).epsilon(1e-5).margin(1e-7));
    sum += scores_of_4[n];
  }
  CHECK(sum == Approx(1));
}

TEST_CASE("the trained network reads at least 98 % of the digits it has not seen", "[constexpr]") {
  constexpr std::size_t count = sizeof Digits_labels;
  Workspace<Digits> workspace;
  std::size_t right = 0;
  for (std::size_t n = 0; n < count; ++n)
    right += argmax(forward<Digits>(prepared, digit(n), workspace)) == Digits_labels[n];
  CHECK(count == 359);
  CHECK(right >= 352);
}
