// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <dnnl.hpp>

#include "peer.hpp"

namespace bench {

/// oneDNN's inference primitives, one after another: each chooses the layout of its weights, made before, and
/// of what it reads and writes; where two disagree a reordering comes between, and its time counts.
class OneDnn {
 public:
  /// Numbers in memory: of one image, or none yet, where the first primitive may choose their layout.
  struct Tensor {
    dnnl::memory::dims dims;
    std::optional<dnnl::memory> memory;
    bool last_use = true;  ///< What reads it next may write over it.
  };

  OneDnn();
  static std::string version();

  /// An input whose layout the primitive that reads it may choose; `numbers` are laid out channels-last.
  static Tensor free_input(dnnl::memory::dims dims) { return {std::move(dims), std::nullopt}; }
  /// An input that is given channels-last, as ours is.
  Tensor input(dnnl::memory::dims dims);

  Tensor add(const etch::ConvolutionGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::TransposedGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::DenseGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::PoolGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::ElementwiseGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::ScaleGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::SumGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  Tensor add(const etch::SoftmaxGeometry& g, Tensor& in, Tensor* other, const float* parameters);
  template <class Geometry>
  Tensor add(const Geometry&, Tensor&, Tensor*, const float*) {
    throw NoPeer("it has no primitive for an operation of this network");
  }
  /// Channels after channels.
  Tensor concat(const std::vector<Tensor*>& parts);
  /// The same numbers, in the order channels-last, under other extents.
  Tensor reshape(Tensor& in, const dnnl::memory::dims& dims);

  void run() {
    for (const auto& step : steps_) step();
  }
  /// What lies there, channels-last.
  std::vector<float> numbers(const Tensor& tensor);
  /// Puts numbers there.
  void fill(Tensor& tensor, const float* channels_last);

 protected:
  /// The numbers in another layout, made now.
  dnnl::memory constant(const dnnl::memory::desc& given, const float* numbers,
                        const dnnl::memory::desc& wanted);
  void append(const dnnl::primitive& primitive, std::unordered_map<int, dnnl::memory> arguments);

  dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream_{engine_};

 private:
  dnnl::memory in_layout(Tensor& tensor, const dnnl::memory::desc& wanted);
  dnnl::memory result(Tensor* other, const dnnl::memory::desc& wanted);
  dnnl::primitive_attr attributes(const etch::Epilogue& epilogue);

  std::vector<std::function<void()>> steps_;
};

}  // namespace bench
