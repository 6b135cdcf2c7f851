// SPDX-License-Identifier: MIT
#pragma once
#include "onednn.hpp"

namespace bench {

/// oneDNN's backward primitives, one at a time. What each reads was laid out before as it prefers, and what
/// it makes stays as it left it: no reordering counts in its time, though between layers there may be some.
class OneDnnBackward : public OneDnn {
 public:
  /// `in`: extents of what the layer reads; all numbers are given as ours lie.
  void add_input_gradient(const etch::ConvolutionGeometry& g, const dnnl::memory::dims& in,
                          const float* parameters, const float* output_gradient);
  void add_input_gradient(const etch::DenseGeometry& g, const dnnl::memory::dims& in, const float* parameters,
                          const float* output_gradient);
  void add_parameter_gradient(const etch::ConvolutionGeometry& g, const dnnl::memory::dims& in,
                              const float* input, const float* output_gradient);
  void add_parameter_gradient(const etch::DenseGeometry& g, const dnnl::memory::dims& in, const float* input,
                              const float* output_gradient);

  /// The gradient, as ours lies: channels-last, or the weights and behind them the biases.
  std::vector<float> result();

 private:
  struct Part {
    dnnl::memory made;
    dnnl::memory::desc ours;
  };

  template <class Primitive, class Sizes>
  void add_input_gradient(const typename Primitive::primitive_desc& chosen, const Sizes& sizes,
                          const float* parameters, const float* output_gradient);
  template <class Primitive, class Sizes>
  void add_parameter_gradient(const typename Primitive::primitive_desc& chosen, const Sizes& sizes,
                              const float* input, const float* output_gradient, bool bias);
  /// Memory for a part of the result.
  dnnl::memory part(const dnnl::memory::desc& chosen, const dnnl::memory::desc& ours);

  std::vector<Part> parts_;
};

}  // namespace bench
