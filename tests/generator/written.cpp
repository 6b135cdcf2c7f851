// SPDX-License-Identifier: MIT
#include <generator/emit/files.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/weights.hpp>
#include <generator/fixture.hpp>
#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

#include <algorithm>

using namespace etch::generator;

namespace {

/// The declaration without blanks and line ends.
std::string declared(const std::string& name) {
  std::string text = header_of(imported(name));
  text = text.substr(text.find("struct Net"));
  text = text.substr(0, text.find("};") + 2);
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }),
             text.end());
  for (std::size_t at; (at = text.find("etch::")) != std::string::npos;) text.erase(at, 6);
  return text;
}

}  // namespace

TEST_CASE("a chain is written as a person writes it", "[written]") {
  CHECK(declared("keras") ==
        "structNet:Network<Input<6,7,2>,Conv2d<4,Kernel<3>,Stride<2>,Same,Bias<false>>,Flatten,Dense<5>>{};");
}

TEST_CASE("branches are written as combinators", "[written]") {
  CHECK(declared("inception") ==
        "structNet:Network<Input<6,5,4>,Concat<Conv2d<3,Kernel<1>>,Sequential<Conv2d<2,Kernel<1>>,Relu,"
        "Concat<Conv2d<2,Kernel<1,3>,Padding<0,1>>,Conv2d<3,Kernel<3,1>,Padding<1,0>>>>,"
        "Sequential<MaxPool2d<3,Stride<1>,Padding<1>>,Conv2d<2,Kernel<1>>>>>{};");
  CHECK(
      declared("squeeze_excite") ==
      "structNet:Network<Input<7,6,3>,Conv2d<8,Kernel<3>>,Silu,Multiply<Identity,Sequential<GlobalAvgPool2d,"
      "Dense<2>,Silu,Dense<8>,Sigmoid>>,HardSwish>{};");
  CHECK(declared("responses").find("LocalResponseNorm<5,Alpha<1,2>,Beta<7,10>,Offset<2>>") !=
        std::string::npos);
  CHECK(declared("responses").ends_with("Softsign>{};"));
  CHECK(declared("shuffle") ==
        "structNet:Network<Input<3,5,8>,Concat<Channels<0,4>,Sequential<Channels<4,4>,DepthwiseConv2d<"
        "Kernel<3>,Padding<1>>>>,Flatten,Dense<4>>{};");
}

TEST_CASE("lines are at most 110 characters long", "[written]") {
  for (const char* name : {"residual", "residual_norms", "dense_net", "unet", "conv_next", "resized"}) {
    const std::string text = header_of(imported(name));
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      CHECK(end - begin <= 110);
      begin = end + 1;
    }
  }
}

TEST_CASE("names from a model are never code", "[written]") {
  const Network network = imported("hostile");
  for (const File& file : files_of(network, true)) {
    INFO(file.name);
    CHECK(file.contents.find("system") == std::string::npos);
    CHECK(file.contents.find("#error") == std::string::npos);
  }
}

TEST_CASE("all files appear, or none", "[written]") {
  const TemporaryFolder folder;
  const auto files = files_of(imported("keras"), true);
  write_files(folder / "made", files);
  for (const File& file : files) CHECK(contents(folder / "made" / file.name) == file.contents);
  // A folder lies where the last file belongs.
  std::filesystem::create_directories(folder / "blocked" / files.back().name);
  CHECK_THROWS_AS(write_files(folder / "blocked", files), Failure);
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "blocked"), {}) == 1);
}

TEST_CASE("only names of types are taken as such", "[written]") {
  for (const char* name :
       {"LeNet5", "net", "A_b", "net_T", "A_max", "Random", "reader", "tower", "sigmoid", "strong"})
    CHECK(is_type_name(name));
  for (const char* name :
       {"",          "5net",         "class",         "a b",         "a;b",           "_a",
        "a__b",      "std",          "a::b",          "int",         "static_assert", "co_await",
        "wchar_t",   "and_eq",       "NULL",          "String",      "math",          "Features",
        "size_t",    "int8_t",       "uint_fast16_t", "max_align_t", "INT8_MAX",      "PTRDIFF_MIN",
        "SIZE_MAX",  "SIZE_WIDTH",   "FILE",          "tm",          "random",        "index",
        "abs",       "div",          "exp",           "rand",        "read",          "write",
        "select",    "pipe",         "link",          "j0",          "sinf",          "expl",
        "cosf32x",   "lgammaf_r",    "strtok_r",      "isalpha_l",   "getc_unlocked", "fopen64",
        "vsnprintf", "pthread_self", "wcslen",        "iswalpha",    "timespec",      "uint"})
    CHECK_FALSE(is_type_name(name));
}
