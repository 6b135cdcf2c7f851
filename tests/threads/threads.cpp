// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/threads.hpp>
#include <etch/training/initializer.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

using namespace etch;

namespace {

/// Kernels that threads share, by rows and by filters (Winograd's and dense ones), and some that they do not.
struct Mixed : Network<Input<12, 12, 3>, Conv2d<32, Kernel<3>, Same>, Relu, Conv2d<32, Kernel<3>, Same>, Tanh,
                       DepthwiseConv2d<Kernel<3>, Same>, MaxPool2d<2>, Conv2d<40, Kernel<1>>,
                       Residual<Conv2d<40, Kernel<1>>>, ConvTranspose2d<5, Kernel<3>, Stride<2>>, Flatten,
                       Dense<130>, Relu, Dense<7>, Softmax> {};

template <class Net>
void check_threads(std::size_t count, std::size_t made_for) {
  CAPTURE(count, made_for);
  const auto parameters = std::make_unique<Parameters<Net>>();
  initialize(He{.seed = 8}, *parameters);
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(*parameters, *prepared);
  constexpr std::size_t size = Net::input_shape.size();
  constexpr std::size_t outputs = Net::output_shape.size();
  const std::size_t images = 2;
  std::vector<float> input(images * size);
  for (std::size_t n = 0; n < input.size(); ++n) input[n] = std::sin(static_cast<float>(n) * 0.73f);

  std::vector<float> alone;
  const auto workspace = std::make_unique<Workspace<Net>>();
  for (std::size_t n = 0; n < images; ++n) {
    const auto output = forward<Net>(*prepared, InputSpan<Net>(input.data() + n * size, size), *workspace);
    alone.insert(alone.end(), output.begin(), output.end());
  }

  Threads threads(count);
  Threads planned(made_for);
  ThreadsWorkspace<Net> shared(planned);
  for (std::size_t n = 0; n < images; ++n) {
    const auto output =
        forward<Net>(*prepared, InputSpan<Net>(input.data() + n * size, size), shared, threads);
    CHECK(std::memcmp(output.data(), alone.data() + n * outputs, outputs * sizeof(float)) == 0);
  }
  std::vector<float> each(images * outputs);
  forward_each<Net>(*prepared, input, each, threads);
  CHECK(each == alone);
}

}  // namespace

TEST_CASE("any number of threads gives the same bits", "[threads]") {
  for (const std::size_t count : {1, 3}) check_threads<Mixed>(count, count);
  // Threads other than the workspace was made for.
  check_threads<Mixed>(3, 2);
  check_threads<Mixed>(2, 3);
}

TEST_CASE("threads do each part once, and again", "[threads]") {
  Threads threads(3);
  REQUIRE(threads.count() == 3);
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> parts[3]{};
    std::atomic<int> before{0};
    std::atomic<bool> met{true};
    threads.run([&](std::size_t part) {
      ++parts[part];
      ++before;
      threads.meet();
      if (before != 3) met = false;
    });
    CHECK(met);
    for (const auto& part : parts) CHECK(part == 1);
  }
  CHECK(Threads(0).count() == 1);
}
