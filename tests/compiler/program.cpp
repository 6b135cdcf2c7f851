// SPDX-License-Identifier: MIT
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <cstddef>

using namespace etch;

namespace {

template <class P>
constexpr std::size_t count(const P& program, Pass pass) {
  std::size_t steps = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) steps += program.steps[n].pass == pass;
  return steps;
}

/// The step of that pass that belongs to layer `leaf`.
template <class P>
constexpr Step step_of(const P& program, Pass pass, std::size_t leaf) {
  for (std::size_t n = 0; n < program.step_count; ++n)
    if (program.steps[n].pass == pass && program.steps[n].leaf == leaf) return program.steps[n];
  return {};
}

template <class P>
constexpr bool share(const P& program, ValueId a, ValueId b) {
  return program.value(a).storage == program.value(b).storage;
}

}  // namespace

TEST_CASE("a chain lowers to a step for each layer, in order", "[lower]") {
  constexpr auto& program = networks::LeNet5::program;
  STATIC_REQUIRE(program.step_count == 12);
  STATIC_REQUIRE(program.value_count == 13);
  STATIC_REQUIRE(program.input == 0);
  for (std::size_t n = 0; n < 12; ++n) {
    CHECK(program.steps[n].leaf == n);
    CHECK(program.steps[n].inputs[0] == static_cast<ValueId>(n));
    CHECK(program.steps[n].output == static_cast<ValueId>(n + 1));
  }
}

TEST_CASE("parameters lie layer after layer without gaps", "[lower]") {
  using networks::LeNet5;
  STATIC_REQUIRE(LeNet5::Layer<0>::parameter_offset == 0);
  STATIC_REQUIRE(LeNet5::Layer<3>::parameter_offset == 156);
  STATIC_REQUIRE(LeNet5::Layer<7>::parameter_offset == 156 + 2416);
  STATIC_REQUIRE(LeNet5::Layer<11>::parameter_offset + LeNet5::Layer<11>::parameter_count ==
                 LeNet5::parameter_count);
}

TEST_CASE("a residual's branches start from one value and end in a sum", "[lower]") {
  struct Net : Network<Input<4>, Residual<Dense<4>, Dense<4>>> {};
  constexpr auto& program = Net::program;
  STATIC_REQUIRE(program.step_count == 3);
  STATIC_REQUIRE(program.steps[0].inputs[0] == program.input);
  STATIC_REQUIRE(program.steps[1].inputs[0] == program.input);
  STATIC_REQUIRE(program.steps[2].inputs[0] == program.steps[0].output);
  STATIC_REQUIRE(program.steps[2].inputs[1] == program.steps[1].output);
  STATIC_REQUIRE(Net::Layer<2>::name == Text("Add"));
}

TEST_CASE("a concatenation is one layer, and a step for each branch into one value", "[lower]") {
  struct Net : Network<Input<5, 5, 2>, Concat<Identity, Conv2d<3, Kernel<1>>, Conv2d<4, Kernel<3>, Same>>> {};
  STATIC_REQUIRE(Net::output_shape == Shape{5, 5, 9});
  STATIC_REQUIRE(Net::layer_count == 3);
  constexpr auto& program = Net::program;
  STATIC_REQUIRE(program.step_count == 5);
  std::size_t offset = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) {
    if (!program.steps[n].partial) continue;
    CHECK(program.steps[n].output == program.output);
    CHECK(program.steps[n].channel_offset == offset);
    offset += program.shape(program.steps[n].inputs[0]).channels();
  }
  CHECK(offset == 9);
}

TEST_CASE("inference leaves dropout out", "[rewrite]") {
  using networks::KerasMnist;
  STATIC_REQUIRE(KerasMnist::program.step_count == 10);
  // Without dropout, and with the two activations done by the convolutions before them.
  STATIC_REQUIRE(KerasMnist::inference_program.step_count == 7);
  STATIC_REQUIRE(KerasMnist::Layer<7>::inference_bytes == 0);
  STATIC_REQUIRE(KerasMnist::Layer<8>::inference_bytes > 0);
}

TEST_CASE("activations work in place, flattening is free", "[rewrite]") {
  struct Net : Network<Input<8, 8, 4>, MaxPool2d<2>, Tanh, Flatten, Softmax> {};
  constexpr auto& program = Net::inference_program;
  constexpr Step tanh = program.steps[1];
  STATIC_REQUIRE(share(program, tanh.inputs[0], tanh.result));
  constexpr Step flatten = program.steps[2];
  STATIC_REQUIRE(share(program, flatten.inputs[0], flatten.result));
  constexpr Step pool = program.steps[0];
  STATIC_REQUIRE(!share(program, pool.inputs[0], pool.result));
}

TEST_CASE("the caller's input is never written", "[rewrite]") {
  struct Net : Network<Input<4>, Relu, Tanh> {};
  constexpr auto& program = Net::inference_program;
  STATIC_REQUIRE(!share(program, program.input, program.steps[0].result));
  STATIC_REQUIRE(share(program, program.steps[0].result, program.steps[1].result));
}

TEST_CASE("a value that is read again is not worked on in place", "[rewrite]") {
  struct Net : Network<Input<4>, Dense<4>, Residual<Relu>> {};
  constexpr auto& program = Net::inference_program;
  constexpr Step relu = program.steps[1];
  STATIC_REQUIRE(!share(program, relu.inputs[0], relu.result));
  constexpr Step sum = program.steps[2];
  STATIC_REQUIRE(share(program, sum.inputs[0], sum.result));
}

TEST_CASE("an output that would be the caller's input is a copy", "[rewrite]") {
  struct Nothing : Network<Input<3>> {};
  struct Flat : Network<Input<2, 2, 1>, Flatten> {};
  struct Dropped : Network<Input<3>, Dropout<>> {};
  Prepared<Nothing> nothing;
  Prepared<Flat> flat;
  Prepared<Dropped> dropped;
  const float image[] = {1, -2, 3, 4};
  Workspace<Nothing> w1;
  Workspace<Flat> w2;
  Workspace<Dropped> w3;
  const auto y1 = forward<Nothing>(nothing, std::span<const float, 3>(image, 3), w1);
  const auto y2 = forward<Flat>(flat, image, w2);
  const auto y3 = forward<Dropped>(dropped, std::span<const float, 3>(image, 3), w3);
  CHECK(y1.data() == w1.values);
  CHECK(y2.data() == w2.values);
  CHECK(y3.data() == w3.values);
  for (std::size_t n = 0; n < 3; ++n) {
    CHECK(y1[n] == image[n]);
    CHECK(y2[n] == image[n]);
    CHECK(y3[n] == image[n]);
  }
}

TEST_CASE("backward has a step for each gradient somebody needs", "[differentiate]") {
  constexpr auto& program = networks::LeNet5::training_program<false>;
  STATIC_REQUIRE(count(program, Pass::loss) == 1);
  STATIC_REQUIRE(count(program, Pass::parameter_gradient) == 5);
  // Nobody needs the gradient by the image: 12 layers, 11 input gradients.
  STATIC_REQUIRE(count(program, Pass::input_gradient) == 11);
  STATIC_REQUIRE(count(program, Pass::accumulate) == 0);
}

TEST_CASE("layers before the first parameter have no backward", "[differentiate]") {
  struct Net : Network<Input<4, 4, 1>, Relu, MaxPool2d<2>, Flatten, Dense<2>> {};
  constexpr auto& program = Net::training_program<false>;
  STATIC_REQUIRE(count(program, Pass::input_gradient) == 0);
  STATIC_REQUIRE(count(program, Pass::parameter_gradient) == 1);
}

TEST_CASE("a value with two consumers gets the sum of their gradients", "[differentiate]") {
  struct Net : Network<Input<4>, Dense<4>, Residual<Sequential<Dense<4>, Relu>>, Dense<2>> {};
  STATIC_REQUIRE(count(Net::training_program<false>, Pass::accumulate) == 1);
  struct Three : Network<Input<4>, Dense<4>, Concat<Dense<2>, Dense<3>, Dense<1>>> {};
  STATIC_REQUIRE(count(Three::training_program<false>, Pass::accumulate) == 2);
}

TEST_CASE("what backward reads outlives the forward half", "[differentiate]") {
  constexpr auto& program = networks::LeNet5::training_program<false>;
  // A convolution's weight gradient reads its input: pool's output, which the loss comes after.
  constexpr Step gradient = step_of(program, Pass::parameter_gradient, 3);
  STATIC_REQUIRE(gradient.reads_input());
  const auto lives = compiler::lifetimes(program, 1);
  const auto pooled = static_cast<std::size_t>(program.value(gradient.inputs[0]).storage);
  std::size_t loss = 0;
  while (program.steps[loss].pass != Pass::loss) ++loss;
  CHECK(lives[pooled].first < loss);
  CHECK(lives[pooled].last > loss);
}

TEST_CASE("a loss that does the last layer's work trains without it", "[differentiate]") {
  using networks::KerasMnist;
  STATIC_REQUIRE(count(KerasMnist::training_program<true>, Pass::forward) == 7);
  STATIC_REQUIRE(count(KerasMnist::training_program<false>, Pass::forward) == 8);
}

namespace {

template <class... Layers>
struct Chain : Network<Input<6, 6, 4>, Layers...> {};

/// Forward steps in training.
template <class... Layers>
constexpr std::size_t steps = count(Chain<Layers...>::template training_program<false>, Pass::forward);

using Conv = Conv2d<4, Kernel<3>, Padding<1>>;

}  // namespace

TEST_CASE("in training an activation goes into the step before it where nobody needs what lies between",
          "[differentiate]") {
  STATIC_REQUIRE(steps<Conv, Relu> == 1);
  STATIC_REQUIRE(steps<Conv, BatchNorm<>, Tanh, Flatten, Dense<3>, Sigmoid> == 4);
  STATIC_REQUIRE(steps<Conv, Frozen<Conv, BatchNorm<>, Relu>> == 3);
  STATIC_REQUIRE(steps<Conv, Relu, Sigmoid> == 2);
  // Gelu's gradient reads its input; a pool and a sum have no place for an activation.
  STATIC_REQUIRE(steps<Conv, Gelu> == 2);
  STATIC_REQUIRE(steps<Conv, MaxPool2d<2>, Relu> == 3);
  STATIC_REQUIRE(steps<Residual<Conv>, Relu> == 3);
  // The shortcut reads what the convolution made.
  STATIC_REQUIRE(steps<Conv, Residual<Relu, Conv>> == 4);
  // The other way round, the gradient steps stay: one for each layer.
  STATIC_REQUIRE(count(Chain<Conv, Relu, Conv>::training_program<false>, Pass::input_gradient) == 2);
}
