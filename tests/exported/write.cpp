// SPDX-License-Identifier: MIT
// usage: write_exported FOLDER
// Writes each network of the catalogue, with weights drawn at random, as NAME.onnx, an input in ONNX's order
// as NAME.input.npy, and what etch computes from it: NAME.output.npy, and NAME.TAP.npy for auxiliary outputs.
#include <exported/catalogue.hpp>

#include <etch/io/description.hpp>
#include <etch/io/npy.hpp>

#include <generator/emit/files.hpp>
#include <generator/export/exporter.hpp>

#include <iostream>
#include <memory>
#include <random>

namespace {

/// Numbers of that shape in ONNX's order: channels second.
std::string npy(etch::Shape shape, const float* values) {
  etch::io::TensorPlace place{"", {1, shape.channels()}, 0, {shape.size(), 1}};
  std::size_t stride = shape.size();
  for (std::size_t axis = 0; axis + 1 < shape.rank(); ++axis) {
    stride /= shape[axis];
    place.shape.push_back(shape[axis]);
    place.strides.push_back(stride);
  }
  etch::io::NamedTensor tensor{"", place.shape, {}};
  place.for_each_place([&](std::size_t n) { tensor.values.push_back(values[n]); });
  return etch::io::npy_bytes(tensor);
}

template <class Net>
void write(const std::string& folder, const std::string& name) {
  std::mt19937 random(11);
  std::uniform_real_distribution<float> weight(-0.5f, 0.5f), statistic(0.5f, 1.5f), pixel(-2, 2);
  const auto parameters = std::make_unique<etch::Parameters<Net>>();
  for (float& value : parameters->span()) value = weight(random);
  for (float& value : parameters->statistics()) value = statistic(random);
  std::vector<float> image(Net::input_shape.size());
  for (float& value : image) value = pixel(random);

  const auto prepared = std::make_unique<etch::Prepared<Net>>();
  const auto workspace = std::make_unique<etch::Workspace<Net>>();
  etch::prepare(*parameters, *prepared);
  const auto result =
      etch::forward<Net>(*prepared, etch::InputSpan<Net>(image.data(), image.size()), *workspace);

  const auto description = etch::generator::parse_description(etch::io::describe<Net>());
  const std::vector<float> numbers(parameters->values, parameters->values + etch::Parameters<Net>::size);
  std::vector<etch::generator::File> files{
      {name + ".onnx", etch::generator::onnx_of(description, numbers, name, false)},
      {name + ".input.npy", npy(Net::input_shape, image.data())},
      {name + ".output.npy", npy(Net::output_shape, result.data())}};
  if constexpr (std::is_same_v<Net, catalogue::Taps>) {
    const auto add = [&](const char* tap, etch::Shape shape, const float* values) {
      files.push_back({name + "." + tap + ".npy", npy(shape, values)});
    };
    add("seen", {4, 4, 2}, etch::tap<Net, "seen">(*workspace).data());
    add("features", {2, 2, 3}, etch::tap<Net, "features">(*workspace).data());
    add("flat", {12}, etch::tap<Net, "flat">(*workspace).data());
    add("head", {2}, etch::tap<Net, "head">(*workspace).data());
    add("scores", {4}, etch::tap<Net, "scores">(*workspace).data());
  }
  etch::generator::write_files(folder, files);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_exported FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  write<catalogue::Convolutions>(folder, "convolutions");
  write<catalogue::Fields>(folder, "fields");
  write<catalogue::Sequence>(folder, "sequence");
  write<catalogue::Volume>(folder, "volume");
  write<catalogue::Pools>(folder, "pools");
  write<catalogue::RarePools>(folder, "rare_pools");
  write<catalogue::Functions>(folder, "functions");
  write<catalogue::Norms>(folder, "norms");
  write<catalogue::Places>(folder, "places");
  write<catalogue::Sizes>(folder, "sizes");
  write<catalogue::OddSizes>(folder, "odd_sizes");
  write<catalogue::Branches>(folder, "branches");
  write<catalogue::Taps>(folder, "taps");
}
