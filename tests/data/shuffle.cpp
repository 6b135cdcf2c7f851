// SPDX-License-Identifier: MIT
#include <etch/data/shuffle.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <array>

using etch::data::shuffled;

TEST_CASE("a shuffled order has every number once", "[shuffle]") {
  auto order = shuffled(1000, 7);
  CHECK(!std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (std::size_t n = 0; n < 1000; ++n) REQUIRE(order[n] == n);
  CHECK(shuffled(0, 1).empty());
  CHECK(shuffled(1, 1) == std::vector<std::size_t>{0});
}

TEST_CASE("a seed decides the order", "[shuffle]") {
  CHECK(shuffled(50, 3) == shuffled(50, 3));
  CHECK(shuffled(50, 3) != shuffled(50, 4));
}

TEST_CASE("every order of three is equally likely", "[shuffle]") {
  std::array<std::size_t, 27> counts{};
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    const auto order = shuffled(3, seed);
    ++counts[order[0] * 9 + order[1] * 3 + order[2]];
  }
  // 1000 expected each, standard deviation 29.
  std::size_t orders = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    ++orders;
    CHECK(count > 850);
    CHECK(count < 1150);
  }
  CHECK(orders == 6);
}
