// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/io/npz.hpp>
#include <etch/io/safetensors.hpp>

#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace {

struct Net : etch::Network<etch::Input<5, 6, 4>, etch::Conv2d<6, etch::Kernel<3, 2>, etch::Groups<2>>,
                           etch::BatchNorm<>, etch::Prelu<>,
                           etch::ConvTranspose2d<4, etch::Kernel<2>, etch::Stride<2>, etch::Groups<2>>,
                           etch::GroupNorm<2>, etch::Flatten, etch::Dense<3>> {};
using Parameters = etch::Parameters<Net>;

std::filesystem::path fixture(const char* name) {
  return std::filesystem::path(ETCH_SOURCE_DIR) / "tests/io/fixtures" / name;
}
std::vector<float> array(const char* name) {
  return etch::io::parse_npy(contents(fixture(name)), name).values;
}

/// How far the network with these parameters is from what PyTorch computes with its own.
float error(const Parameters& parameters) {
  const auto prepared = etch::prepare(parameters);
  etch::Workspace<Net> workspace;
  const std::vector<float> input = array("input.npy"), expected = array("output.npy");
  const auto found =
      etch::forward<Net>(prepared, etch::InputSpan<Net>(input.data(), input.size()), workspace);
  float largest = 0;
  REQUIRE(expected.size() == found.size());
  for (std::size_t n = 0; n < found.size(); ++n)
    largest = std::max(largest, std::abs(found[n] - expected[n]));
  return largest;
}

Parameters numbered() {
  Parameters parameters;
  for (std::size_t n = 0; n < Parameters::size; ++n) parameters.values[n] = static_cast<float>(n) + 0.5f;
  return parameters;
}
bool same(const Parameters& a, const Parameters& b) {
  return std::equal(a.values, a.values + Parameters::size, b.values);
}

/// The sentence that reading these bytes gives, without the file's name; the parameters must be as they were.
template <class Read>
std::string refused(const std::string& bytes, const Read& read) {
  const TemporaryFolder folder;
  const auto file = folder.write("weights", bytes);
  Parameters parameters = numbered();
  try {
    read(file, parameters);
  } catch (const etch::io::ReadError& error) {
    CHECK(same(parameters, numbered()));
    return std::string(error.what()).substr(file.string().size() + 2);
  }
  return "was read";
}
std::string refused_npz(const std::string& bytes) {
  return refused(bytes, [](const auto& file, Parameters& to) { etch::io::read_npz(file, to); });
}
std::string refused_safetensors(const std::string& bytes) {
  return refused(bytes, [](const auto& file, Parameters& to) { etch::io::read_safetensors(file, to); });
}

/// A .safetensors file, by hand from its specification.
std::string composed(const std::string& header, const std::string& data) {
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size() & 255);
  bytes[1] = static_cast<char>(header.size() >> 8);
  return bytes + header + data;
}

std::string all_tensors() {
  return etch::io::safetensors_bytes(etch::io::gathered(etch::io::tensors<Net>(), numbered().values));
}

}  // namespace

TEST_CASE("tensors have PyTorch's names and shapes", "[tensors]") {
  std::string text;
  for (const auto& tensor : etch::io::tensors<Net>()) {
    text += tensor.name + ':';
    for (const std::size_t extent : tensor.shape) text += std::to_string(extent) + ' ';
  }
  CHECK(text ==
        "layer1.weight:6 2 3 2 layer1.bias:6 layer2.weight:6 layer2.bias:6 layer2.running_mean:6 "
        "layer2.running_var:6 layer3.weight:6 layer4.weight:6 2 2 2 layer4.bias:4 layer5.weight:4 "
        "layer5.bias:4 layer7.weight:3 240 layer7.bias:3 ");
}

TEST_CASE("every number is in one tensor", "[tensors]") {
  std::vector<int> times(Parameters::size, 0);
  for (const auto& tensor : etch::io::tensors<Net>())
    tensor.for_each_place([&](std::size_t n) { ++times.at(n); });
  CHECK(std::count(times.begin(), times.end(), 1) == static_cast<std::ptrdiff_t>(Parameters::size));
}

TEST_CASE("weights that numpy wrote give what PyTorch computes with them", "[tensors]") {
  for (const char* name : {"stored.npz", "packed.npz", "mixed.npz"}) {
    INFO(name);
    Parameters parameters;
    etch::io::read_npz(fixture(name), parameters);
    CHECK(error(parameters) < 1e-4f);
    // And the other format holds the same.
    const TemporaryFolder folder;
    etch::io::write_safetensors(folder / "w", parameters);
    Parameters again;
    etch::io::read_safetensors(folder / "w", again);
    CHECK(same(parameters, again));
  }
}

TEST_CASE("an .npz file is written as numpy writes it, but for dates", "[tensors]") {
  Parameters parameters;
  etch::io::read_npz(fixture("stored.npz"), parameters);
  const TemporaryFolder folder;
  etch::io::write_npz(folder / "w.npz", parameters);
  const auto written = etch::io::read_npz(folder / "w.npz");
  const auto expected = etch::io::read_npz(fixture("stored.npz"));
  REQUIRE(written.size() == expected.size());
  for (const auto& tensor : expected) {
    const auto found = std::find_if(written.begin(), written.end(),
                                    [&](const auto& other) { return other.name == tensor.name; });
    REQUIRE(found != written.end());
    CHECK(found->shape == tensor.shape);
    CHECK(found->values == tensor.values);
  }
  // The arrays themselves are the same bytes.
  const std::string own = contents(folder / "w.npz"), numpys = contents(fixture("stored.npz"));
  const std::size_t begin = own.find("\x93NUMPY");
  const std::string first = own.substr(begin, own.find("PK\3\4", begin) - begin);
  CHECK(first.size() == 128 + 72 * sizeof(float));
  CHECK(numpys.find(first) != std::string::npos);
}

TEST_CASE("a .safetensors file is what its specification says", "[tensors]") {
  const std::vector<etch::io::NamedTensor> tensors{{"a\"b", {2, 1}, {1, -2}}, {"c", {}, {0.5f}}};
  const std::string header =
      "{\"a\\\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
      "\"c\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
  const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
  const std::string data("\0\0\x80\x3f\0\0\0\xc0\0\0\0\x3f", 12);
  CHECK(etch::io::safetensors_bytes(tensors) == composed(padded, data));
}

TEST_CASE("all types of floating-point numbers are read", "[tensors]") {
  const std::string header =
      " { \"__metadata__\" : {\"format\":\"p\\u0074\"}, "
      "\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},\n"
      "\"b\":{\"shape\":[1],\"dtype\":\"BF16\",\"data_offsets\":[6,8]},"
      "\"d\\u00e9\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
  // 1, -2, 2^-24; 1; 1.5.
  const std::string data("\0\x3c\0\xc0\1\0\x80\x3f\0\0\0\0\0\0\xf8\x3f", 16);
  const TemporaryFolder folder;
  const auto tensors = etch::io::read_safetensors(folder.write("w", composed(header, data)));
  REQUIRE(tensors.size() == 3);
  CHECK(tensors[0].values == std::vector<float>{1, -2, 5.9604645e-8f});
  CHECK(tensors[1].values == std::vector<float>{1});
  CHECK(tensors[2].values == std::vector<float>{1.5});
  CHECK(tensors[2].name == "d\xc3\xa9");
}

TEST_CASE("files that are not what they should be get one sentence and change nothing", "[tensors]") {
  const std::string good = contents(fixture("packed.npz"));
  CHECK(refused_npz("") == "is no .npz file: it has no directory at its end");
  CHECK(refused_npz(good.substr(0, good.size() - 22)) == "is no .npz file: it has no directory at its end");
  CHECK(refused_npz(good.substr(10)) == "is damaged: its directory leads nowhere");
  std::string changed = good;
  changed[good.find("layer1.weight.npy") + 60] ^= 1;
  const std::string sentence = refused_npz(changed);
  CHECK((sentence == "the array 'layer1.weight.npy' is damaged: its checksum is another" ||
         sentence == "the array 'layer1.weight.npy' cannot be unpacked"));

  CHECK(refused_safetensors("abc") == "is no .safetensors file: it ends before its header");
  CHECK(refused_safetensors(all_tensors().substr(0, 100)) ==
        "is no .safetensors file: it ends within its header");
  CHECK(refused_safetensors(all_tensors() + "x") == "has bytes that belong to no tensor, or to several");
  CHECK(refused_safetensors(all_tensors().substr(0, all_tensors().size() - 1)) ==
        "the tensor 'layer7.bias' lies outside of the file");
  CHECK(refused_safetensors(composed("{}", "")) == "has no tensor 'layer1.weight'");
  CHECK(
      refused_safetensors(composed("{\"a\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]}}", "x")) ==
      "the tensor 'a' is of the type 'I8', and F32, F64, F16 and BF16 are read");
  CHECK(refused_safetensors(
            composed("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999,99999999999],\"data_offsets\":"
                     "[0,4]}}",
                     "abcd")) == "the tensor 'a' is not as long as its shape says");
  for (const char* header :
       {"", "{", "[]", "{\"a\":1}", "{\"a\":{}}", "{\"a\\x\":{}}", "{\"a\":{\"dtype\":\"F32\"}}x",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"})
    CHECK(refused_safetensors(composed(header, "")) ==
          "is no .safetensors file: its header is not as it must be");

  auto tensors = etch::io::gathered(etch::io::tensors<Net>(), numbered().values);
  tensors[0].shape = {2, 6, 3, 2};
  CHECK(refused_safetensors(etch::io::safetensors_bytes(tensors)) ==
        "the tensor 'layer1.weight' is 2x6x3x2, and the network's is 6x2x3x2");
  tensors[0].shape = {6, 2, 3, 2};
  tensors.push_back({"more", {1}, {0}});
  CHECK(refused_npz(etch::io::npz_bytes(tensors)) == "has a tensor 'more', which the network does not have");
}

TEST_CASE("files cut off or changed anywhere are refused or still weights, and nothing worse", "[tensors]") {
  const std::string npz = contents(fixture("packed.npz")), safetensors = all_tensors();
  for (std::size_t length = 0; length < npz.size(); length += 13)
    CHECK(refused_npz(npz.substr(0, length)) != "was read");
  for (std::size_t length = 0; length < safetensors.size(); length += 13)
    CHECK(refused_safetensors(safetensors.substr(0, length)) != "was read");
  std::uint32_t random = 1;
  for (int n = 0; n < 2000; ++n) {
    std::string changed = n % 2 == 0 ? npz : safetensors.substr(0, 1200);
    for (int change = 0; change < 2; ++change) {
      random = random * 1664525 + 1013904223;
      changed[(random >> 8) % changed.size()] = static_cast<char>(random >> 24);
    }
    const std::string sentence = n % 2 == 0 ? refused_npz(changed) : refused_safetensors(changed);
    CHECK(sentence.find('\n') == std::string::npos);
  }
}
