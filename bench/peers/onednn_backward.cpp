// SPDX-License-Identifier: MIT
#include "onednn_backward.hpp"

#include <unordered_map>
#include <utility>

#include "onednn_sizes.hpp"

namespace bench {

using namespace onednn;
using dnnl::algorithm;
using dnnl::prop_kind;

namespace {

/// What backward primitives want to be told of forward; `g.bias` is none of their business.
dnnl::convolution_forward::primitive_desc forward_of(const ConvolutionSizes& s, const dnnl::engine& engine) {
  return {{prop_kind::forward_training, algorithm::convolution_auto, any(s.in), any(s.weights), any(s.out),
           s.steps, s.dilation, s.before, s.after},
          engine};
}
dnnl::inner_product_forward::primitive_desc forward_of(const DenseSizes& s, const dnnl::engine& engine) {
  return {{prop_kind::forward_training, any(s.in), any(s.weights), any(s.out)}, engine};
}

}  // namespace

memory OneDnnBackward::part(const memory::desc& chosen, const memory::desc& ours) {
  parts_.push_back({memory(chosen, engine_), ours});
  return parts_.back().made;
}

std::vector<float> OneDnnBackward::result() {
  std::size_t count = 0;
  for (const Part& part : parts_) count += part.ours.get_size() / sizeof(float);
  std::vector<float> numbers(count);
  float* at = numbers.data();
  for (Part& part : parts_) {
    memory to(part.ours, engine_, at);
    dnnl::reorder(part.made, to).execute(stream_, part.made, to);
    at += part.ours.get_size() / sizeof(float);
  }
  return numbers;
}

template <class Primitive, class Sizes>
void OneDnnBackward::add_input_gradient(const typename Primitive::primitive_desc& chosen, const Sizes& sizes,
                                        const float* parameters, const float* output_gradient) {
  append(
      Primitive(chosen),
      {{DNNL_ARG_WEIGHTS, constant(sizes.our_weights, parameters, chosen.weights_desc())},
       {DNNL_ARG_DIFF_DST, constant(channels_last_desc(sizes.out), output_gradient, chosen.diff_dst_desc())},
       {DNNL_ARG_DIFF_SRC, part(chosen.diff_src_desc(), channels_last_desc(sizes.in))}});
}

template <class Primitive, class Sizes>
void OneDnnBackward::add_parameter_gradient(const typename Primitive::primitive_desc& chosen,
                                            const Sizes& sizes, const float* input,
                                            const float* output_gradient, bool bias) {
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SRC, constant(channels_last_desc(sizes.in), input, chosen.src_desc())},
      {DNNL_ARG_DIFF_DST, constant(channels_last_desc(sizes.out), output_gradient, chosen.diff_dst_desc())},
      {DNNL_ARG_DIFF_WEIGHTS, part(chosen.diff_weights_desc(), sizes.our_weights)}};
  if (bias) arguments[DNNL_ARG_DIFF_BIAS] = part(chosen.diff_bias_desc(), chosen.diff_bias_desc());
  append(Primitive(chosen), std::move(arguments));
}

void OneDnnBackward::add_input_gradient(const etch::ConvolutionGeometry& g, const Dims& in,
                                        const float* parameters, const float* output_gradient) {
  using Primitive = dnnl::convolution_backward_data;
  const ConvolutionSizes s(g, in);
  const Primitive::primitive_desc chosen({algorithm::convolution_auto, any(s.in), any(s.weights), any(s.out),
                                          s.steps, s.dilation, s.before, s.after},
                                         engine_, forward_of(s, engine_));
  add_input_gradient<Primitive>(chosen, s, parameters, output_gradient);
}

void OneDnnBackward::add_input_gradient(const etch::DenseGeometry& g, const Dims& in, const float* parameters,
                                        const float* output_gradient) {
  using Primitive = dnnl::inner_product_backward_data;
  const DenseSizes s(g, in[0]);
  const Primitive::primitive_desc chosen({any(s.in), any(s.weights), any(s.out)}, engine_,
                                         forward_of(s, engine_));
  add_input_gradient<Primitive>(chosen, s, parameters, output_gradient);
}

void OneDnnBackward::add_parameter_gradient(const etch::ConvolutionGeometry& g, const Dims& in,
                                            const float* input, const float* output_gradient) {
  using Primitive = dnnl::convolution_backward_weights;
  constexpr auto how = algorithm::convolution_auto;
  const ConvolutionSizes s(g, in);
  const Primitive::desc wanted = g.bias
                                     ? Primitive::desc(how, any(s.in), any(s.weights), vector_desc(g.filters),
                                                       any(s.out), s.steps, s.dilation, s.before, s.after)
                                     : Primitive::desc(how, any(s.in), any(s.weights), any(s.out), s.steps,
                                                       s.dilation, s.before, s.after);
  add_parameter_gradient<Primitive>({wanted, engine_, forward_of(s, engine_)}, s, input, output_gradient,
                                    g.bias);
}

void OneDnnBackward::add_parameter_gradient(const etch::DenseGeometry& g, const Dims& in, const float* input,
                                            const float* output_gradient) {
  using Primitive = dnnl::inner_product_backward_weights;
  const DenseSizes s(g, in[0]);
  const Primitive::desc wanted =
      g.bias ? Primitive::desc(any(s.in), any(s.weights), vector_desc(g.outputs), any(s.out))
             : Primitive::desc(any(s.in), any(s.weights), any(s.out));
  add_parameter_gradient<Primitive>({wanted, engine_, forward_of(s, engine_)}, s, input, output_gradient,
                                    g.bias);
}

}  // namespace bench
