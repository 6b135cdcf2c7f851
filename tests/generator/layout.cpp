// SPDX-License-Identifier: MIT
#include <support/catch.hpp>

#include <generator/lower/layout.hpp>

using etch::generator::Dims;
using etch::generator::Layout;
using Places = std::vector<std::size_t>;

TEST_CASE("channels last in memory are second in ONNX", "[layout]") {
  const Layout image = Layout::channels_last({1, 2, 2, 3});
  CHECK(image.dims() == Dims{1, 2, 2, 3});
  // Memory is (row, column, channel); ONNX's place is 6 channel + 3 row + column.
  CHECK(image.origins() == Places{0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11});
  CHECK(Layout::row_major({1, 2, 2, 3}).origins() == Places{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("a transposition moves names, not numbers", "[layout]") {
  const Layout image = Layout::channels_last({1, 2, 2, 3});
  const Layout last = image.transposed({0, 2, 3, 1});
  CHECK(last.dims() == Dims{1, 2, 3, 2});
  CHECK(last.is_row_major());
  CHECK_FALSE(image.is_row_major());
}

TEST_CASE("flattening keeps the place of every number in ONNX's order", "[layout]") {
  const Layout flat = Layout::channels_last({1, 2, 2, 3}).reshaped({1, 12}).value();
  CHECK(flat.dims() == Dims{1, 12});
  CHECK(flat.origins() == Layout::channels_last({1, 2, 2, 3}).origins());
}

TEST_CASE("channels are split into groups and joined in another order", "[layout]") {
  const Layout image = Layout::channels_last({1, 6, 1, 2});
  const Layout groups = image.reshaped({1, 2, 3, 1, 2}).value();
  const Layout shuffled = groups.transposed({0, 2, 1, 3, 4}).reshaped({1, 6, 1, 2}).value();
  CHECK(shuffled.dims() == Dims{1, 6, 1, 2});
  // New channel 2 n + g is old channel 3 g + n, and memory still has the old ones in order: 0, 2, 4, 1, 3, 5.
  CHECK(shuffled.origins(1) == Places{0, 2, 4, 1, 3, 5});
  CHECK(shuffled.pieces_of(1).size() == 2);
  CHECK(groups.transposed({0, 2, 1, 3, 4})
            .transposed({0, 2, 1, 3, 4})
            .reshaped({1, 6, 1, 2})
            ->pieces_of(1)
            .size() == 1);
}

TEST_CASE("what does not divide cannot be reshaped without being moved", "[layout]") {
  CHECK_FALSE(Layout::channels_last({1, 4, 2, 3}).reshaped({1, 3, 8}).has_value());
  CHECK(Layout::row_major({24}).reshaped({3, 8}).has_value());
}

TEST_CASE("two layouts of one value are split into the same pieces", "[layout]") {
  Layout first = Layout::row_major({1, 12});
  Layout second = Layout::channels_last({1, 3, 2, 2}).reshaped({1, 12}).value();
  REQUIRE(Layout::refine(first, second));
  CHECK(second.rearranged(second.order_like(first)).is_row_major());
}
