// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

namespace {

template <auto G>
std::vector<float> dropped(std::uint64_t seed, std::size_t images) {
  std::vector<float> x(images * G.count, 1.0f);
  Operands<float> o;
  o.input = x.data();
  o.result = x.data();
  o.images = images;
  o.seed = seed;
  Kernels<G>::forward(o);
  return x;
}

}  // namespace

TEST_CASE("dropout drops its rate and keeps the mean", "[dropout]") {
  constexpr DropoutGeometry quarter{20000, 1, 4};
  const auto y = dropped<quarter>(1, 2);
  double sum = 0;
  std::size_t zeros = 0;
  for (const float value : y) {
    sum += value;
    zeros += value == 0;
    CHECK((value == 0 || value == Approx(4.0 / 3)));
  }
  // 40,000 draws: the standard deviation of the fraction is 0.0022.
  CHECK(static_cast<double>(zeros) / 40000 == Approx(0.25).margin(0.009));
  CHECK(sum / 40000 == Approx(1).margin(0.012));
}

TEST_CASE("dropout of rate 0 changes nothing", "[dropout]") {
  for (const float value : dropped<DropoutGeometry{100, 0, 1}>(3, 1)) CHECK(value == 1);
}

TEST_CASE("the same seed drops the same numbers, images differ", "[dropout]") {
  constexpr DropoutGeometry half{64, 1, 2};
  const auto y = dropped<half>(5, 2);
  CHECK(y == dropped<half>(5, 2));
  CHECK(y != dropped<half>(6, 2));
  CHECK(!std::equal(y.begin(), y.begin() + 64, y.begin() + 64));
}

TEST_CASE("the gradient of dropout passes where forward did", "[dropout]") {
  laws::check_gradients<DropoutGeometry{50, 1, 3}>(1);
}

TEST_CASE("kernels drop what the plain loops drop", "[dropout]") {
  laws::check_kernels<DropoutGeometry{77, 1, 3}>(3, 1, false, false);
  laws::check_kernels<DropoutGeometry{16, 0, 1}>(1, 2, true, true);
  laws::check_kernels<DropoutGeometry{100, 9, 10, 5}>(3, 3, true, true);
  laws::check_kernels<DropoutGeometry{99, 1, 1000, 33}>(2, 4, true, true);
}
