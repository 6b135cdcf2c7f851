// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs;

namespace {

struct Flat : Network<Input<6, 6, 2>, Conv2d<3, Kernel<3>>, Relu, MaxPool2d<2>, Flatten, Dense<4>, Tanh> {};
struct Nested : Network<Input<6, 6, 2>, Sequential<Conv2d<3, Kernel<3>>, Sequential<Relu>>, Sequential<>,
                        Sequential<MaxPool2d<2>, Sequential<Sequential<Flatten, Dense<4>>>, Identity>, Tanh> {
};

template <class A, class B>
constexpr bool same_steps(const A& a, const B& b) {
  if (a.step_count != b.step_count || a.value_count != b.value_count || a.output != b.output) return false;
  for (std::size_t n = 0; n < a.step_count; ++n) {
    const Step& one = a.steps[n];
    const Step& other = b.steps[n];
    if (one.leaf != other.leaf || one.pass != other.pass || one.inputs != other.inputs ||
        one.output != other.output || one.result != other.result ||
        one.parameter_offset != other.parameter_offset || one.multiply_adds != other.multiply_adds)
      return false;
  }
  for (std::size_t n = 0; n < a.value_count; ++n)
    if (a.values[n].shape != b.values[n].shape || a.values[n].storage != b.values[n].storage) return false;
  return true;
}

}  // namespace

TEST_CASE("nested sequences are the same program as flat ones", "[sequential]") {
  STATIC_REQUIRE(same_steps(Nested::program, Flat::program));
  STATIC_REQUIRE(same_steps(Nested::inference_program, Flat::inference_program));
  STATIC_REQUIRE(same_steps(Nested::training_program<false>, Flat::training_program<false>));
  STATIC_REQUIRE(Nested::layer_count == 6);
  STATIC_REQUIRE(Nested::output_shape == Flat::output_shape);
  STATIC_REQUIRE(Nested::inference_bytes == Flat::inference_bytes);
}

TEST_CASE("layers are numbered through all nesting, branches in the order written", "[sequential]") {
  struct Net : Network<Input<4>, Sequential<Dense<3>, Tanh>,
                       Concat<Sequential<Relu, Dense<2>>, Residual<Sigmoid>, Softmax>, Dense<1>> {};
  STATIC_REQUIRE(Net::layer_count == 9);
  STATIC_REQUIRE(Net::Layer<1>::name == Text("Tanh"));
  STATIC_REQUIRE(Net::Layer<2>::name == Text("Relu"));
  STATIC_REQUIRE(Net::Layer<3>::name == Text("Dense<2>"));
  STATIC_REQUIRE(Net::Layer<4>::name == Text("Sigmoid"));
  STATIC_REQUIRE(Net::Layer<5>::name == Text("Add"));
  STATIC_REQUIRE(Net::Layer<6>::name == Text("Softmax"));
  STATIC_REQUIRE(Net::Layer<7>::name == Text("Concat"));
  STATIC_REQUIRE(Net::Layer<7>::output_shape == Shape{8});
  STATIC_REQUIRE(Net::Layer<8>::input_shape == Shape{8});
}

TEST_CASE("a network without layers gives its input", "[sequential]") {
  struct Net : Network<Input<3>> {};
  constexpr std::array<float, 3> values{1, -2, 3};
  STATIC_REQUIRE(Net::layer_count == 0);
  STATIC_REQUIRE(Net::output_shape == Shape{3});
  STATIC_REQUIRE(outputs<Net>({}, values) == values);
  CHECK(outputs<Net>({}, values) == values);
}

TEST_CASE("a network of Identity alone gives its input", "[sequential]") {
  struct Net : Network<Input<1, 1, 3>, Identity, Sequential<Identity, Sequential<>>> {};
  constexpr std::array<float, 3> values{1, -2, 3};
  STATIC_REQUIRE(Net::layer_count == 0);
  STATIC_REQUIRE(outputs<Net>({}, values) == values);
  CHECK(outputs<Net>({}, values) == values);
}
