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
inline std::string describe(const Fraction& f) { return braces("", f.numerator, f.denominator); }
/// An enumerator, as its number.
template <class Enum>
std::string describe(const char* type, Enum value) {
  return type + std::string("(") + std::to_string(static_cast<int>(value)) + ")";
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
  return braces("BatchNormGeometry", g.pixels, g.channels, word(g.affine), describe(g.epsilon),
                describe(g.momentum), word(g.frozen));
}
inline std::string describe(const SoftmaxGeometry& g) {
  return braces("SoftmaxGeometry", g.rows, g.channels, word(g.logarithm));
}
inline std::string describe(const SumGeometry& g) { return braces("SumGeometry", g.count); }
inline std::string describe(const ScaleGeometry& g) {
  return braces("ScaleGeometry", g.pixels, g.channels, word(g.bias), describe(g.epilogue));
}

inline std::string describe(const ProductGeometry& g) {
  return braces("ProductGeometry", g.pixels, g.channels, describe("ProductGeometry::Second", g.second));
}
inline std::string describe(const PreluGeometry& g) {
  return braces("PreluGeometry", g.pixels, g.channels, word(g.shared));
}
inline std::string describe(const ResampleGeometry& g) {
  return braces("ResampleGeometry", braces("", g.height.in, g.height.out),
                braces("", g.width.in, g.width.out), g.channels, word(g.bilinear), word(g.align_corners));
}
inline std::string describe(const PermuteGeometry& g) {
  std::string extents, order;
  for (std::size_t axis = 0; axis < g.rank; ++axis) {
    extents += (axis == 0 ? "" : ", ") + std::to_string(g.extents[axis]);
    order += (axis == 0 ? "" : ", ") + std::to_string(g.order[axis]);
  }
  return braces("PermuteGeometry", g.rank, braces("", extents), braces("", order));
}
inline std::string describe(const BorderGeometry& g) {
  const auto axis = [](const BorderGeometry::Axis& a) { return braces("", a.in, a.before, a.after); };
  return braces("BorderGeometry", axis(g.depth), axis(g.height), axis(g.width), axis(g.channels),
                describe("BorderMode", g.mode), describe(g.fill));
}
inline std::string describe(const ConcatGeometry& g) {
  return braces("ConcatGeometry", g.pixels, g.channels, g.total, g.offset);
}
inline std::string describe(const StandardizeGeometry& g) {
  return braces("StandardizeGeometry", g.rows, g.pixels, g.channels, g.groups, word(g.affine));
}
inline std::string describe(const LocalResponseGeometry& g) {
  return braces("LocalResponseGeometry", g.pixels, g.channels, g.before, g.after, describe(g.alpha),
                describe(g.beta), describe(g.offset));
}
inline std::string describe(const DropoutGeometry& g) {
  return braces("DropoutGeometry", g.count, g.numerator, g.denominator);
}

}  // namespace sweep
