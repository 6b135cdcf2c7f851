// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/kernels.hpp>

#include <sstream>
#include <string>

// Geometries as text that can be pasted into a test.
namespace sweep {

using namespace etch;

template <class... Members>
std::string braces(const char* type, const Members&... members) {
  std::ostringstream text;
  text << type << '{';
  const char* comma = "";
  ((text << comma << members, comma = ", "), ...);
  text << '}';
  return text.str();
}
inline const char* word(bool flag) { return flag ? "true" : "false"; }

inline std::string describe(const WindowAxis& a) {
  return braces("", a.in, a.kernel, a.stride, a.dilation, a.before, a.after, word(a.round_up));
}
inline std::string describe(const ElementwiseGeometry& g) {
  const std::string function = "Function(" + std::to_string(static_cast<int>(g.function)) + ")";
  return braces("ElementwiseGeometry", function, g.count, braces("", g.slope.numerator, g.slope.denominator));
}
inline std::string describe(const Epilogue& e) {
  return braces("", word(e.adds_other), describe(e.activation));
}
inline std::string describe(const ConvolutionGeometry& g) {
  return braces("ConvolutionGeometry", describe(g.height), describe(g.width), g.channels, g.filters, g.groups,
                word(g.bias), describe(g.depth), describe(g.epilogue),
                braces("", word(g.policy.precise), word(g.policy.compact)), g.whole_channels);
}
inline std::string describe(const TransposedGeometry& g) {
  return braces("TransposedGeometry", describe(g.adjoint), word(g.bias), describe(g.epilogue));
}
inline std::string describe(const DenseGeometry& g) {
  return braces("DenseGeometry", g.inputs, g.outputs, word(g.bias), describe(g.epilogue));
}
inline std::string describe(const PoolGeometry& g) {
  return braces("PoolGeometry", g.pooling == Pooling::max ? "Pooling::max" : "Pooling::average",
                describe(g.height), describe(g.width), g.channels, describe(g.depth), word(g.count_padding));
}
inline std::string describe(const AdaptivePoolGeometry& g) {
  const auto axis = [](const AdaptivePoolGeometry::Axis& a) { return braces("", a.in, a.out); };
  return braces("AdaptivePoolGeometry", g.pooling == Pooling::max ? "Pooling::max" : "Pooling::average",
                braces("", axis(g.windows.height), axis(g.windows.width)), g.channels);
}
inline std::string describe(const BatchNormGeometry& g) {
  return braces("BatchNormGeometry", g.pixels, g.channels, word(g.affine));
}
inline std::string describe(const SoftmaxGeometry& g) {
  return braces("SoftmaxGeometry", g.rows, g.channels, word(g.logarithm));
}
inline std::string describe(const SumGeometry& g) { return braces("SumGeometry", g.count); }
inline std::string describe(const ScaleGeometry& g) {
  return braces("ScaleGeometry", g.pixels, g.channels, word(g.bias), describe(g.epilogue));
}

}  // namespace sweep
