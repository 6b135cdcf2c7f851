// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/io/description.hpp>

#include <generator/export/exporter.hpp>
#include <support/catch.hpp>

using namespace etch::generator;

namespace {

/// What exporting such a network says.
template <class... Layers>
std::string refused() {
  struct Net : etch::Network<Layers...> {};
  const Description description = parse_description(etch::io::describe<Net>());
  try {
    onnx_of(description, std::vector<float>(description.number_count()), "Net", false);
  } catch (const Refusal& refusal) {
    return refusal.what();
  }
  return "was exported";
}

}  // namespace

TEST_CASE("what ONNX cannot say is refused in one sentence that names the layer", "[export]") {
  using etch::Input, etch::Relu;
  CHECK(refused<Input<4, 4, 6>, Relu, etch::LocalResponseNorm<4>>() ==
        "layer2, LocalResponseNorm<4>: of an even number of channels ONNX's LRN takes one more behind, etch "
        "one more before");
  CHECK(refused<Input<6, 6, 1>, etch::AvgPool2d<2, etch::Stride<1>, etch::Dilation<2>, etch::Padding<1>>>() ==
        "layer1, AvgPool2d<2>: ONNX's AveragePool of opset 17 has no dilation, and this one's mean leaves "
        "padding out");
  CHECK(refused<Input<6, 6, 1>, etch::AvgPool2d<3, etch::Stride<2>, etch::CountPadding, etch::RoundUp>>() ==
        "layer1, AvgPool2d<3>: ONNX counts no part of the padding, where RoundUp with CountPadding does");
  CHECK(refused<Input<6, 6, 1>, etch::AvgPool2d<2, etch::Stride<2>, etch::CountPadding, etch::RoundUp>>() ==
        "was exported");
}

TEST_CASE("a description that is cut off is not taken for a network", "[export]") {
  struct Net
      : etch::Network<etch::Input<4, 4, 2>, etch::Conv2d<3, etch::Kernel<3>>, etch::Flatten, etch::Dense<2>> {
  };
  const std::string whole = etch::io::describe<Net>();
  CHECK(parse_description(whole).steps.size() == 3);
  CHECK(parse_description(whole).number_count() == etch::Parameters<Net>::size);
  const std::string without_output = whole.substr(0, whole.rfind("output"));
  CHECK_THROWS_AS(parse_description(without_output), Failure);
  CHECK_THROWS_AS(parse_description("etch: something else\n" + whole), Failure);
  CHECK_THROWS_AS(parse_description("step layer1 52 0 -1 1 relu slope=x\noutput 0\n"), Failure);
}
