// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>

#include <cstddef>

#include <dnnl.hpp>

// Our geometries in oneDNN's terms.
namespace bench::onednn {

using dnnl::memory;
using Dims = memory::dims;
using Format = memory::format_tag;

inline constexpr auto f32 = memory::data_type::f32;

inline memory::dim dim(std::size_t n) { return static_cast<memory::dim>(n); }

inline Format channels_last(const Dims& dims) {
  switch (dims.size()) {
    case 2:
      return Format::nc;
    case 3:
      return Format::nwc;
    case 4:
      return Format::nhwc;
    default:
      return Format::ndhwc;
  }
}
inline memory::desc channels_last_desc(const Dims& dims) { return {dims, f32, channels_last(dims)}; }
inline memory::desc any(const Dims& dims) { return {dims, f32, Format::any}; }
inline memory::desc vector_desc(std::size_t count) { return {{dim(count)}, f32, Format::x}; }

/// The axes of a window that are there: one to three.
template <class F>
Dims per_axis(const etch::Window& window, std::size_t rank, const F& f) {
  Dims all{f(window.depth), f(window.height), f(window.width)};
  return {all.end() - static_cast<std::ptrdiff_t>(rank), all.end()};
}

/// The axes of a kernel whose taps lie `stride` apart, behind the axes that are there.
inline void append_taps(const Dims& kernel, memory::dim stride, Dims& extents, Dims& strides) {
  Dims tap_strides(kernel.size());
  for (std::size_t axis = kernel.size(); axis-- > 0;) {
    tap_strides[axis] = stride;
    stride *= kernel[axis];
  }
  extents.insert(extents.end(), kernel.begin(), kernel.end());
  strides.insert(strides.end(), tap_strides.begin(), tap_strides.end());
}

/// A convolution of an input of such extents.
struct ConvolutionSizes {
  Dims in, out, weights;
  memory::desc our_weights;  ///< As ours lie.
  Dims steps, dilation, before, after;

  ConvolutionSizes(const etch::ConvolutionGeometry& g, const Dims& input) : in(input) {
    const std::size_t rank = in.size() - 2;
    const etch::Window window = g.window();
    const auto axes = [&](const auto& f) { return per_axis(window, rank, f); };
    const Dims kernel = axes([](const etch::WindowAxis& a) { return dim(a.kernel); });
    const Dims spatial = axes([](const etch::WindowAxis& a) { return dim(a.out()); });
    out = {in[0], dim(g.filters)};
    out.insert(out.end(), spatial.begin(), spatial.end());

    // Ours: (taps, channels / groups, filters).
    weights = {dim(g.group_filters()), dim(g.group_channels())};
    Dims strides{1, dim(g.filters)};
    if (g.groups > 1) {
      weights.insert(weights.begin(), dim(g.groups));
      strides.insert(strides.begin(), dim(g.group_filters()));
    }
    append_taps(kernel, dim(g.filters * g.group_channels()), weights, strides);
    our_weights = {weights, f32, strides};

    steps = axes([](const etch::WindowAxis& a) { return dim(a.stride); });
    dilation = axes([](const etch::WindowAxis& a) { return dim(a.dilation - 1); });
    before = axes([](const etch::WindowAxis& a) { return dim(a.before); });
    after = axes([](const etch::WindowAxis& a) { return dim(a.after); });
  }
};

/// A dense layer of so many images.
struct DenseSizes {
  Dims in, out, weights;
  memory::desc our_weights;

  DenseSizes(const etch::DenseGeometry& g, memory::dim images)
      : in{images, dim(g.inputs)},
        out{images, dim(g.outputs)},
        weights{dim(g.outputs), dim(g.inputs)},
        our_weights(weights, f32, Dims{1, dim(g.outputs)}) {}
};

}  // namespace bench::onednn
