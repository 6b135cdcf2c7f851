// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>
#include <support/random.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>

using namespace etch;

namespace {

/// An image of shape S with random numbers from rows and columns `begin` to `end` - 1, moved by (down,
/// right), and zeros around them.
template <Shape S>
constexpr std::array<float, S.size()> patch(std::size_t begin, std::size_t end, std::size_t down,
                                            std::size_t right, std::uint64_t seed) {
  std::array<float, S.size()> image{};
  for (std::size_t i = begin; i < end; ++i)
    for (std::size_t j = begin; j < end; ++j)
      for (std::size_t c = 0; c < S[2]; ++c)
        image[((i + down) * S[1] + j + right) * S[2] + c] =
            support::uniform<float>(seed, (i * S[1] + j) * S[2] + c);
  return image;
}

/// The largest difference of y(i, j) from moved(i + down, j + right).
template <Shape S>
constexpr float difference(const std::array<float, S.size()>& y, const std::array<float, S.size()>& moved,
                           std::size_t down, std::size_t right) {
  float largest = 0;
  for (std::size_t i = 0; i + down < S[0]; ++i)
    for (std::size_t j = 0; j + right < S[1]; ++j)
      for (std::size_t c = 0; c < S[2]; ++c) {
        const float d = y[(i * S[1] + j) * S[2] + c] - moved[((i + down) * S[1] + j + right) * S[2] + c];
        if (d > largest) largest = d;
        if (-d > largest) largest = -d;
      }
  return largest;
}

template <class Net>
constexpr std::array<float, Net::parameter_count> random_parameters(std::uint64_t seed) {
  std::array<float, Net::parameter_count> parameters{};
  for (std::size_t n = 0; n < parameters.size(); ++n) parameters[n] = support::uniform<float>(seed, n);
  return parameters;
}

/// How far `Net` is from answering a moved patch with its answer to the patch, moved. The window moves by
/// `Stride`, so the answer does by (down, right) / Stride.
template <class Net, std::size_t Stride>
constexpr float deviation(std::uint64_t seed, std::size_t begin, std::size_t end, std::size_t down,
                          std::size_t right) {
  const auto parameters = random_parameters<Net>(seed);
  const auto still = patch<Net::input_shape>(begin, end, 0, 0, seed + 1);
  const auto moved = patch<Net::input_shape>(begin, end, down, right, seed + 1);
  return difference<Net::output_shape>(support::outputs<Net>(parameters, still),
                                       support::outputs<Net>(parameters, moved), down / Stride,
                                       right / Stride);
}

struct One : Network<Input<14, 15, 3>, Conv2d<5, Kernel<3>, Same>> {};
struct Two : Network<Input<16, 15, 2>, Conv2d<4, Kernel<3>, Padding<1>, Bias<false>>, Relu,
                     Conv2d<3, Kernel<5>, Padding<2>, Bias<false>>> {};
struct Strided : Network<Input<16, 18, 2>, Conv2d<4, Kernel<3>, Stride<2>>> {};
struct Small : Network<Input<7, 7, 1>, Conv2d<2, Kernel<3>, Same>> {};

}  // namespace

TEST_CASE("a convolution of a moved image is the moved convolution", "[lectures]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (std::size_t down = 0; down <= 4; ++down)
      for (std::size_t right = 0; right <= 5; ++right) {
        CAPTURE(seed, down, right);
        CHECK(deviation<One, 1>(seed, 2, 8, down, right) < 1e-5f);
      }
}

TEST_CASE("so are two of them with an activation between", "[lectures]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (std::size_t down = 0; down <= 4; ++down)
      for (std::size_t right = 0; right <= 3; ++right) {
        CAPTURE(seed, down, right);
        CHECK(deviation<Two, 1>(seed, 3, 9, down, right) < 1e-4f);
      }
}

TEST_CASE("with stride 2 a move by 2 moves the output by 1", "[lectures]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (std::size_t down = 0; down <= 4; down += 2)
      for (std::size_t right = 0; right <= 6; right += 2) {
        CAPTURE(seed, down, right);
        CHECK(deviation<Strided, 2>(seed, 3, 9, down, right) < 1e-5f);
      }
}

TEST_CASE("it holds in constant evaluation", "[lectures]") {
  STATIC_REQUIRE(deviation<Small, 1>(1, 1, 4, 2, 1) == 0);
  STATIC_REQUIRE(deviation<Small, 1>(2, 1, 4, 1, 2) == 0);
}
