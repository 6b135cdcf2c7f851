// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>
#include <etch/shape.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "peer.hpp"

namespace bench {

/// A network of OpenCV's module dnn, which fuses and runs it as it likes, on one thread.
class OpenCv {
 public:
  static constexpr const char* name = "OpenCV";
  static std::string version();

  explicit OpenCv(etch::Shape input);
  ~OpenCv();

  std::size_t add(const etch::ConvolutionGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::TransposedGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::DenseGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::PoolGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::ElementwiseGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::ScaleGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::SumGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  std::size_t add(const etch::SoftmaxGeometry& g, PeerValue in, PeerValue other, const float* parameters);
  template <class Geometry>
  std::size_t add(const Geometry&, PeerValue, PeerValue, const float*) {
    throw NoPeer("an operation of this network is not written");
  }
  std::size_t concat(const std::vector<PeerValue>& parts);

  /// All is added: value `output` is what `run` makes of `image`, channels-last.
  void finish(PeerValue output, const float* image);
  void run();
  /// What the last run made, channels-last.
  std::vector<float> output() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bench
