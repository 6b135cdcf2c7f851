// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/training/initializer.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

using namespace etch;

namespace {

/// Images of a batch give what each gives alone.
template <class Net, std::size_t Batch>
void check_batch() {
  CAPTURE(Batch);
  const auto parameters = std::make_unique<Parameters<Net>>();
  initialize(He{.seed = 3}, *parameters);
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(*parameters, *prepared);

  constexpr std::size_t size = Net::input_shape.size();
  constexpr std::size_t outputs = Net::output_shape.size();
  std::vector<float> images(Batch * size);
  for (std::size_t n = 0; n < images.size(); ++n)
    images[n] = std::sin(static_cast<float>(n) * 0.37f + static_cast<float>(n / size));
  const auto together = std::make_unique<BatchWorkspace<Net, Batch>>();
  const auto batch = forward_batch<Net, Batch>(
      *prepared, std::span<const float, Batch * size>(images.data(), images.size()), *together);

  const auto alone = std::make_unique<Workspace<Net>>();
  for (std::size_t image = 0; image < Batch; ++image) {
    const OutputSpan<Net> one =
        forward(*prepared, InputSpan<Net>(images.data() + image * size, size), *alone);
    double largest = 0;
    for (const float value : one) largest = std::max(largest, std::abs(static_cast<double>(value)));
    for (std::size_t n = 0; n < outputs; ++n) {
      CAPTURE(image, n);
      CHECK(std::abs(static_cast<double>(batch[image * outputs + n]) - one[n]) <= 2e-6 * largest);
    }
  }
}

/// Convolutions by each kernel, a normalisation that stays, pooling, a sum, a concatenation, dense layers.
struct Mixed : Network<Input<12, 12, 3>, Conv2d<16, Kernel<3>, Same>, Relu,
                       Residual<Sequential<Conv2d<16, Kernel<3>, Same>, BatchNorm<>, Tanh>>,
                       Concat<DepthwiseConv2d<Kernel<3>, Same>, Sequential<BatchNorm<>, Sigmoid>>,
                       MaxPool2d<2>, Conv2d<5, Kernel<1>>, Flatten, Dense<37>, Relu, Dense<4>, Softmax> {};

struct Tiny : Network<Input<3>, Dense<4>, Relu, Dense<2>> {};
constexpr Parameters<Tiny> tiny_parameters = initialize<Tiny>(He{.seed = 1});
constexpr Prepared<Tiny> tiny = prepare(tiny_parameters);

constexpr std::array<float, 6> images{1, 2, 3, -1, 0.5f, 2};
constexpr std::array<float, 4> both = [] {
  BatchWorkspace<Tiny, 2> workspace;
  const auto output = forward_batch<Tiny, 2>(tiny, std::span<const float, 6>(images), workspace);
  return std::array<float, 4>{output[0], output[1], output[2], output[3]};
}();
constexpr auto first = forward<Tiny>(tiny, InputSpan<Tiny>(images.data(), 3));
constexpr auto second = forward<Tiny>(tiny, InputSpan<Tiny>(images.data() + 3, 3));
static_assert(both[0] == first[0] && both[1] == first[1] && both[2] == second[0] && both[3] == second[1]);

}  // namespace

TEST_CASE("images of a batch give what each gives alone", "[batch]") {
  check_batch<Mixed, 1>();
  check_batch<Mixed, 2>();
  check_batch<Mixed, 7>();
  check_batch<networks::Branched, 3>();
}
