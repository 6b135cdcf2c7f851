// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

TEST_CASE("a dense layer gives as many numbers as it has outputs", "[dense]") {
  STATIC_REQUIRE(Dense<9>::infer({16}) == Shape{9});
  STATIC_REQUIRE(Dense<1>::infer({1}) == Shape{1});
  STATIC_REQUIRE(Dense<9>::geometry({16}) == DenseGeometry{16, 9, true});
  STATIC_REQUIRE(Dense<9, Bias<false>>::geometry({16}) == DenseGeometry{16, 9, false});
  STATIC_REQUIRE(Dense<9, Bias<true>>::geometry({16}) == Dense<9>::geometry({16}));
}

TEST_CASE("a dense layer counts inputs x outputs weights, and a bias each", "[dense]") {
  STATIC_REQUIRE(Dense<9>::parameter_count({16}) == 153);
  STATIC_REQUIRE(Dense<9, Bias<false>>::parameter_count({16}) == 144);
  STATIC_REQUIRE(Dense<9>::multiply_adds({16}) == 144);
  constexpr ParameterBlocks blocks = Dense<9>::parameter_blocks({16});
  STATIC_REQUIRE(blocks[0].role == ParameterBlock::Role::weights);
  STATIC_REQUIRE(blocks[0].count == 144);
  STATIC_REQUIRE(blocks[0].fan_in == 16);
  STATIC_REQUIRE(blocks[0].fan_out == 9);
  STATIC_REQUIRE(blocks[1].role == ParameterBlock::Role::constant);
  STATIC_REQUIRE(blocks[1].count == 9);
  STATIC_REQUIRE(Dense<9, Bias<false>>::parameter_blocks({16})[1].count == 0);
}

TEST_CASE("weights lie as (inputs, outputs), then the biases", "[dense]") {
  constexpr std::array<float, 3> input{1, 2, 3};
  constexpr std::array<float, 8> parameters{1, 10, 2, 20, 3, 30, 100, 200};
  constexpr std::array<float, 2> expected{114, 340};  // 1 + 4 + 9 + 100, 10 + 40 + 90 + 200
  STATIC_REQUIRE(outputs_of<Dense<2>, Shape{3}>(parameters, input) == expected);
  CHECK(outputs_of<Dense<2>, Shape{3}>(parameters, input) == expected);
}

TEST_CASE("without biases a dense layer is the sums alone", "[dense]") {
  constexpr std::array<float, 2> expected{14, 140};
  STATIC_REQUIRE(outputs_of<Dense<2, Bias<false>>, Shape{3}>({1, 10, 2, 20, 3, 30}, {1, 2, 3}) == expected);
  CHECK(outputs_of<Dense<2, Bias<false>>, Shape{3}>({1, 10, 2, 20, 3, 30}, {1, 2, 3}) == expected);
}

TEST_CASE("a dense layer takes vectors alone, and one option", "[dense]") {
  STATIC_REQUIRE(Dense<9>::infer({4, 4, 1}).problem() == Problem::flat({4, 4, 1}));
  STATIC_REQUIRE(Dense<9>::infer({1, 1, 16}).problem() == Problem::flat({1, 1, 16}));
  STATIC_REQUIRE(Dense<0>::infer({16}).problem() == Problem::zero("the number of outputs"));
  STATIC_REQUIRE(Dense<9, Stride<2>>::infer({16}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(Dense<9, Stride<2>>::infer({16}).problem().subject == Text("Stride"));
  STATIC_REQUIRE(Dense<9, Bias<>, Bias<false>>::infer({16}).problem().rule == Rule::option_given_twice);
}

TEST_CASE("a dense layer obeys the laws", "[dense]") {
  laws::check<Dense<1>, Shape{1}>();
  laws::check<Dense<10>, Shape{17}>();
  laws::check<Dense<17, Bias<false>>, Shape{6}>();
  laws::check<Dense<33>, Shape{16}>();
}
