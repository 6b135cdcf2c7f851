// SPDX-License-Identifier: MIT
#include <generator/emit/filled.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/standalone.hpp>
#include <generator/emit/text.hpp>
#include <generator/emit/weights.hpp>
#include <generator/progress.hpp>
#include <generator/verify/process.hpp>
#include <generator/verify/verify.hpp>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace etch::generator {
namespace {

/// Reads images from a file and writes the outputs to another. `infer` is the struct Infer, which runs one.
std::string program_of(const Network& network, const std::string& infer) {
  return filled(network, R"(#include "@name@.hpp"
#include <cstdio>
#include <memory>

using Net = @Name@;
)" + infer + R"(
int main(int argc, char** argv) {
  if (argc != 4) return 2;
  constexpr std::size_t size = Net::input_shape.size();
  const auto image = std::make_unique<float[]>(size);
  const auto infer = Infer::make(argv[1]);
  std::FILE* input = std::fopen(argv[2], "rb");
  std::FILE* output = std::fopen(argv[3], "wb");
  if (infer == nullptr || input == nullptr || output == nullptr) return 2;
  while (std::fread(image.get(), sizeof(float), size, input) == size) {
    const auto result = (*infer)(std::span<const float, size>(image.get(), size));
    if (std::fwrite(result.data(), sizeof(float), result.size(), output) != result.size()) return 3;
  }
  return std::fclose(output) == 0 ? 0 : 3;
}
)");
}

const char* const from_file = R"(
struct Infer {
  etch::Prepared<Net> prepared;
  etch::Workspace<Net> workspace;

  static std::unique_ptr<Infer> make(const char* path) {
    const auto parameters = std::make_unique<etch::Parameters<Net>>();
    constexpr std::size_t count = etch::Parameters<Net>::size;
    std::FILE* weights = std::fopen(path, "rb");
    if (weights == nullptr || std::fread(parameters->values, sizeof(float), count, weights) != count) return nullptr;
    auto made = std::make_unique<Infer>();
    etch::prepare(*parameters, made->prepared);
    return made;
  }
  auto operator()(etch::InputSpan<Net> image) { return etch::forward<Net>(prepared, image, workspace); }
};
)";
const char* const built_in = R"(
struct Infer {
  @name@_network::Workspace workspace;

  static std::unique_ptr<Infer> make(const char*) { return std::make_unique<Infer>(); }
  auto operator()(std::span<const float, Net::input_shape.size()> image) {
    return @name@_network::forward(image, workspace);
  }
};
)";

std::string bytes_of(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

Tensor run(const Network& network, const Tensor& input, const Compiler& compiler, bool standalone) {
  const Lowered& lowered = network.lowered;
  const std::size_t size = lowered.input_origins.size(), out_size = lowered.output_origins.size();
  if (input.size() == 0 || input.size() % size != 0)
    throw Failure("the input has " + std::to_string(input.size()) + " numbers, and the network takes " +
                  std::to_string(size));
  const std::size_t images = input.size() / size;
  std::vector<float> placed;
  for (std::size_t image = 0; image < images; ++image)
    for (const std::size_t origin : lowered.input_origins)
      placed.push_back(input.reals[image * size + origin]);

  const TemporaryFolder folder;
  write_files(folder.path(), {{lower_case(network.name) + ".hpp",
                               standalone ? standalone_files_of(network, "etch verify").front().contents
                                          : header_of(network)},
                              {"run.cc", program_of(network, standalone ? built_in : from_file)},
                              {"weights", standalone ? std::string() : weights_bytes(network)},
                              {"input", bytes_of(placed)}});
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  const std::string program = compile(folder.path() / "run.cc", compiler, {"-O1"}, standalone);
  const Working working("running the network");
  const Finished ran = run_process({program, path("weights"), path("input"), path("output")});
  if (ran.status != 0) throw Failure("the compiled network ended with status " + std::to_string(ran.status));

  std::ifstream stream(folder.path() / "output", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (bytes.size() != images * out_size * sizeof(float))
    throw Failure("the compiled network gave too few numbers");
  std::vector<float> found(images * out_size);
  std::memcpy(found.data(), bytes.data(), bytes.size());
  Tensor output = Tensor::of_reals(lowered.output_dims, std::vector<float>(found.size()));
  if (lowered.batch > 1 && !output.dims.empty()) output.dims[0] = lowered.batch;
  for (std::size_t image = 0; image < images; ++image)
    for (std::size_t n = 0; n < out_size; ++n)
      output.reals[image * out_size + lowered.output_origins[n]] = found[image * out_size + n];
  return output;
}

Difference compare(const Tensor& found, const Tensor& expected) {
  if (found.size() != expected.size())
    throw Failure("the network gives " + std::to_string(found.size()) + " numbers, and " +
                  std::to_string(expected.size()) + " are expected");
  double magnitude = 0;
  for (const float value : expected.reals) magnitude += std::abs(value);
  const double floor =
      std::max(magnitude / static_cast<double>(std::max<std::size_t>(1, expected.size())), 1e-30);
  Difference difference;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    const double a = found.reals[n], b = expected.reals[n];
    double relative = a == b ? 0 : std::abs(a - b) / std::max(std::abs(b), floor);
    if (std::isnan(relative)) relative = std::isnan(a) && std::isnan(b) ? 0 : HUGE_VAL;
    if (relative > difference.largest) difference = {relative, n, a, b};
  }
  return difference;
}

}  // namespace etch::generator
