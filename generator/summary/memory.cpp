// SPDX-License-Identifier: MIT
#include <generator/emit/files.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/text.hpp>
#include <generator/summary/memory.hpp>
#include <generator/verify/process.hpp>

#include <sstream>

namespace etch::generator {
namespace {

std::string program_of(const Network& network) {
  return "#include \"" + lower_case(network.name) +
         ".hpp\"\n#include <etch/summary.hpp>\n\nusing Net = " + network.name + R"(;

template <std::size_t... Index>
void print_layers(std::index_sequence<Index...>) {
  ((std::cout << Net::Layer<Index>::inference_bytes << ' ' << etch::detail::kernel_of<Net>(Index) << '\n'), ...);
}

int main() {
  constexpr std::size_t plain = Net::inference_layout_for<etch::Target{}>.size * sizeof(float);
  std::cout << Net::flash_bytes << ' ' << Net::prepared_bytes << ' ' << Net::inference_bytes << ' ' << plain << '\n';
  print_layers(std::make_index_sequence<Net::layer_count>{});
}
)";
}

}  // namespace

Memory memory_of(const Network& network, const Compiler& compiler) {
  const TemporaryFolder folder;
  write_files(folder.path(),
              {{lower_case(network.name) + ".hpp", header_of(network)}, {"memory.cc", program_of(network)}});
  const Finished ran = run_process({compile(folder.path() / "memory.cc", compiler, {"-O0"})});
  if (ran.status != 0) throw Failure("the compiled network ended with status " + std::to_string(ran.status));
  std::istringstream stream(ran.output);
  Memory memory;
  stream >> memory.flash >> memory.prepared >> memory.inference >> memory.plain_inference;
  for (Memory::OfLayer layer; stream >> layer.arena && std::getline(stream >> std::ws, layer.runs);)
    memory.layers.push_back(layer);
  return memory;
}

}  // namespace etch::generator
