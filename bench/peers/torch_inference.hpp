// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>
#include <etch/shape.hpp>

#include <cstddef>
#include <vector>

#include "torch_operations.hpp"

namespace bench {

/// A network of PyTorch's functions one after another, in inference mode, channels first.
class TorchInference {
 public:
  static constexpr const char* name = "PyTorch";

  explicit TorchInference(etch::Shape input) : torch_(images_of(input), 0) {}

  std::size_t add(const etch::ConvolutionGeometry& g, PeerValue in, PeerValue other,
                  const float* parameters) {
    if (!g.is_flat()) throw NoPeer("convolutions here are 2-D");
    Torch::Window window = torch_window(g.height, g.width);
    if (g.height.before != g.height.after || g.width.before != g.width.after) {
      in.number = torch_.pad(window.padding, {g.height.after, g.width.after}, in.number);
      window.padding = {};
    }
    return finish(g.epilogue,
                  torch_.convolution({window, g.group_channels(), g.filters, g.groups}, in.number, parameters,
                                     g.bias ? parameters + g.weight_count() : nullptr),
                  other);
  }
  std::size_t add(const etch::TransposedGeometry& g, PeerValue in, PeerValue other, const float* parameters) {
    const etch::ConvolutionGeometry& a = g.adjoint;
    if (!a.is_flat() || a.groups != 1) throw NoPeer("this transposed convolution is not written");
    const auto over = [](const etch::WindowAxis& axis) {
      return axis.in + 2 * axis.before - (axis.out() - 1) * axis.stride -
             ((axis.kernel - 1) * axis.dilation + 1);
    };
    return finish(g.epilogue,
                  torch_.transposed({torch_window(a.height, a.width), a.channels, a.filters, a.groups},
                                    {over(a.height), over(a.width)}, in.number, parameters,
                                    g.bias ? parameters + g.weight_count() : nullptr, g.filters()),
                  other);
  }
  std::size_t add(const etch::DenseGeometry& g, PeerValue in, PeerValue other, const float* parameters) {
    // Inputs in its order; then as it takes ours.
    const std::vector<float> weights = outputs_first(parameters, in.shape, g.outputs);
    std::vector<float> ours(weights.size());
    for (std::size_t k = 0; k < g.outputs; ++k)
      for (std::size_t i = 0; i < g.inputs; ++i) ours[i * g.outputs + k] = weights[k * g.inputs + i];
    return finish(g.epilogue,
                  torch_.dense(g.inputs, g.outputs, torch_.flatten_channels_first(in.number), ours.data(),
                               g.bias ? parameters + g.weight_count() : nullptr),
                  other);
  }
  std::size_t add(const etch::PoolGeometry& g, PeerValue in, PeerValue, const float* parameters) {
    if (!g.is_flat() || g.height.before != g.height.after || g.width.before != g.width.after)
      throw NoPeer("pooling here is 2-D, padded alike on both sides");
    return bench::add(torch_, g, in.number, parameters);
  }
  std::size_t add(const etch::ElementwiseGeometry& g, PeerValue in, PeerValue, const float* parameters) {
    return bench::add(torch_, g, in.number, parameters);
  }
  std::size_t add(const etch::ScaleGeometry& g, PeerValue in, PeerValue other, const float* parameters) {
    return finish(g.epilogue,
                  torch_.scale(g.channels, in.number, parameters, g.bias ? parameters + g.channels : nullptr),
                  other);
  }
  std::size_t add(const etch::SumGeometry&, PeerValue in, PeerValue other, const float*) {
    return torch_.sum(in.number, other.number);
  }
  std::size_t add(const etch::SoftmaxGeometry& g, PeerValue in, PeerValue, const float*) {
    return torch_.softmax(g.logarithm, in.number);
  }
  template <class Geometry>
  std::size_t add(const Geometry&, PeerValue, PeerValue, const float*) {
    throw NoPeer("an operation of this network is not written");
  }
  std::size_t concat(const std::vector<PeerValue>& parts) {
    std::vector<std::size_t> numbers;
    for (const PeerValue& part : parts) numbers.push_back(part.number);
    return torch_.concat(numbers);
  }

  /// All is added: value `output` is what `run` makes of `image`, channels-last.
  void finish(PeerValue output, const float* image) {
    output_ = output;
    torch_.load(image);
  }
  void run() { torch_.infer(output_.number); }
  /// What the last run made, channels-last.
  std::vector<float> output() const {
    const std::vector<float> numbers = torch_.inferred();
    if (numbers.size() != output_.shape.size()) throw NoPeer("it gives another number of outputs");
    return channels_last(numbers.data(), output_.shape);
  }

 private:
  Torch torch_;
  PeerValue output_{};

  static Torch::Images images_of(etch::Shape shape) {
    if (shape.rank() == 1) return {1, {1, 1}, shape[0]};
    if (shape.rank() != 3) throw NoPeer("inputs here are images or vectors");
    return torch_images(1, shape);
  }
  std::size_t finish(const etch::Epilogue& epilogue, std::size_t made, PeerValue other) {
    if (epilogue.adds_other) made = torch_.sum(made, other.number);
    return bench::add(torch_, epilogue.activation, made, nullptr);
  }
};

}  // namespace bench
