// SPDX-License-Identifier: MIT
#pragma once
// The trained network of examples/digits, as `digits_train --out` writes it.
#include <support/digits_weights.hpp>

#include <cstddef>

namespace firmware {

using Net = Digits;
[[gnu::section(".weights")]] inline constexpr etch::Prepared<Net> prepared = etch::prepare(Digits_parameters);
inline const auto& weights() { return prepared; }
inline void learned(etch::Parameters<Net>& parameters) { parameters = Digits_parameters; }

constexpr std::size_t sample_count = sizeof Digits_labels;
inline void sample(std::size_t number, float (&image)[Net::input_shape.size()]) {
  for (std::size_t n = 0; n < sizeof image / sizeof *image; ++n)
    image[n] = static_cast<float>(Digits_images[number][n]) / Digits_white;
}

}  // namespace firmware
