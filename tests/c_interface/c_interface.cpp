// SPDX-License-Identifier: MIT
#include <generator/verify/npy.hpp>
#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

#include <hwy/targets.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "any.h"
#include "assembled.h"
#include "single.h"

static_assert(ANY_INPUT_SIZE == 6 * 7 * 2 && ANY_OUTPUT_SIZE == 5);

namespace {

std::vector<float> npy(const std::string& name) {
  return etch::generator::read_npy(ETCH_SOURCE_DIR "/tests/generator/fixtures/keras." + name + ".npy").reals;
}

template <class Predict>
std::vector<float> answer(const Predict& predict) {
  const std::vector<float> input = npy("input");
  REQUIRE(input.size() == ANY_INPUT_SIZE);
  std::vector<float> output(ANY_OUTPUT_SIZE);
  predict(input.data(), output.data());
  return output;
}

void check_close(const std::vector<float>& given, const std::vector<float>& wanted) {
  REQUIRE(given.size() == wanted.size());
  for (std::size_t n = 0; n < given.size(); ++n) {
    CAPTURE(n);
    CHECK(std::abs(given[n] - wanted[n]) <= 1e-5f * (1 + std::abs(wanted[n])));
  }
}

}  // namespace

TEST_CASE("one binary has the model's outputs with every instruction set of the processor", "[c]") {
  std::set<std::string> names;
  const auto all = hwy::SupportedTargets();
  for (auto rest = all; rest != 0; rest &= rest - 1) {
    hwy::SetSupportedTargetsForTest(rest & ~(rest - 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    CAPTURE(any_target());
    names.insert(any_target());
    check_close(answer(any_predict), npy("output"));
    check_close(answer(assembled_predict), npy("output"));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  CHECK(names.count(any_target()) == 1);
#if HWY_ARCH_X86
  if ((all & HWY_AVX3) != 0) CHECK(any_target() == std::string("AVX3"));
  CHECK(names.size() >= 2);
#endif
}

TEST_CASE("compiled for one instruction set, a network needs no call before the first", "[c]") {
  check_close(answer(single_predict), npy("output"));
  CHECK(single_prepare() == 0);
}

TEST_CASE("weights are taken from a file of their size, and from no other", "[c]") {
  const TemporaryFolder folder;
  const std::string weights = contents(ETCH_NETWORKS "/c_any_network/any.weights.bin");
  REQUIRE(weights.size() % sizeof(float) == 0);
  const auto check = [&](int load_path(const char*), void predict(const float*, float*)) {
    const auto load = [&](const std::string& bytes) {
      return load_path(folder.write("weights", bytes).string().c_str());
    };
    CHECK(load_path((folder / "nowhere").string().c_str()) == -1);
    CHECK(load(weights.substr(1)) == -1);
    CHECK(load(weights + '\0') == -1);
    check_close(answer(predict), npy("output"));
    // Of nothing but zeros comes nothing.
    CHECK(load(std::string(weights.size(), '\0')) == 0);
    check_close(answer(predict), std::vector<float>(ANY_OUTPUT_SIZE, 0));
    CHECK(load(weights) == 0);
    check_close(answer(predict), npy("output"));
  };
  check(any_load, any_predict);
  check(single_load, single_predict);
}
