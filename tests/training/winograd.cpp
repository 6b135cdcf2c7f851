// SPDX-License-Identifier: MIT
// Networks whose convolutions train by Winograd's algorithm, on targets that have it. Their memory is shared
// by values that others would write over if a kernel took more than it asked for.
#include <support/gradient_check.hpp>

using namespace etch;

namespace {

// Little memory besides that of the 3 x 3 convolution: what it computes lies right behind its scratch memory.
struct BehindPixels : Network<Input<12, 12, 8>, Conv2d<48, Kernel<1>>, Relu, Conv2d<48, Kernel<3>, Same>,
                              Relu, GlobalAvgPool, Dense<3>> {};
struct BehindPool : Network<Input<24, 24, 48>, Scale<>, MaxPool2d<2>, Conv2d<48, Kernel<3>, Same>, Relu,
                            GlobalAvgPool, Dense<3>> {};

/// The trainer's gradient is that of plain loops in double precision, to 1e-5 of the largest.
template <class Net, std::size_t Batch>
void check() {
  using Loss = SoftmaxCrossEntropy;
  CAPTURE(Batch);
  gradients::Example<Net, Loss, Batch> example(1);
  Parameters<Net> parameters = initialize<Net>(He{.seed = 1});
  std::copy_n(parameters.values, Net::parameter_count, example.parameters.begin());
  std::vector<double> gradient(Net::parameter_count);
  const double loss = example.loss(gradient);

  const auto trainer = std::make_unique<Trainer<Net, Loss, Sgd, Batch>>(parameters);
  constexpr std::size_t size = Net::input_shape.size();
  const std::vector<float> images(example.images.begin(), example.images.end());
  for (std::size_t n = 0; n < Batch; ++n)
    trainer->load(n, InputSpan<Net>(images.data() + n * size, size), example.targets[n]);
  CHECK(trainer->compute_gradient() == Approx(loss).epsilon(1e-5));
  double largest = 0, worst = 0;
  for (std::size_t n = 0; n < gradient.size(); ++n) {
    largest = std::max(largest, std::abs(gradient[n]));
    worst = std::max(worst, std::abs(gradient[n] - double(trainer->gradient().values[n])));
  }
  CAPTURE(worst, largest);
  CHECK(largest > 1e-3);
  CHECK(worst <= 1e-5 * largest);
}

}  // namespace

TEST_CASE("networks that train by Winograd's algorithm have the gradient of plain loops", "[trainer]") {
  check<BehindPixels, 1>();
  check<BehindPixels, 2>();
  check<BehindPool, 1>();
  check<BehindPool, 3>();
}
