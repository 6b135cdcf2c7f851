// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/normalization/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <etch/shape.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "peer.hpp"

namespace bench {

/// Training steps of PyTorch (libtorch) on one thread: the same operations one after another, its own
/// gradients, cross entropy and stochastic gradient descent. Values are numbered in the order in which they
/// are added, the input is 0.
class Torch {
 public:
  Torch(std::size_t batch, etch::Shape input, float learning_rate);
  ~Torch();
  static std::string version();

  // Each: the number of what it makes. `parameters` and `statistics` are laid out as ours.
  std::size_t add(const etch::ConvolutionGeometry& g, std::size_t in, const float* parameters);
  std::size_t add(const etch::DenseGeometry& g, std::size_t in, const float* parameters);
  std::size_t add(const etch::PoolGeometry& g, std::size_t in, const float* parameters);
  std::size_t add(const etch::ElementwiseGeometry& g, std::size_t in, const float* parameters);
  std::size_t add(const etch::BatchNormGeometry& g, std::size_t in, const float* parameters);
  template <class Geometry>
  std::size_t add(const Geometry&, std::size_t, const float*) {
    throw NoPeer("PyTorch: an operation of this network is not written");
  }
  std::size_t add_sum(std::size_t first, std::size_t second);
  std::size_t flatten(std::size_t in);

  /// `images` channels-last.
  void load(const float* images, const std::vector<std::size_t>& labels);
  /// Forward to value `output`, backward, update; the loss before it.
  float step(std::size_t output);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bench
