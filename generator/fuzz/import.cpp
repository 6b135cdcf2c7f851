// SPDX-License-Identifier: MIT
// What libFuzzer calls: any bytes must be refused or become a network, and nothing else may happen.
//
//     cmake --workflow --preset fuzz    # five minutes, from the models of tests/generator/fixtures
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx_pb.h>

#include <generator/emit/header.hpp>
#include <generator/import.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace etch::generator;
  google::protobuf::SetLogHandler(nullptr);
  onnx::ModelProto model;
  if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      !model.ParseFromArray(bytes, static_cast<int>(size)))
    return 0;
  try {
    Network network = network_of(read_model(model, "/nonexistent"));
    network.name = "Net";
    header_of(network);
  } catch (const Refusal&) {
  }
  return 0;
}
