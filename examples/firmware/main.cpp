// SPDX-License-Identifier: MIT
// Compares inferences of the network with those of the host, and measures one: prints a name and a number
// each line, and ends with status 0 if all outputs are within 1e-5 of the host's and name the same class.
#include <infer.hpp>
#include <measure.hpp>
#include <semihosting.hpp>

using namespace firmware;

constexpr std::size_t outputs = Net::output_shape.size();
extern "C" int run();
extern "C" const float expected_outputs[sample_count][outputs];

static float image[Net::input_shape.size()];

extern "C" int run() {
  std::size_t other_class = 0;
  float largest_difference = 0;
  for (std::size_t n = 0; n < sample_count; ++n) {
    sample(n, image);
    const std::span<const float> output(infer(image), outputs);
    other_class += etch::argmax(output) != etch::argmax(expected_outputs[n]);
    for (std::size_t k = 0; k < outputs; ++k) {
      const float difference = output[k] - expected_outputs[n][k];
      const float size = difference < 0 ? -difference : difference;
      // Not a number is not equal either.
      if (!(size <= largest_difference)) largest_difference = size;
    }
  }
  report("samples", sample_count);
  report("other_class", other_class);
  const bool close = largest_difference <= 1e-5f;
  report("difference_e9", close ? static_cast<std::uint32_t>(largest_difference * 1e9f) : 1000000000);

  sample(0, image);
  paint_stack();
  infer(image);
  report("stack", painted_over());
  {
    const Timer timer;
    const std::uint32_t begin = timer.ticks();
    infer(image);
    report("ticks", timer.ticks() - begin);
  }
  report("multiply_adds", Net::multiply_adds);
  report("flash_bytes", Net::flash_bytes);
  report("inference_bytes", Net::inference_bytes);
  return other_class == 0 && close ? 0 : 1;
}
