// SPDX-License-Identifier: MIT
// Writes a header of C: what etch's type Net computes of drawn numbers, and the memory that it needs without
// vectors.
#include "net.hpp"

#include "drawn.h"
#include "other.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

int main(int argc, char** argv) {
  const auto parameters = std::make_unique<etch::Parameters<Net>>();
  const auto prepared = std::make_unique<etch::Prepared<Net>>();
  const auto workspace = std::make_unique<etch::Workspace<Net>>();
  const auto input = std::make_unique<float[]>(Net::input_shape.size());
  std::FILE* weights = argc == 2 ? std::fopen(argv[1], "rb") : nullptr;
  constexpr std::size_t count = etch::Parameters<Net>::size;
  if (weights == nullptr || std::fread(parameters->values, sizeof(float), count, weights) != count) return 1;
  etch::prepare(*parameters, *prepared);
  const auto other_workspace = std::make_unique<other_network::Workspace>();

  constexpr std::size_t images = 2;
  std::uint32_t state = 1;
  std::printf("#define EXPECTED_IMAGES %zu\nstatic const float expected[] = {", images);
  for (std::size_t image = 0; image < images; ++image) {
    for (std::size_t n = 0; n < Net::input_shape.size(); ++n) input[n] = drawn(&state);
    const etch::InputSpan<Net> numbers(input.get(), Net::input_shape.size());
    const auto output = etch::forward<Net>(*prepared, numbers, *workspace);
    const auto same = other_network::forward(numbers, *other_workspace);
    float largest = 1;
    for (const float number : output) largest = std::max(largest, std::abs(number));
    for (std::size_t n = 0; n < output.size(); ++n) {
      std::printf("%.9ef,\n", double{output[n]});
      if (!(std::abs(same[n] - output[n]) <= 1e-5f * largest)) return 2;
    }
  }
  std::printf("};\n#define EXPECTED_FLASH_BYTES %zu\n#define EXPECTED_INFERENCE_BYTES %zu\n",
              Net::flash_bytes, Net::inference_layout_for<etch::Target{}>.size * sizeof(float));
}
