// SPDX-License-Identifier: MIT
#include <etch/io/weights_header.hpp>

#include <generator/emit/text.hpp>
#include <generator/emit/weights.hpp>

#include <bit>
#include <cstdint>

namespace etch::generator {
namespace {

/// Without it linkers take the whole program's stack for executable.
const std::string stack_note = "#if defined(__ELF__)\n  .section .note.GNU-stack, \"\", %progbits\n#endif\n";

std::string beginning(const Network& network, const std::string& what) {
  return "// " + what + " of " + network.name + ", from " + network.model + ".\n";
}

std::string includes(const Network& network) {
  return "#pragma once\n#include \"" + lower_case(network.name) + ".hpp\"\n\n";
}

}  // namespace

std::string weights_array(const Network& network) {
  return beginning(network, "The weights") + includes(network) + "inline constexpr etch::Parameters<" +
         network.name + "> " + network.name + "_parameters{{\n" +
         io::detail::list(network.weights(), io::detail::literal) + "\n}};\n";
}

std::string weights_reference(const Network& network) {
  const std::string& name = network.name;
  const std::string symbol = lower_case(name) + "_weights";
  return beginning(network, "The weights") + includes(network) + "// In " + symbol +
         ".S, which puts them into read-only data.\nextern \"C\" const unsigned char " + symbol +
         "[];\n\ninline const etch::Parameters<" + name + ">& " + name +
         "_parameters =\n    *reinterpret_cast<const etch::Parameters<" + name + ">*>(" + symbol + ");\n";
}

std::string no_weights_assembly(const Network& network) {
  return beginning(network, "Nothing: " + lower_case(network.name) + "_weights.hpp has the weights") +
         stack_note;
}

std::string weights_assembly(const Network& network) {
  const std::string base = lower_case(network.name);
  const std::string symbol = base + "_weights";
  return beginning(network, "The weights") +
         "// Compile it with -I and the folder that it lies in, where the assembler looks for the numbers.\n"
         "#if defined(__APPLE__)\n"
         "  .const\n"
         "  .p2align 6\n"
         "  .globl _" +
         symbol + "\n_" + symbol +
         ":\n"
         "#else\n"
         "  .section .rodata\n"
         "  .p2align 6\n"
         "  .globl " +
         symbol + "\n" + symbol +
         ":\n"
         "#endif\n"
         "  .incbin \"" +
         base + ".weights.bin\"\n" + stack_note;
}

std::string weights_bytes(const Network& network) {
  std::string bytes;
  const std::vector<float> weights = network.weights();
  bytes.reserve(weights.size() * sizeof(float));
  for (const float weight : weights) {
    const auto bits = std::bit_cast<std::uint32_t>(weight);
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((bits >> shift) & 255);
  }
  return bytes;
}

}  // namespace etch::generator
