// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/io/tensor_place.hpp>
#include <etch/network.hpp>
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/normalization/geometry.hpp>

#include <cstddef>
#include <string>
#include <vector>

// A network's parameters as tensors with names, as other programs know them.
namespace etch::io {

namespace detail {

using Extents = std::vector<std::size_t>;

/// Puts the tensors of one layer into a list, one behind the other.
class LayerTensors {
 public:
  LayerTensors(std::vector<TensorPlace>& all, std::size_t layer, std::size_t offset)
      : all_(all), prefix_("layer" + std::to_string(layer) + "."), offset_(offset) {}

  /// A tensor whose numbers lie in the order of its axes `order`, the first the outermost.
  void add(const std::string& name, const Extents& shape, const Extents& order) {
    Extents strides(shape.size(), 1);
    std::size_t stride = 1;
    for (std::size_t n = order.size(); n-- > 0;) {
      strides[order[n]] = stride;
      stride *= shape[order[n]];
    }
    all_.push_back({prefix_ + name, shape, offset_, strides});
    offset_ += stride;
  }
  /// One whose numbers lie as its shape says.
  void add(const std::string& name, const Extents& shape) {
    Extents order;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) order.push_back(axis);
    add(name, shape, order);
  }

 private:
  std::vector<TensorPlace>& all_;
  std::string prefix_;
  std::size_t offset_;
};

/// The taps of a window over `axes` axes.
inline Extents taps_of(const ConvolutionGeometry& g, std::size_t axes) {
  const Extents all{g.depth.kernel, g.height.kernel, g.width.kernel};
  return {all.end() - static_cast<std::ptrdiff_t>(axes), all.end()};
}

/// (filters, channels, taps...), which lies as (taps..., channels, filters).
inline void add_filters(LayerTensors& to, std::size_t filters, std::size_t channels, const Extents& taps) {
  Extents shape{filters, channels}, order;
  for (const std::size_t extent : taps) {
    order.push_back(shape.size());
    shape.push_back(extent);
  }
  order.insert(order.end(), {1, 0});
  to.add("weight", shape, order);
}

inline void add_scale(LayerTensors& to, const Extents& shape, bool weight, bool bias) {
  if (weight) to.add("weight", shape);
  if (bias) to.add("bias", shape);
}

// How the parameters of each operation lie. `in`: the shape of the layer's input.
inline void add_parameters(LayerTensors& to, const ConvolutionGeometry& g, Shape in) {
  add_filters(to, g.filters, g.group_channels(), taps_of(g, in.rank() - 1));
  if (g.bias) to.add("bias", {g.filters});
}
inline void add_parameters(LayerTensors& to, const TransposedGeometry& g, Shape in) {
  // As PyTorch has it: (channels, filters / groups, taps...).
  add_filters(to, g.channels(), g.adjoint.group_channels(), taps_of(g.adjoint, in.rank() - 1));
  if (g.bias) to.add("bias", {g.filters()});
}
inline void add_parameters(LayerTensors& to, const LocalGeometry& g, Shape) {
  to.add("weight", {g.height.out(), g.width.out(), g.height.kernel, g.width.kernel, g.channels, g.filters});
  if (g.bias) to.add("bias", {g.height.out(), g.width.out(), g.filters});
}
inline void add_parameters(LayerTensors& to, const DenseGeometry& g, Shape) {
  to.add("weight", {g.outputs, g.inputs}, {1, 0});
  if (g.bias) to.add("bias", {g.outputs});
}
inline void add_parameters(LayerTensors& to, const ScaleGeometry& g, Shape) {
  add_scale(to, {g.channels}, true, g.bias);
}
inline void add_parameters(LayerTensors& to, const BatchNormGeometry& g, Shape) {
  add_scale(to, {g.channels}, g.affine, g.affine);
}
inline void add_parameters(LayerTensors& to, const StandardizeGeometry& g, Shape in) {
  // The last axes, as many as hold so many numbers.
  Extents shape{in.channels()};
  std::size_t size = in.channels();
  for (std::size_t axis = in.rank() - 1; axis-- > 0 && size < g.channels;) {
    shape.insert(shape.begin(), in[axis]);
    size *= in[axis];
  }
  add_scale(to, shape, g.affine, g.affine);
}
inline void add_parameters(LayerTensors& to, const PreluGeometry& g, Shape) {
  to.add("weight", {g.parameter_count()});
}
/// What only a user's layer has: as they lie.
template <class Geometry>
void add_parameters(LayerTensors& to, const Geometry& g, Shape) {
  if constexpr (requires { g.parameter_count(); })
    if (g.parameter_count() != 0) to.add("weight", {g.parameter_count()});
}

template <class Net, std::size_t Index>
void add_layer(std::vector<TensorPlace>& all) {
  using L = typename Net::template Layer<Index>;
  if constexpr (L::parameter_count != 0) {
    LayerTensors learned(all, Index + 1, L::parameter_offset);
    add_parameters(learned, L::type::geometry(L::input_shape), L::input_shape);
  }
  if constexpr (L::statistic_count != 0) {
    LayerTensors statistics(all, Index + 1, Net::parameter_count + L::statistic_offset);
    statistics.add("running_mean", {L::statistic_count / 2});
    statistics.add("running_var", {L::statistic_count / 2});
  }
}

}  // namespace detail

/// All of a network's numbers as tensors, layer after layer: layer3.weight, layer3.bias, and of a BatchNorm
/// running_mean and running_var. A layer's number is that of messages and of `etch::summary`, from 1. Shapes
/// and orders are PyTorch's: of a convolution (filters, channels / groups, kernel h, kernel w), of a
/// transposed one (channels, filters / groups, kernel h, kernel w), of a dense layer (outputs, inputs).
template <class Net>
std::vector<TensorPlace> tensors() {
  std::vector<TensorPlace> all;
  for_each_index<0, Net::layer_count>([&](auto index) { detail::add_layer<Net, index>(all); });
  return all;
}

}  // namespace etch::io
