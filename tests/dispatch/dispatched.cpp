// SPDX-License-Identifier: MIT
#include <dispatch/network.hpp>
#include <etch/dispatch.hpp>
#include <etch/training/initializer.hpp>
#include <support/catch.hpp>

#include <hwy/targets.h>

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

using dispatched::Mixed;

namespace {

std::vector<float> answer(etch::Dispatched<Mixed>& network, float phase) {
  std::vector<float> image(Mixed::input_shape.size());
  for (std::size_t n = 0; n < image.size(); ++n) image[n] = std::sin(static_cast<float>(n) * 0.37f + phase);
  const auto output = network.forward(etch::InputSpan<Mixed>(image.data(), Mixed::input_shape.size()));
  return {output.begin(), output.end()};
}

/// By the references, in this translation unit.
std::vector<float> expected(const etch::Parameters<Mixed>& parameters, float phase) {
  using Plain = etch::PlainBackend;
  static etch::Prepared<Mixed, Plain::target> prepared;
  static etch::Workspace<Mixed, Plain::target> workspace;
  etch::prepare<Mixed, Plain>(parameters, prepared);
  std::vector<float> image(Mixed::input_shape.size());
  for (std::size_t n = 0; n < image.size(); ++n) image[n] = std::sin(static_cast<float>(n) * 0.37f + phase);
  const auto output = etch::forward<Mixed, Plain>(
      prepared, etch::InputSpan<Mixed>(image.data(), Mixed::input_shape.size()), workspace);
  return {output.begin(), output.end()};
}

void check_close(const std::vector<float>& given, const std::vector<float>& wanted) {
  REQUIRE(given.size() == wanted.size());
  for (std::size_t n = 0; n < given.size(); ++n) {
    CAPTURE(n);
    CHECK(std::abs(given[n] - wanted[n]) <= 1e-6);  // They are probabilities.
  }
}

}  // namespace

TEST_CASE("one binary has the instruction sets of the processor, and all answer alike") {
  const auto parameters = etch::initialize<Mixed>(etch::He{.seed = 5});
  const std::vector<float> wanted = expected(parameters, 0);
  std::set<std::string> names;
  const auto all = hwy::SupportedTargets();
  for (auto rest = all; rest != 0; rest &= rest - 1) {
    hwy::SetSupportedTargetsForTest(rest & ~(rest - 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    etch::Dispatched<Mixed> network(parameters);
    CAPTURE(network.target());
    names.insert(std::string(network.target()));
    check_close(answer(network, 0), wanted);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  // What the processor has at best is what a program gets.
  etch::Dispatched<Mixed> best(parameters);
  CAPTURE(best.target());
  CHECK(names.count(std::string(best.target())) == 1);
#if HWY_ARCH_X86
  if ((all & HWY_SSE4) != 0) CHECK(names.count("SSE4") == 1);
  if ((all & HWY_AVX2) != 0) CHECK(names.count("AVX2") == 1);
  if ((all & HWY_AVX3) != 0) CHECK(best.target() == "AVX3");
  CHECK(names.size() >= 2);
#endif
}

TEST_CASE("copies of a dispatched network have a workspace each") {
  const auto parameters = etch::initialize<Mixed>(etch::He{.seed = 6});
  etch::Dispatched<Mixed> first(parameters);
  etch::Dispatched<Mixed> second = first;
  const std::vector<float> image(Mixed::input_shape.size(), 0.5f);
  const auto span = etch::InputSpan<Mixed>(image.data(), Mixed::input_shape.size());
  const auto output = first.forward(span);
  const std::vector<float> before(output.begin(), output.end());
  const std::vector<float> other = answer(second, 1);
  CHECK(std::vector<float>(output.begin(), output.end()) == before);
  CHECK(other != before);
  etch::Dispatched<Mixed> moved = std::move(first);
  first = second;
  check_close(answer(first, 1), other);
  check_close(answer(moved, 1), other);
}
