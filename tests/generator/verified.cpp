// SPDX-License-Identifier: MIT
#include <generator/fixture.hpp>
#include <generator/verify/verify.hpp>
#include <support/catch.hpp>

using namespace etch::generator;

namespace {

double difference(const std::string& name) {
  const Tensor expected = read_npy(fixture(name + ".output.npy"));
  const Tensor found = run(imported(name), read_npy(fixture(name + ".input.npy")));
  CHECK(found.dims == expected.dims);
  return compare(found, expected).largest;
}

}  // namespace

// One test for each, so that they run side by side and say which failed.
TEST_CASE("an imported residual network computes what PyTorch does", "[verified][slow]") {
  CHECK(difference("residual") < 1e-5);
}
TEST_CASE("so it does with its normalisations as nodes, in opset 9", "[verified][slow]") {
  CHECK(difference("residual_norms") < 1e-5);
}
TEST_CASE("branches that fork again compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("inception") < 1e-5);
}
TEST_CASE("layers that read all before them compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("dense_net") < 1e-5);
}
TEST_CASE("squeeze-and-excite and gated activations compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("squeeze_excite") < 1e-5);
}
TEST_CASE("shuffled channels and a flattened image compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("shuffle") < 1e-5);
}
TEST_CASE("a U-Net computes what PyTorch does", "[verified][slow]") { CHECK(difference("unet") < 1e-5); }
TEST_CASE("normalisations spelled out as nodes compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("conv_next") < 1e-5);
}
TEST_CASE("resized, padded and sliced images compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("resized") < 1e-5);
}
TEST_CASE("sequences compute what PyTorch does", "[verified][slow]") { CHECK(difference("sequence") < 1e-5); }
TEST_CASE("bounds far away leave numbers their digits", "[verified][slow]") {
  CHECK(difference("bounds") < 1e-6);
}
TEST_CASE("an image that keeps its proportions is resized by one factor", "[verified][slow]") {
  CHECK(difference("proportions") < 1e-5);
}
TEST_CASE("responses normalised over channels compute what PyTorch does", "[verified][slow]") {
  CHECK(difference("responses") < 1e-5);
}
TEST_CASE("a model with channels last computes what its convolution does in PyTorch", "[verified][slow]") {
  CHECK(difference("keras") < 1e-5);
}
TEST_CASE("a model of hostile names computes its sums", "[verified][slow]") {
  CHECK(difference("hostile") < 1e-6);
}
