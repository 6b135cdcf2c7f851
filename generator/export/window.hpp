// SPDX-License-Identifier: MIT
#pragma once
#include <generator/export/description.hpp>
#include <generator/export/writer.hpp>

namespace etch::generator {

/// All sides before, then all sides after, as ONNX has them.
inline std::vector<std::int64_t> both_sides(const std::vector<std::int64_t>& before,
                                            const std::vector<std::int64_t>& after) {
  std::vector<std::int64_t> all = before;
  all.insert(all.end(), after.begin(), after.end());
  return all;
}

/// The attributes of a window that slides.
inline Writer::Attributes window_attributes(const Description::Step& step) {
  return {{"kernel_shape", step.list("kernel")},
          {"strides", step.list("stride")},
          {"dilations", step.list("dilation")},
          {"pads", both_sides(step.list("before"), step.list("after"))}};
}

}  // namespace etch::generator
