// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#include <generator/emit/table.hpp>
#include <generator/fixture.hpp>
#include <generator/summary/report.hpp>
#include <support/catch.hpp>

#include <utility>

using namespace etch::generator;

namespace {

/// What residual.onnx is, written by hand.
using Body = etch::Sequential<etch::Conv2d<4, etch::Kernel<3>, etch::Padding<1>>, etch::Relu,
                              etch::Conv2d<4, etch::Kernel<3>, etch::Padding<1>>>;
using Halving = etch::Sequential<etch::Conv2d<6, etch::Kernel<3>, etch::Stride<2>, etch::Padding<1>>,
                                 etch::Relu, etch::Conv2d<6, etch::Kernel<3>, etch::Padding<1>>>;
struct ByHand : etch::Network<etch::Input<8, 8, 3>, etch::Conv2d<4, etch::Kernel<3>, etch::Padding<1>>,
                              etch::Relu, etch::Residual<Body>, etch::Relu,
                              etch::Residual<Halving, etch::Conv2d<6, etch::Kernel<1>, etch::Stride<2>>>,
                              etch::Relu, etch::GlobalAvgPool2d, etch::Dense<5>> {};

template <std::size_t... Index>
void check_rows(const std::vector<Row>& rows, std::index_sequence<Index...>) {
  REQUIRE(rows.size() == sizeof...(Index));
  const auto check = [](const Row& row, auto layer) {
    using L = decltype(layer);
    CHECK(row.layer == std::string_view(L::name));
    CHECK(size_of(row.shape) == L::output_shape.size());
    CHECK(row.parameters == L::parameter_count);
    CHECK(row.multiply_adds == L::multiply_adds);
  };
  (check(rows[Index], ByHand::Layer<Index>{}), ...);
}

}  // namespace

TEST_CASE("the table has the layers and the counts that the library has", "[summary]") {
  const Network network = imported("residual");
  check_rows(rows_of(network), std::make_index_sequence<ByHand::layer_count>{});
  CHECK(network.parameter_count() == ByHand::parameter_count);
  CHECK(network.multiply_adds() == ByHand::multiply_adds);
}

TEST_CASE("flash and RAM are the constants of the network's type", "[summary][slow]") {
  const Memory memory = memory_of(imported("residual"));
  CHECK(memory.flash == ByHand::flash_bytes);
  CHECK(memory.plain_inference == ByHand::inference_layout_for<etch::Target{}>.size * sizeof(float));
  REQUIRE(memory.layers.size() == ByHand::layer_count);
  // The activations run in the steps before them, and there is no layer after which a flattening is needed.
  CHECK(memory.layers[1].runs == "in 1");
  CHECK(memory.layers[1].arena == 0);
  std::size_t most = 0;
  for (const Memory::OfLayer& layer : memory.layers) most = std::max(most, layer.arena);
  CHECK(most > 0);
  CHECK(most <= memory.inference);
}

TEST_CASE("the summary says what it was asked for", "[summary]") {
  const Network network = imported("keras");
  CHECK(summary_text(network, {}) ==
        "Net, from keras.onnx\n"
        "#  Layer      Output  Parameters  Multiply-adds\n"
        "0  Input      6x7x2            -              -\n"
        "1  Conv2d<4>  3x4x4           72            864\n"
        "2  Flatten    48               -              -\n"
        "3  Dense<5>   5              245            240\n"
        "parameters 317; multiply-adds 1,104\n");
  Memory memory{1268, 2048, 512, 384, {{320, "tiles"}, {0, "free"}, {192, "dense"}}};
  const std::string text = summary_text(network, memory);
  CHECK(text.find("without vectors, as in firmware: flash 1,268 bytes, RAM 384 bytes\n") !=
        std::string::npos);
  CHECK(text.find("on this machine: prepared parameters 2,048 bytes, RAM 512 bytes\n") != std::string::npos);
  const std::string json = summary_json(network, memory);
  for (const char* member :
       {"\"input\": [6, 7, 2]", "\"parameters\": 317", "\"flash_bytes\": 1268", "\"ram_bytes\": 384",
        "\"layer\": \"Dense<5>\", \"output\": [5], \"parameters\": 245, \"multiply_adds\": 240, "
        "\"arena_bytes\": 192, \"runs\": \"dense\""})
    CHECK(json.find(member) != std::string::npos);
}
