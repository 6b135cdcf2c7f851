// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>
#include <sweep/part.hpp>

#include <cstdio>
#include <map>
#include <set>

TEST_CASE("every kernel gives what the reference gives, over a sweep of geometries", "[slow]") {
  std::map<std::string, std::size_t> taken;
  // A sweep that is shorter than two cycles has not every kind of geometry.
  if (sweep::cases().size() >= 2 * sweep::cycle)
    for (const std::string& path : sweep::expected_paths()) taken[path] = 0;
  for (const sweep::Case& c : sweep::cases()) {
    INFO("geometry " << c.index << " of seed " << ETCH_SWEEP_SEED << ": " << c.geometry);
    for (const std::string& path : std::set<std::string>(c.paths.begin(), c.paths.end())) ++taken[path];
    laws::check_kernels(c.operation, c.images, c.index, true, c.exact);
    laws::check_kernels(c.operation, 1, c.index + 1, false, false);
  }
  std::printf("%zu geometries of seed %llu, on %s:\n", sweep::cases().size(),
              static_cast<unsigned long long>(ETCH_SWEEP_SEED), hwy::TargetName(HWY_STATIC_TARGET));
  for (const auto& [path, count] : taken) {
    std::printf("%6zu %s\n", count, path.c_str());
    INFO("no geometry took: " << path);
    CHECK(count > 0);
  }
}
