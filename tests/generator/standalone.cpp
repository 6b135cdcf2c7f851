// SPDX-License-Identifier: MIT
#include <generator/emit/standalone.hpp>
#include <generator/fixture.hpp>
#include <generator/standalone/amalgam.hpp>
#include <support/catch.hpp>

#include <string>

using namespace etch::generator;

namespace {

Network for_inference(const std::string& name) {
  ImportOptions options;
  options.name = "Net";
  options.inference_only = true;
  return import_model(fixture(name + ".onnx"), options);
}

std::string standalone(const std::string& name) {
  return standalone_files_of(for_inference(name), "etch import").at(0).contents;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t layers_called(const Network& network, const std::string& type) {
  std::size_t count = 0;
  for (const std::size_t n : leaves(network.body)) count += network.layer(n).type.name == type ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a standalone header includes only the standard library's", "[standalone]") {
  for (const char* name : {"keras", "residual_norms", "conv_next", "resized", "sequence", "responses"}) {
    INFO(name);
    const std::string text = standalone(name);
    for (std::size_t at = 0; (at = text.find("#include", at)) != std::string::npos; ++at) {
      const std::string line = text.substr(at, text.find('\n', at) - at);
      INFO(line);
      // The example on top names the header itself.
      CHECK((line == "#include \"net.hpp\"" || !has(line, "/")));
      CHECK_FALSE(has(line, ".h>"));
    }
    for (const char* word : {"boost", "hwy", "HWY_", "__has_include"}) CHECK_FALSE(has(text, word));
  }
}

TEST_CASE("a standalone header has the operations that the network computes with", "[standalone]") {
  const std::string convolutions = standalone("keras");
  CHECK(has(convolutions, "struct PlainConvolution"));
  CHECK(has(convolutions, "struct PlainDense"));
  CHECK_FALSE(has(convolutions, "struct PoolGeometry"));
  CHECK_FALSE(has(convolutions, "struct StandardizeGeometry"));
  CHECK_FALSE(has(convolutions, "struct ResizeGeometry"));
  const std::string maxima = standalone("bounds");
  CHECK(has(maxima, "struct PlainPool"));
  CHECK_FALSE(has(maxima, "struct PlainConvolution"));
  CHECK_FALSE(has(maxima, "struct PlainDense"));
}

TEST_CASE("a header that is not there is no silent gap", "[standalone]") {
  CHECK_THROWS_WITH(amalgam_of({"Network", "Conv9d"}), "no header of etch declares Conv9d");
}

// Names of files and nodes are a stranger's.
TEST_CASE("names from a model are no code in a standalone header", "[standalone]") {
  for (const File& file : standalone_files_of(for_inference("hostile"), "etch import")) {
    INFO(file.name);
    CHECK_FALSE(has(file.contents, "system"));
    CHECK_FALSE(has(file.contents, "#error\\"));
  }
}

TEST_CASE("for inference alone statistics go into weights", "[standalone]") {
  const Network trained = imported("residual_norms"), folded = for_inference("residual_norms");
  REQUIRE(layers_called(trained, "etch::BatchNorm") > 0);
  CHECK(layers_called(folded, "etch::BatchNorm") == 0);
  CHECK(layers_called(folded, "etch::Scale") < layers_called(trained, "etch::BatchNorm"));
  CHECK(folded.statistic_count() == 0);
  CHECK(folded.multiply_adds() == trained.multiply_adds());
}
