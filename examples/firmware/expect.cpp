// SPDX-License-Identifier: MIT
// Runs on the host: expect FOLDER writes expected.bin, the outputs of all samples by this machine's kernels,
// and weights.bin, the weights as a target without vectors reads them. Exit status: 0, or 2 and one sentence.
#include <network.hpp>
#include <write.hpp>

using namespace firmware;

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: expect FOLDER\n");
    return 2;
  }
  const std::string folder = argv[1];
  static etch::Parameters<Net> parameters;
  static etch::Prepared<Net> prepared;
  static etch::Prepared<Net, etch::Target{}> plain;
  static etch::Workspace<Net> workspace;
  learned(parameters);
  etch::prepare(parameters, prepared);
  etch::prepare<Net, etch::PlainBackend>(parameters, plain);

  constexpr std::size_t outputs = Net::output_shape.size();
  static float expected[sample_count * outputs];
  for (std::size_t n = 0; n < sample_count; ++n) {
    static float image[Net::input_shape.size()];
    sample(n, image);
    const auto output = etch::forward<Net>(prepared, image, workspace);
    for (std::size_t k = 0; k < outputs; ++k) expected[n * outputs + k] = output[k];
  }
  return write(folder, "expected.bin", expected, sizeof expected) &&
                 write(folder, "weights.bin", plain.values, sizeof plain)
             ? 0
             : 2;
}
