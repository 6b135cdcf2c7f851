// SPDX-License-Identifier: MIT
#include <array>
#include <etch/layers/options.hpp>
#include <etch/layers/window.hpp>
#include <support/catch.hpp>

using namespace etch;

namespace {

using Some = Defaults<Kernel<3>, Stride<1>, Padding<0>, Bias<true>>;

/// max((ceil(in / stride) - 1) stride + extent - in, 0), as TensorFlow has it.
constexpr std::size_t same_padding(const WindowAxis& axis) {
  std::size_t out = 0;
  while (out * axis.stride < axis.in) ++out;
  const std::size_t reach = (out - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
  return reach > axis.in ? reach - axis.in : 0;
}

/// Calls f(axis) for all small windows.
template <class F>
constexpr bool all_axes(const F& f) {
  for (std::size_t in = 1; in <= 9; ++in)
    for (std::size_t kernel = 1; kernel <= 5; ++kernel)
      for (std::size_t stride = 1; stride <= 4; ++stride)
        for (std::size_t dilation = 1; dilation <= 3; ++dilation)
          if (!f(WindowAxis{in, kernel, stride, dilation})) return false;
  return true;
}

}  // namespace

TEST_CASE("what is not given has its default", "[options]") {
  STATIC_REQUIRE(layers::Options<Some>::kernel.on_axis(0, 2) == 3);
  STATIC_REQUIRE(layers::Options<Some>::bias);
  STATIC_REQUIRE(layers::Options<Some, Kernel<5, 2>>::kernel.on_axis(0, 2) == 5);
  STATIC_REQUIRE(layers::Options<Some, Kernel<5, 2>>::kernel.on_axis(1, 2) == 2);
  STATIC_REQUIRE(layers::Options<Some, Bias<false>, Kernel<5>>::stride.on_axis(1, 2) == 1);
  STATIC_REQUIRE(!layers::Options<Some, Kernel<5>, Bias<false>>::bias);
}

TEST_CASE("padding is one number, one for each axis, or two", "[options]") {
  const auto sides = [](const layers::PaddingRule& padding, std::size_t axes) {
    std::array<std::size_t, 6> all{};
    for (std::size_t axis = 0; axis < axes; ++axis) {
      all[2 * axis] = padding.before(axis, axes);
      all[2 * axis + 1] = padding.after(axis, axes);
    }
    return all;
  };
  using Sides = std::array<std::size_t, 6>;
  CHECK(sides(layers::Options<Some, Padding<3>>::padding, 2) == Sides{3, 3, 3, 3});
  CHECK(sides(layers::Options<Some, Padding<1, 2>>::padding, 2) == Sides{1, 1, 2, 2});
  CHECK(sides(layers::Options<Some, Padding<1, 2, 3, 4>>::padding, 2) == Sides{1, 2, 3, 4});
  CHECK(sides(layers::Options<Some, Padding<3>>::padding, 1) == Sides{3, 3});
  CHECK(sides(layers::Options<Some, Padding<1, 2>>::padding, 1) == Sides{1, 2});
  CHECK(sides(layers::Options<Some, Padding<1, 2, 3>>::padding, 3) == Sides{1, 1, 2, 2, 3, 3});
  CHECK(sides(layers::Options<Some, Padding<1, 2, 3, 4, 5, 6>>::padding, 3) == Sides{1, 2, 3, 4, 5, 6});
  STATIC_REQUIRE(!layers::Options<Some, Padding<1, 2, 3>>::padding.is_for(2));
  STATIC_REQUIRE(!layers::Options<Some, Padding<1, 2, 3, 4>>::padding.is_for(1));
  STATIC_REQUIRE(!layers::Options<Some, Padding<1, 2>>::padding.is_for(3));
}

TEST_CASE("the first option that is wrong is the one that is named", "[options]") {
  STATIC_REQUIRE(!layers::Options<Some, Kernel<5>, Stride<2>>::problem());
  constexpr Problem unknown = layers::Options<Some, Kernel<5>, Groups<2>, Rate<1, 2>>::problem();
  STATIC_REQUIRE(unknown.rule == Rule::option_unknown);
  STATIC_REQUIRE(unknown.subject == Text("Groups"));
  constexpr Problem twice = layers::Options<Some, Stride<1>, Same, Padding<1>>::problem();
  STATIC_REQUIRE(twice.rule == Rule::option_given_twice);
  STATIC_REQUIRE(twice.subject == Text("Same"));
  struct Mine {};
  STATIC_REQUIRE(layers::Options<Some, Mine>::problem().rule == Rule::option_is_foreign);
}

TEST_CASE("Same makes the output ceil(in / stride) for every window", "[options]") {
  using Mode = layers::PaddingRule::Mode;
  STATIC_REQUIRE(all_axes([](const WindowAxis& axis) {
    const WindowAxis upper = layers::padded_same(axis, Mode::same_upper);
    const WindowAxis lower = layers::padded_same(axis, Mode::same_lower);
    const std::size_t out = (axis.in + axis.stride - 1) / axis.stride;
    return upper.out() == out && lower.out() == out;
  }));
}

TEST_CASE("Same pads by TensorFlow's formula, its odd half last, SameLower's is first", "[options]") {
  using Mode = layers::PaddingRule::Mode;
  STATIC_REQUIRE(all_axes([](const WindowAxis& axis) {
    const WindowAxis upper = layers::padded_same(axis, Mode::same_upper);
    const WindowAxis lower = layers::padded_same(axis, Mode::same_lower);
    const std::size_t total = same_padding(axis);
    return upper.before == total / 2 && upper.after == total - total / 2 && lower.before == upper.after &&
           lower.after == upper.before;
  }));
}
