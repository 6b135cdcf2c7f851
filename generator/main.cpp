// SPDX-License-Identifier: MIT
// The command etch: networks from trained ONNX models.
#include <generator/commands.hpp>

int main(int argc, char** argv) { return etch::generator::run(argc, argv); }
