// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <etch/transform.hpp>
#include <support/catch.hpp>
#include <support/random.hpp>

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

using namespace etch;

namespace {

/// LeNet without padding, so that a window does not see where its image ends: logits, strides of 4 pixels.
struct Small
    : Network<Input<28, 28, 1>, Conv2d<4, Kernel<5>>, BatchNorm<>, Tanh, MaxPool2d<2>, Conv2d<7, Kernel<3>>,
              Relu, AvgPool2d<2>, Flatten, Dropout<>, Dense<20>, Tanh, Dense<10>> {};

template <class Net>
std::unique_ptr<Parameters<Net>> random_parameters(std::uint64_t seed) {
  auto parameters = std::make_unique<Parameters<Net>>();
  for (std::size_t n = 0; n < Parameters<Net>::size; ++n) {
    const float drawn = support::uniform<float>(seed, n);
    parameters->values[n] = n < Net::parameter_count ? drawn : std::abs(drawn) + 0.25f;
  }
  return parameters;
}

template <class Net>
std::vector<float> answer(const Parameters<Net>& parameters, const std::vector<float>& image) {
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(parameters, *prepared);
  const auto workspace = std::make_unique<Workspace<Net>>();
  const auto output = forward<Net>(*prepared, InputSpan<Net>(image), *workspace);
  return {output.begin(), output.end()};
}

/// Rows `top` to `top` + Height - 1 and columns `left` to `left` + Width - 1 of an image `width` wide.
template <std::size_t Height, std::size_t Width>
std::vector<float> window(const std::vector<float>& image, std::size_t width, std::size_t channels,
                          std::size_t top, std::size_t left) {
  std::vector<float> part;
  for (std::size_t r = top; r < top + Height; ++r)
    for (std::size_t n = left * channels; n < (left + Width) * channels; ++n)
      part.push_back(image[r * width * channels + n]);
  return part;
}

}  // namespace

TEST_CASE("a dense layer over an image becomes a convolution as large as the image", "[transform]") {
  // VGG-16's: 7 x 7 x 512 -> 4096 is a 7 x 7 convolution with 4096 filters.
  struct Head : Network<Input<7, 7, 512>, Flatten, Dense<4096>, Relu, Dropout<>, Dense<1000>> {};
  using Expected = Network<Input<7, 7, 512>, Identity, Conv2d<4096, Kernel<7, 7>>, Relu, Dropout<>,
                           Conv2d<1000, Kernel<1, 1>>>;
  STATIC_REQUIRE(std::is_same_v<fully_convolutional<Head>, Expected>);
  STATIC_REQUIRE(Expected::output_shape == Shape{1, 1, 1000});
  STATIC_REQUIRE(Expected::parameter_count == Head::parameter_count);
}

TEST_CASE("global pooling becomes a window as large as the image was", "[transform]") {
  struct Net : Network<Input<8, 6, 3>, Sequential<Conv2d<5, Kernel<3>>, Relu>, GlobalAvgPool2d,
                       Dense<4, Bias<false>>> {};
  using Expected = Network<Input<8, 6, 3>, Sequential<Conv2d<5, Kernel<3>>, Relu>,
                           AvgPool2d<6, Width<4>, Stride<1>>, Conv2d<4, Kernel<1, 1>, Bias<false>>>;
  STATIC_REQUIRE(std::is_same_v<fully_convolutional<Net>, Expected>);
}

TEST_CASE("each window's answer equals that of the network on the window", "[transform]") {
  struct Sliding : with_input<fully_convolutional<Small>, Input<40, 36, 1>> {};
  STATIC_REQUIRE(Sliding::output_shape == Shape{4, 3, 10});
  const auto parameters = random_parameters<Small>(1);
  const auto same = std::make_unique<Parameters<Sliding>>();
  relay(*parameters, *same);

  const std::vector<float> image = support::uniforms<float>(2, 40 * 36);
  const std::vector<float> all = answer(*same, image);
  double largest = 0;
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      const auto one = answer(*parameters, window<28, 28>(image, 36, 1, 4 * i, 4 * j));
      for (std::size_t k = 0; k < 10; ++k) {
        CAPTURE(i, j, k);
        CHECK(all[(i * 3 + j) * 10 + k] == Approx(one[k]).epsilon(1e-5).margin(1e-5));
        largest = std::max(largest, std::abs(double(one[k]) - all[k]));
      }
    }
  CHECK(largest > 0.1);  // Else all windows look alike, and nothing was tested.
}

TEST_CASE("a residual network slides too", "[transform]") {
  struct Net : Network<Input<8, 8, 3>, Residual<Sequential<Conv2d<3, Kernel<1>>, Relu>>, Conv2d<6, Kernel<3>>,
                       GlobalMaxPool, Dense<5>> {};
  struct Sliding : with_input<fully_convolutional<Net>, Input<9, 11, 3>> {};
  STATIC_REQUIRE(Sliding::output_shape == Shape{2, 4, 5});
  const auto parameters = random_parameters<Net>(3);
  const auto same = std::make_unique<Parameters<Sliding>>();
  relay(*parameters, *same);
  const std::vector<float> image = support::uniforms<float>(4, 9 * 11 * 3);
  const std::vector<float> all = answer(*same, image);
  for (std::size_t j = 0; j < 4; ++j) {
    const auto one = answer(*parameters, window<8, 8>(image, 11, 3, 1, j));
    for (std::size_t k = 0; k < 5; ++k)
      CHECK(all[(4 + j) * 5 + k] == Approx(one[k]).epsilon(1e-5).margin(1e-5));
  }
}

TEST_CASE("a network is what it was cut into, one after the other", "[transform]") {
  struct Body : take<Small, 7> {};
  struct Head : drop<Small, 7> {};
  STATIC_REQUIRE(Body::output_shape == Shape{5, 5, 7});
  STATIC_REQUIRE(Head::input_shape == Body::output_shape);
  STATIC_REQUIRE(Body::parameter_count + Head::parameter_count == Small::parameter_count);
  STATIC_REQUIRE(take<Small, 0>::layer_count == 0);
  STATIC_REQUIRE(drop<Small, 0>::layer_count == Small::layer_count);

  const auto parameters = random_parameters<Small>(5);
  const auto body = std::make_unique<Parameters<Body>>();
  CHECK(transfer(*parameters, *body) == Body::parameter_count + 8);
  const auto head = std::make_unique<Parameters<Head>>();
  for (std::size_t n = 0; n < Head::parameter_count; ++n)
    head->values[n] = parameters->values[Body::parameter_count + n];
  const std::vector<float> image = support::uniforms<float>(6, 28 * 28);
  CHECK(answer(*head, answer(*body, image)) == answer(*parameters, image));
}

TEST_CASE("parameters of a shared beginning go over to another network", "[transform]") {
  struct Other : Network<Input<28, 28, 1>, Conv2d<4, Kernel<5>>, BatchNorm<>, Tanh, MaxPool2d<2>,
                         Conv2d<7, Kernel<3>>, Relu, GlobalAvgPool2d, Dense<3>> {};
  STATIC_REQUIRE(shared_layers<Small, Other> == 6);
  STATIC_REQUIRE(shared_layers<Small, Small> == Small::layer_count);
  const auto from = random_parameters<Small>(7);
  const auto to = std::make_unique<Parameters<Other>>();
  for (float& value : to->values) value = 9;
  // 4 5 5 + 4, 2 4, 7 3 3 4 + 7 learned, and 8 statistics.
  CHECK(transfer(*from, *to) == 104 + 8 + 259 + 8);
  for (std::size_t n = 0; n < 104 + 8 + 259; ++n) CHECK(to->values[n] == from->values[n]);
  for (std::size_t n = 104 + 8 + 259; n < Other::parameter_count; ++n) CHECK(to->values[n] == 9);
  for (std::size_t n = 0; n < 8; ++n) CHECK(to->statistics()[n] == from->statistics()[n]);

  for (float& value : to->values) value = 9;
  CHECK(transfer<1>(*from, *to) == 104);
  CHECK(to->values[104] == 9);
}

TEST_CASE("the same type on other channels is not shared", "[transform]") {
  struct Gray : Network<Input<8, 8, 1>, Conv2d<4, Kernel<3>>, Relu> {};
  struct Colour : Network<Input<8, 8, 3>, Conv2d<4, Kernel<3>>, Relu> {};
  STATIC_REQUIRE(shared_layers<Gray, Colour> == 0);
}

TEST_CASE("vectors flattened again, and channels normalised, are followed to their image", "[transform]") {
  struct Idiom : Network<Input<8, 6, 3>, Conv2d<5, Kernel<3>>, GlobalAvgPool2d, Flatten, Dense<4>> {};
  STATIC_REQUIRE(fully_convolutional<Idiom>::output_shape == Shape{1, 1, 4});
  struct Normalised : Network<Input<4, 4, 3>, Flatten, Flatten, Dense<8>, BatchNorm<>, Prelu<>, Dense<2>> {};
  using Expected = Network<Input<4, 4, 3>, Identity, Identity, Conv2d<8, Kernel<4, 4>>, BatchNorm<>, Prelu<>,
                           Conv2d<2, Kernel<1, 1>>>;
  STATIC_REQUIRE(std::is_same_v<fully_convolutional<Normalised>, Expected>);
}

TEST_CASE("numbers that belong to positions are shared with the same positions only", "[transform]") {
  using Local = LocallyConnected2d<1, Kernel<1>, Bias<false>>;
  STATIC_REQUIRE(shared_layers<Network<Input<2, 3, 4>, Local>, Network<Input<2, 3, 4>, Local>> == 1);
  STATIC_REQUIRE(shared_layers<Network<Input<2, 3, 4>, Local>, Network<Input<3, 2, 4>, Local>> == 0);
  using Norm = LayerNorm<Axes<3>>;
  STATIC_REQUIRE(shared_layers<Network<Input<2, 3, 4>, Norm>, Network<Input<3, 2, 4>, Norm>> == 0);
  // Both flatten to 12 numbers.
  STATIC_REQUIRE(shared_layers<Network<Input<2, 6, 1>, Relu, Flatten, Dense<2>>,
                               Network<Input<3, 4, 1>, Relu, Flatten, Dense<2>>> == 1);
  // One slope for any number of channels is still another layer's.
  STATIC_REQUIRE(shared_layers<Network<Input<5, 3>, Prelu<Shared>>, Network<Input<5, 2>, Prelu<Shared>>> ==
                 0);
  // Filters slide over images of any size.
  using Conv = Conv2d<4, Kernel<3>>;
  STATIC_REQUIRE(shared_layers<Network<Input<8, 8, 3>, Conv, BatchNorm<>, GlobalAvgPool, Dense<2>>,
                               Network<Input<9, 5, 3>, Conv, BatchNorm<>, GlobalAvgPool, Dense<2>>> == 4);
}

TEST_CASE("relay is for the same layers, or their convolutional form", "[transform]") {
  using Head = Network<Input<4, 4, 1>, Conv2d<2, Kernel<3>>, Flatten, Dense<3>>;
  STATIC_REQUIRE(etch::detail::can_relay<Head, fully_convolutional<Head>>());
  STATIC_REQUIRE(etch::detail::can_relay<Head, with_input<fully_convolutional<Head>, Input<9, 6, 1>>>());
  STATIC_REQUIRE(etch::detail::can_relay<fully_convolutional<Head>,
                                         with_input<fully_convolutional<Head>, Input<9, 6, 1>>>());
  // As many numbers, but others.
  STATIC_REQUIRE(!etch::detail::can_relay<Network<Input<1, 1, 3>, Flatten, Dense<2>>,
                                          Network<Input<1, 1, 1>, Flatten, Dense<4>>>());
  STATIC_REQUIRE(!etch::detail::can_relay<Network<Input<2, 6, 1>, Flatten, Dense<2>>,
                                          Network<Input<3, 4, 1>, Flatten, Dense<2>>>());
}
