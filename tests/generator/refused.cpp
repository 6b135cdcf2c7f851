// SPDX-License-Identifier: MIT
#include <generator/fixture.hpp>
#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

#include <random>

using etch::generator::Refusal;

namespace {

std::string sentence_of(const std::string& name) {
  try {
    imported("refused_" + name);
  } catch (const Refusal& refusal) {
    return refusal.what();
  }
  return "was imported";
}

}  // namespace

TEST_CASE("what is wrong with a model is said in one sentence that names the node", "[refused]") {
  CHECK(sentence_of("unknown_operator") == "FancyOp 'fancy': etch has no such operator");
  CHECK(sentence_of("cycle") == "Add 'first': depends on its own output, or on what does");
  CHECK(sentence_of("missing") == "Add 'adds': reads 'nowhere', which nothing makes");
  CHECK(sentence_of("twice") == "Tanh 'again': makes 'y', which there is already");
  CHECK(sentence_of("channels") ==
        "Conv 'conv': its weights of 2x2x1x1 in 1 groups do not fit its input of 1x3x4x4");
  CHECK(sentence_of("stride") == "Conv 'conv': the attribute strides has the value 0");
  CHECK(sentence_of("window") == "Conv 'conv': the attribute kernel_shape is not that of its weights");
  CHECK(sentence_of("negative_padding") == "Conv 'conv': the attribute pads has the value -1");
  CHECK(sentence_of("attribute_type") == "Conv 'conv': the attribute strides is of a wrong type");
  CHECK(sentence_of("open_extent") ==
        "the input 'x' leaves the extent of axis 2 open; give all with --shape, as in 1x3x224x224");
  CHECK(sentence_of("opset") == "the model is of opset 5; etch reads opsets 7 to 22");
  CHECK(
      sentence_of("attention") ==
      "MatMul 'attends': multiplies two values that both depend on the input; etch multiplies by constants");
  CHECK(sentence_of("huge") == "the constant 'w' is too large");
  CHECK(sentence_of("short") == "the constant 'w' has 15 bytes where its extents say 16");
  CHECK(sentence_of("outside") == "the constant 'w' lies in '../make.py', which is no file beside the model");
  CHECK(sentence_of("branch") == "Add 'adds': reads 'c/then_branch/Relu' of a branch that is not taken");
  // Half of it has one axis more than GELU would give.
  CHECK(sentence_of("more_axes") == "Erf 'erf': etch has no layer that computes it");
  CHECK(sentence_of("overflow") == "Conv 'conv': has a weight that is not a finite number");
  CHECK(sentence_of("crossing") ==
        "Conv 'shared': branches that cross use what it computes; etch writes networks as branches within "
        "branches");
}

TEST_CASE("of several outputs one is chosen, and what only the others need is left out", "[refused]") {
  const auto chosen = [](const std::string& output) {
    etch::generator::ImportOptions options;
    options.reading.output = output;
    return etch::generator::import_model(fixture("outputs.onnx"), options);
  };
  CHECK(chosen("classes").output_shape() == etch::generator::Extents{18});
  CHECK(chosen("features").output_shape() == etch::generator::Extents{3, 3, 2});
  CHECK_THROWS_WITH(chosen(""),
                    "the model has 2 outputs, 'classes', 'features'; a network has one: choose it with "
                    "--output-name");
  CHECK_THROWS_WITH(chosen("flat"), "the model has no output 'flat' but 'classes', 'features'");
}

TEST_CASE("a model cut off anywhere is refused or still a network, and nothing worse", "[refused]") {
  const TemporaryFolder folder;
  const std::string whole = contents(fixture("keras.onnx"));
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    const auto file = folder.write("cut.onnx", whole.substr(0, length));
    try {
      etch::generator::import_model(file);
    } catch (const Refusal& refusal) {
      ++refused;
      CHECK(std::string(refusal.what()).size() > 10);
    }
  }
  CHECK(refused > whole.size() / 7 / 2);
}

TEST_CASE("a model with bytes changed is refused or still a network, and nothing worse", "[refused]") {
  const TemporaryFolder folder;
  const unsigned seed = 5;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (const char* name : {"residual_norms", "shuffle", "conv_next", "resized", "responses", "keras"}) {
    const std::string whole = contents(fixture(std::string(name) + ".onnx"));
    for (int n = 0; n < 200; ++n) {
      std::string changed = whole;
      for (int change = 0; change < 3; ++change)
        changed[random() % changed.size()] = static_cast<char>(random());
      const auto file = folder.write("changed.onnx", changed);
      try {
        const auto network = etch::generator::import_model(file);
        CHECK(network.weights().size() == network.parameter_count() + network.statistic_count());
      } catch (const Refusal& refusal) {
        CHECK(std::string(refusal.what()).find('\n') == std::string::npos);
      }
    }
  }
}
