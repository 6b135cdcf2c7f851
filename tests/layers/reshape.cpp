// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

/// 0, 1, 2, ...
template <std::size_t Count>
constexpr std::array<float, Count> counted() {
  std::array<float, Count> numbers{};
  for (std::size_t n = 0; n < Count; ++n) numbers[n] = static_cast<float>(n);
  return numbers;
}

template <Shape In, class... Layers>
struct Chain : Network<support::InputOf<In>, Layers...> {};

/// The layers give back what they get.
template <Shape In, class... Layers>
constexpr bool gives_back() {
  constexpr auto numbers = counted<In.size()>();
  return Chain<In, Layers...>::output_shape == In &&
         support::outputs<Chain<In, Layers...>>({}, numbers) == numbers;
}

}  // namespace

TEST_CASE("Reshape gives another shape to the same numbers", "[reshape]") {
  STATIC_REQUIRE(Reshape<3, 4>::infer({2, 3, 2}) == Shape{3, 4});
  STATIC_REQUIRE(Reshape<12>::infer({2, 3, 2}) == Shape{12});
  STATIC_REQUIRE(Reshape<1, 2, 3, 2, 1>::infer({12}) == Shape{1, 2, 3, 2, 1});
  STATIC_REQUIRE(outputs_of<Reshape<3, 4>, Shape{2, 3, 2}>({}, counted<12>()) == counted<12>());
  CHECK(outputs_of<Reshape<3, 4>, Shape{2, 3, 2}>({}, counted<12>()) == counted<12>());
  constexpr Problem size = problem<Reshape<3, 5>>({2, 3, 2});
  STATIC_REQUIRE(size.rule == Rule::reshape_changes_size);
  STATIC_REQUIRE(size.numbers[0] == 12);
  STATIC_REQUIRE(size.numbers[1] == 15);
}

TEST_CASE("Permute puts the axes in another order", "[reshape]") {
  STATIC_REQUIRE(Permute<2, 0, 1>::infer({4, 5, 6}) == Shape{6, 4, 5});
  STATIC_REQUIRE(Permute<1, 0>::infer({4, 5}) == Shape{5, 4});
  STATIC_REQUIRE(Permute<0>::infer({4}) == Shape{4});

  constexpr std::array<float, 6> transposed{0, 3, 1, 4, 2, 5};
  STATIC_REQUIRE(outputs_of<Permute<1, 0>, Shape{2, 3}>({}, counted<6>()) == transposed);
  CHECK(outputs_of<Permute<1, 0>, Shape{2, 3}>({}, counted<6>()) == transposed);

  // Channels first: y(c, h, w) = x(h, w, c).
  constexpr Shape in{3, 4, 2};
  const auto y = outputs_of<Permute<2, 0, 1>, in>({}, counted<24>());
  for (std::size_t h = 0; h < 3; ++h)
    for (std::size_t w = 0; w < 4; ++w)
      for (std::size_t c = 0; c < 2; ++c)
        CHECK(y[(c * 3 + h) * 4 + w] == static_cast<float>((h * 4 + w) * 2 + c));

  STATIC_REQUIRE(gives_back<Shape{3, 4, 2}, Permute<0, 1, 2>>());
  STATIC_REQUIRE(gives_back<Shape{3, 4, 2}, Permute<2, 0, 1>, Permute<1, 2, 0>>());
  STATIC_REQUIRE(gives_back<Shape{2, 1, 3, 2}, Permute<3, 1, 0, 2>, Permute<2, 1, 3, 0>>());
}

TEST_CASE("an order that is no permutation is a problem", "[reshape]") {
  constexpr Problem twice = problem<Permute<0, 0, 1>>({4, 5, 6});
  STATIC_REQUIRE(twice.rule == Rule::not_a_permutation);
  STATIC_REQUIRE(twice.numbers[0] == 0);
  STATIC_REQUIRE(twice.numbers[1] == 2);
  constexpr Problem beyond = problem<Permute<0, 1, 3>>({4, 5, 6});
  STATIC_REQUIRE(beyond.rule == Rule::not_a_permutation);
  STATIC_REQUIRE(beyond.numbers[0] == 2);
  STATIC_REQUIRE(beyond.numbers[1] == 0);
  STATIC_REQUIRE(problem<Permute<1, 0>>({4, 5, 6}).rule == Rule::wrong_rank);
}

TEST_CASE("ChannelShuffle gives each group some of every old one", "[reshape]") {
  STATIC_REQUIRE(ChannelShuffle<3>::infer({4, 5, 6}) == Shape{4, 5, 6});
  // The channels as a matrix of 3 rows, transposed.
  constexpr std::array<float, 6> expected{0, 2, 4, 1, 3, 5};
  STATIC_REQUIRE(outputs_of<ChannelShuffle<3>, Shape{6}>({}, counted<6>()) == expected);
  CHECK(outputs_of<ChannelShuffle<3>, Shape{6}>({}, counted<6>()) == expected);
  // Each pixel alone.
  constexpr std::array<float, 8> pixels{0, 2, 1, 3, 4, 6, 5, 7};
  STATIC_REQUIRE(outputs_of<ChannelShuffle<2>, Shape{1, 2, 4}>({}, counted<8>()) == pixels);
  STATIC_REQUIRE(gives_back<Shape{2, 2, 6}, ChannelShuffle<3>, ChannelShuffle<2>>());
  STATIC_REQUIRE(gives_back<Shape{2, 2, 6}, ChannelShuffle<1>, ChannelShuffle<6>>());
  STATIC_REQUIRE(problem<ChannelShuffle<4>>({4, 5, 6}) == Problem::groups_of_channels({4, 5, 6}, 4));
  STATIC_REQUIRE(problem<ChannelShuffle<0>>({4, 5, 6}).rule == Rule::extent_is_zero);
}

TEST_CASE("DepthToSpace makes blocks of pixels, whole channels together", "[reshape]") {
  STATIC_REQUIRE(DepthToSpace<2>::infer({3, 4, 12}) == Shape{6, 8, 3});
  // One pixel, channels a0 a1, b0 b1, c0 c1, d0 d1 to pixels a b / c d.
  STATIC_REQUIRE(outputs_of<DepthToSpace<2>, Shape{1, 1, 8}>({}, counted<8>()) == counted<8>());
  // Two pixels side by side, 0 to 3 and 4 to 7: the rows 0 1 4 5, 2 3 6 7.
  constexpr std::array<float, 8> expected{0, 1, 4, 5, 2, 3, 6, 7};
  STATIC_REQUIRE(outputs_of<DepthToSpace<2>, Shape{1, 2, 4}>({}, counted<8>()) == expected);
  CHECK(outputs_of<DepthToSpace<2>, Shape{1, 2, 4}>({}, counted<8>()) == expected);
}

TEST_CASE("PixelShuffle makes blocks of pixels, each channel of its own run", "[reshape]") {
  STATIC_REQUIRE(PixelShuffle<2>::infer({3, 4, 12}) == Shape{6, 8, 3});
  // One pixel: channels 0 to 3 are the block of new channel 0, 4 to 7 that of 1.
  constexpr std::array<float, 8> expected{0, 4, 1, 5, 2, 6, 3, 7};
  STATIC_REQUIRE(outputs_of<PixelShuffle<2>, Shape{1, 1, 8}>({}, counted<8>()) == expected);
  CHECK(outputs_of<PixelShuffle<2>, Shape{1, 1, 8}>({}, counted<8>()) == expected);

  // PyTorch: y(c, h r + i, w r + j) = x(c r^2 + i r + j, h, w).
  constexpr Shape in{2, 3, 18};
  const auto y = outputs_of<PixelShuffle<3>, in>({}, counted<in.size()>());
  for (std::size_t h = 0; h < 2; ++h)
    for (std::size_t w = 0; w < 3; ++w)
      for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < 3; ++i)
          for (std::size_t j = 0; j < 3; ++j)
            CHECK(y[((h * 3 + i) * 9 + w * 3 + j) * 2 + c] ==
                  static_cast<float>((h * 3 + w) * 18 + c * 9 + i * 3 + j));
}

TEST_CASE("SpaceToDepth undoes DepthToSpace", "[reshape]") {
  STATIC_REQUIRE(SpaceToDepth<2>::infer({6, 8, 3}) == Shape{3, 4, 12});
  STATIC_REQUIRE(gives_back<Shape{2, 1, 12}, DepthToSpace<2>, SpaceToDepth<2>>());
  STATIC_REQUIRE(gives_back<Shape{4, 2, 3}, SpaceToDepth<2>, DepthToSpace<2>>());
  STATIC_REQUIRE(gives_back<Shape{3, 6, 1}, SpaceToDepth<3>, DepthToSpace<3>>());
  // Of one channel both shuffles are the same.
  STATIC_REQUIRE(gives_back<Shape{4, 2, 1}, SpaceToDepth<2>, PixelShuffle<2>>());
  constexpr std::array<float, 8> expected{0, 1, 4, 5, 2, 3, 6, 7};
  STATIC_REQUIRE(outputs_of<SpaceToDepth<2>, Shape{2, 4, 1}>({}, counted<8>()) == expected);
  CHECK(outputs_of<SpaceToDepth<2>, Shape{2, 4, 1}>({}, counted<8>()) == expected);
}

TEST_CASE("blocks that do not divide are a problem", "[reshape]") {
  constexpr Problem channels = problem<DepthToSpace<2>>({3, 4, 6});
  STATIC_REQUIRE(channels.rule == Rule::block_does_not_divide);
  STATIC_REQUIRE(channels.numbers[0] == 4);
  STATIC_REQUIRE(problem<PixelShuffle<3>>({3, 4, 6}).rule == Rule::block_does_not_divide);
  STATIC_REQUIRE(problem<SpaceToDepth<2>>({3, 4, 6}).rule == Rule::block_does_not_divide);
  STATIC_REQUIRE(problem<SpaceToDepth<3>>({3, 4, 6}).rule == Rule::block_does_not_divide);
  STATIC_REQUIRE(problem<SpaceToDepth<0>>({3, 4, 6}).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<PixelShuffle<0>>({3, 4, 6}).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<DepthToSpace<2>>({4, 8}) == Problem::rank({4, 8}, 3));
}

TEST_CASE("Channels takes some, PadChannels puts zeros around", "[reshape]") {
  STATIC_REQUIRE(Channels<1, 2>::infer({4, 5, 6}) == Shape{4, 5, 2});
  STATIC_REQUIRE(PadChannels<1, 2>::infer({4, 5, 6}) == Shape{4, 5, 9});
  constexpr std::array<float, 4> some{1, 2, 5, 6};
  STATIC_REQUIRE(outputs_of<Channels<1, 2>, Shape{1, 2, 4}>({}, counted<8>()) == some);
  CHECK(outputs_of<Channels<1, 2>, Shape{1, 2, 4}>({}, counted<8>()) == some);
  constexpr std::array<float, 8> around{0, 7, 0, 0, 0, 8, 0, 0};
  STATIC_REQUIRE(outputs_of<PadChannels<1, 2>, Shape{2, 1}>({}, {7, 8}) == around);
  CHECK(outputs_of<PadChannels<1, 2>, Shape{2, 1}>({}, {7, 8}) == around);
  STATIC_REQUIRE(gives_back<Shape{2, 2, 3}, PadChannels<2, 1>, Channels<2, 3>>());
  STATIC_REQUIRE(gives_back<Shape{5}, Channels<0, 5>, PadChannels<0, 0>>());

  constexpr Problem range = problem<Channels<4, 3>>({4, 5, 6});
  STATIC_REQUIRE(range.rule == Rule::channels_out_of_range);
  STATIC_REQUIRE(range.numbers[0] == 4);
  STATIC_REQUIRE(problem<Channels<7, 1>>({4, 5, 6}).rule == Rule::channels_out_of_range);
  STATIC_REQUIRE(problem<Channels<static_cast<std::size_t>(-1), 2>>({6}).rule == Rule::channels_out_of_range);
  STATIC_REQUIRE(problem<Channels<2, 0>>({4, 5, 6}).rule == Rule::extent_is_zero);
}

TEST_CASE("a number of channels that cannot be counted is a problem", "[reshape]") {
  constexpr auto most = static_cast<std::size_t>(-1);
  STATIC_REQUIRE(problem<PadChannels<most, 0>>({5}).rule == Rule::option_too_large);
  STATIC_REQUIRE(problem<PadChannels<0, most>>({5}).rule == Rule::option_too_large);
}

TEST_CASE("layers that move numbers obey the laws", "[reshape]") {
  laws::check<Reshape<6, 5>, Shape{2, 3, 5}>();
  laws::check<Permute<2, 0, 1>, Shape{3, 2, 5}>();
  laws::check<Permute<1, 3, 0, 2>, Shape{2, 3, 1, 4}>();
  laws::check<ChannelShuffle<3>, Shape{2, 3, 6}>();
  laws::check<DepthToSpace<2>, Shape{3, 2, 4}>();
}

TEST_CASE("blocks and channels obey the laws", "[reshape]") {
  laws::check<PixelShuffle<2>, Shape{1, 3, 8}>();
  laws::check<SpaceToDepth<2>, Shape{2, 4, 3}>();
  laws::check<Channels<1, 3>, Shape{2, 3, 5}>();
  laws::check<PadChannels<2, 1>, Shape{3, 5}>();
}
