// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/normalization/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <etch/ops/window.hpp>
#include <etch/shape.hpp>

#include <cstddef>

#include "peer.hpp"
#include "torch.hpp"

// Our operations as PyTorch's. Each `add`: the number of what it makes; `parameters` are laid out as ours.
namespace bench {

inline Torch::Images torch_images(std::size_t count, etch::Shape shape) {
  return {count, {shape[0], shape[1]}, shape[2]};
}
inline Torch::Window torch_window(const etch::WindowAxis& height, const etch::WindowAxis& width) {
  return {{height.kernel, width.kernel},
          {height.stride, width.stride},
          {height.before, width.before},
          {height.dilation, width.dilation},
          height.round_up || width.round_up};
}

inline std::size_t add(Torch& torch, const etch::ConvolutionGeometry& g, std::size_t in,
                       const float* parameters) {
  if (!g.is_flat() || g.height.before != g.height.after || g.width.before != g.width.after)
    throw NoPeer("PyTorch: convolutions here are 2-D, padded alike on both sides");
  return torch.convolution({torch_window(g.height, g.width), g.group_channels(), g.filters, g.groups}, in,
                           parameters, g.bias ? parameters + g.weight_count() : nullptr);
}

inline std::size_t add(Torch& torch, const etch::DenseGeometry& g, std::size_t in, const float* parameters) {
  return torch.dense(g.inputs, g.outputs, in, parameters, g.bias ? parameters + g.weight_count() : nullptr);
}

inline std::size_t add(Torch& torch, const etch::PoolGeometry& g, std::size_t in, const float*) {
  const Torch::Window window = torch_window(g.height, g.width);
  if (g.pooling == etch::Pooling::max) return torch.max_pool(window, in);
  return torch.mean_pool(window, g.count_padding, in);
}

inline std::size_t add(Torch& torch, const etch::ElementwiseGeometry& g, std::size_t in, const float*) {
  switch (g.function) {
    case etch::Function::relu:
      return torch.activation(Torch::Activation::relu, in);
    case etch::Function::identity:
      return in;
    case etch::Function::relu6:
      return torch.activation(Torch::Activation::relu6, in);
    case etch::Function::tanh:
      return torch.activation(Torch::Activation::tanh, in);
    case etch::Function::sigmoid:
      return torch.activation(Torch::Activation::sigmoid, in);
    default:
      throw NoPeer("PyTorch: an activation of this network is not written");
  }
}

inline std::size_t add(Torch& torch, const etch::BatchNormGeometry& g, std::size_t in,
                       const float* parameters) {
  return torch.batch_norm(g.channels, g.epsilon.as<double>(), g.momentum.as<double>(), in,
                          g.affine ? parameters : nullptr, g.affine ? parameters + g.channels : nullptr);
}

template <class Geometry>
std::size_t add(Torch&, const Geometry&, std::size_t, const float*) {
  throw NoPeer("PyTorch: an operation of this network is not written");
}

}  // namespace bench
