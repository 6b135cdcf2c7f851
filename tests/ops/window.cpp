// SPDX-License-Identifier: MIT
#include <etch/ops/window.hpp>
#include <support/catch.hpp>

using etch::WindowAxis;

TEST_CASE("the output of a window by the formula", "[window]") {
  STATIC_REQUIRE(WindowAxis{7, 3}.out() == 5);
  STATIC_REQUIRE(WindowAxis{7, 3, 2}.out() == 3);
  STATIC_REQUIRE(WindowAxis{7, 3, 3}.out() == 2);
  STATIC_REQUIRE(WindowAxis{7, 3, 3}.rest() == 1);
  STATIC_REQUIRE(WindowAxis{7, 3, 1, 2}.out() == 3);
  STATIC_REQUIRE(WindowAxis{7, 3, 1, 1, 1, 1}.out() == 7);
  STATIC_REQUIRE(WindowAxis{2, 3}.out() == 0);
  STATIC_REQUIRE(!WindowAxis{2, 3}.fits());
  STATIC_REQUIRE(!WindowAxis{2, 0}.fits());
  STATIC_REQUIRE(!WindowAxis{2, 1, 0}.fits());
}

TEST_CASE("the windows that see a tap are those that lie inside", "[window]") {
  for (const WindowAxis& axis :
       {WindowAxis{7, 3, 1, 1, 1, 1}, WindowAxis{8, 3, 2, 2, 3, 0}, WindowAxis{3, 5, 1, 1, 4, 4},
        WindowAxis{9, 2, 4, 1, 0, 2}, WindowAxis{1, 5, 1, 1, 2, 2}, WindowAxis{6, 2, 3, 5, 5, 5}})
    for (std::size_t tap = 0; tap < axis.kernel; ++tap)
      for (std::size_t window = 0; window < axis.out(); ++window) {
        INFO("in " << axis.in << ", kernel " << axis.kernel << ", tap " << tap << ", window " << window);
        const bool in_range = window >= axis.first_inside(tap) && window < axis.end_inside(tap);
        CHECK(axis.inside(window, tap) == in_range);
        if (in_range) CHECK(axis.position(window, tap) < axis.in);
      }
}
