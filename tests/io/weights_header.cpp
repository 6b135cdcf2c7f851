// SPDX-License-Identifier: MIT
#include <etch/io/weights_header.hpp>
#include <etch/train.hpp>
#include <etch/zoo/resnet_cifar.hpp>
#include <support/catch.hpp>
#include <support/digits_weights.hpp>
#include <support/networks.hpp>
#include <support/temporary_folder.hpp>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

using namespace etch;

namespace {

struct Small : Network<Input<3>, Dense<2>> {};

/// The numbers between the double braces, read back.
std::vector<float> numbers(const std::string& header) {
  std::vector<float> values;
  const std::size_t begin = header.find("_parameters{{") + 13;
  const char* at = header.c_str() + begin;
  const char* end = header.c_str() + header.find("}}", begin);
  while (at < end) {
    char* next = nullptr;
    const float value = std::strtof(at, &next);
    if (next == at) {
      ++at;
      continue;
    }
    values.push_back(value);
    at = next;
  }
  return values;
}

}  // namespace

TEST_CASE("weights come back from a header bit for bit", "[weights]") {
  const TemporaryFolder folder;
  Parameters<Small> parameters;
  const float values[] = {0.1f, -0.0f, 1e-42f, 3.4028235e38f, -1.17549435e-38f, 16777216, 1.0f / 3, -7};
  for (std::size_t n = 0; n < 8; ++n) parameters.values[n] = values[n];
  io::write_weights_header(folder / "w.hpp", "Small", "Test.", parameters);
  const auto read = numbers(contents(folder / "w.hpp"));
  REQUIRE(read.size() == 8);
  for (std::size_t n = 0; n < 8; ++n)
    CHECK(std::bit_cast<std::uint32_t>(read[n]) == std::bit_cast<std::uint32_t>(values[n]));
  CHECK(folder.files() == 1);
}

TEST_CASE("the header that another build wrote is written again, byte for byte", "[weights]") {
  const TemporaryFolder folder;
  io::Samples samples{.images = {}, .white = Digits_white};
  for (std::size_t n = 0; n < sizeof Digits_labels; ++n)
    samples.images.push_back({{std::begin(Digits_images[n]), std::end(Digits_images[n])}, Digits_labels[n]});
  io::write_weights_header(folder / "w.hpp", "Digits", "Reads handwritten digits.", Digits_parameters,
                           samples);
  // Not CHECK(a == b), which would print both.
  const bool same =
      contents(folder / "w.hpp") == contents(ETCH_SOURCE_DIR "/tests/support/digits_weights.hpp");
  CHECK(same);
}

TEST_CASE("what would not compile or mean nothing is refused, and nothing is written", "[weights]") {
  const TemporaryFolder folder;
  Parameters<Small> parameters;
  CHECK_THROWS_AS(io::write_weights_header(folder / "w.hpp", "no-name", "", parameters),
                  std::invalid_argument);
  CHECK_THROWS_AS(io::write_weights_header(folder / "w.hpp", "", "", parameters), std::invalid_argument);
  CHECK_THROWS_AS(io::write_weights_header(folder / "w.hpp", "3D", "", parameters), std::invalid_argument);
  CHECK_THROWS_AS(io::write_weights_header(folder / "w.hpp", "Small", "two\nlines", parameters),
                  std::invalid_argument);
  const io::Samples wrong{.images = {{{1, 2}, 0}}, .white = 255};
  CHECK_THROWS_AS(io::write_weights_header(folder / "w.hpp", "Small", "", parameters, wrong),
                  std::invalid_argument);
  parameters.values[3] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(io::write_weights_header(folder / "w.hpp", "Small", "", parameters),
                    "weight 3 of Small is not a finite number; train with a smaller learning rate");
  CHECK(folder.files() == 0);
}

TEST_CASE("a network's text declares it again", "[weights]") {
  CHECK(io::network_text<Small>("Copy") ==
        "struct Copy : etch::Network<etch::Input<3>, etch::Dense<2>> {};\n");
  CHECK(io::type_text<Conv2d<4, Kernel<3, 5>, Padding<0, 1, 2, 3>, Bias<false>, Same>>() ==
        "etch::Conv2d<4, etch::Kernel<3, 5>, etch::Padding<0, 1, 2, 3>, etch::Bias<false>, etch::Same>");
  CHECK(io::type_text<Residual<Sequential<Relu, Stride<2>>>>() ==
        "etch::Residual<etch::Sequential<etch::Relu, etch::Stride<2>>>");
  CHECK(io::type_text<Concat<Identity, Dropout<>>>() == "etch::Concat<etch::Sequential<>, etch::Dropout<>>");
}

TEST_CASE("a long network's text is wrapped at 110 columns", "[weights]") {
  const std::string text = io::network_text<networks::Branched>("Branched");
  std::size_t begin = 0;
  std::size_t lines = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       begin = end + 1, end = text.find('\n', begin)) {
    CHECK(end - begin <= 110);
    ++lines;
  }
  CHECK(lines > 5);
}

TEST_CASE("a network with taps, normalisation and filters is written as it was declared",
          "[weights_header]") {
  struct Net
      : Network<Input<6, 6, 1>, Correlate<Filters<filters::SobelX, filters::SobelY>, Same>, Tap<"edges">,
                Conv2d<3, Kernel<3>>, BatchNorm<>, Relu, Tap<"head", Flatten, Dense<2>>, GlobalAvgPool2d> {};
  const std::string expected =
      "struct Again : etch::Network<\n"
      "    etch::Input<6, 6, 1>,\n"
      "    etch::Correlate<etch::Filters<etch::filters::SobelX, etch::filters::SobelY>, etch::Same>,\n"
      "    etch::Tap<\"edges\">,\n"
      "    etch::Conv2d<3, etch::Kernel<3>>,\n"
      "    etch::BatchNorm<>,\n"
      "    etch::Relu,\n"
      "    etch::Tap<\"head\", etch::Flatten, etch::Dense<2>>,\n"
      "    etch::GlobalAvgPool2d> {};\n";
  CHECK(io::network_text<Net>("Again") == expected);
}

TEST_CASE("names of taps are written whatever is in them", "[weights_header]") {
  struct Net : Network<Input<3>, Tap<"a>b, {c}">, Tap<"outer", Dense<2>, Tap<"inner">>, Tap<"\"\\">,
                       Tap<"a name that is longer than compilers print">> {};
  CHECK(io::network_text<Net>("Again") ==
        "struct Again : etch::Network<\n"
        "    etch::Input<3>,\n"
        "    etch::Tap<\"a>b, {c}\">,\n"
        "    etch::Tap<\"outer\", etch::Dense<2>, etch::Tap<\"inner\">>,\n"
        "    etch::Tap<\"\\\"\\\\\">,\n"
        "    etch::Tap<\"a name that is longer than compilers print\">> {};\n");
}

TEST_CASE("options that are true or false are written", "[weights_header]") {
  struct Net : Network<Input<3, 3, 2>, Conv2d<4, Kernel<3>, Bias<false>>, BatchNorm<Affine<false>>, Flatten> {
  };
  CHECK(io::network_text<Net>("Again") ==
        "struct Again : etch::Network<\n"
        "    etch::Input<3, 3, 2>,\n"
        "    etch::Conv2d<4, etch::Kernel<3>, etch::Bias<false>>,\n"
        "    etch::BatchNorm<etch::Affine<false>>,\n"
        "    etch::Flatten> {};\n");
  // ResNet-20 is wide; what counts is that nothing in it is refused.
  CHECK(io::network_text<zoo::ResNet20>("Again").starts_with(
      "struct Again : etch::Network<\n    etch::Input<32, 32, 3>,\n"));
}

namespace {
struct Mine {
  static constexpr double taps[1][3]{{-1, 2, -1}};
};
}  // namespace

TEST_CASE("a network with parts of one's own cannot be written, and says so", "[weights_header]") {
  struct Net : Network<Input<6, 6, 1>, Correlate<Filters<Mine>>> {};
  CHECK_THROWS_AS(io::network_text<Net>("Again"), std::invalid_argument);
}
