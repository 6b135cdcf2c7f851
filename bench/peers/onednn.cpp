// SPDX-License-Identifier: MIT
#include "onednn.hpp"

#include <etch/ops/target.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "onednn_sizes.hpp"

namespace bench {

using namespace onednn;
using dnnl::algorithm;
using dnnl::prop_kind;

namespace {

algorithm algorithm_of(etch::Function function) {
  using etch::Function;
  switch (function) {
    case Function::relu:
    case Function::leaky_relu:
      return algorithm::eltwise_relu;
    case Function::relu6:
      return algorithm::eltwise_clip;
    case Function::elu:
      return algorithm::eltwise_elu;
    case Function::sigmoid:
      return algorithm::eltwise_logistic;
    case Function::tanh:
      return algorithm::eltwise_tanh;
    case Function::gelu:
      return algorithm::eltwise_gelu_erf;
    case Function::gelu_tanh:
      return algorithm::eltwise_gelu_tanh;
    case Function::silu:
      return algorithm::eltwise_swish;
    case Function::mish:
      return algorithm::eltwise_mish;
    case Function::hard_swish:
      return algorithm::eltwise_hardswish;
    default:
      throw NoPeer("it has no such activation");
  }
}
/// The two numbers that oneDNN's activations take.
std::pair<float, float> numbers_of(const etch::ElementwiseGeometry& g) {
  using etch::Function;
  if (g.function == Function::relu6) return {0.0f, 6.0f};
  if (g.function == Function::leaky_relu || g.function == Function::elu) return {g.slope.as<float>(), 0.0f};
  if (g.function == Function::silu) return {1.0f, 0.0f};
  return {0.0f, 0.0f};
}

}  // namespace

std::string OneDnn::version() {
  const dnnl::version_t v = *dnnl::version();
  return std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
}

OneDnn::OneDnn() {
  // It may use what this build may use, no more.
  constexpr std::size_t lanes = etch::this_target.lanes;
  if (lanes <= 8) dnnl::set_max_cpu_isa(lanes == 8 ? dnnl::cpu_isa::avx2 : dnnl::cpu_isa::sse41);
#ifdef _OPENMP
  omp_set_num_threads(1);
#endif
}

OneDnn::Tensor OneDnn::input(Dims dims) {
  const memory::desc desc = channels_last_desc(dims);
  return {std::move(dims), memory(desc, engine_)};
}

void OneDnn::fill(Tensor& tensor, const float* numbers) {
  memory from(channels_last_desc(tensor.dims), engine_, const_cast<float*>(numbers));
  dnnl::reorder(from, *tensor.memory).execute(stream_, from, *tensor.memory);
}
std::vector<float> OneDnn::numbers(const Tensor& tensor) {
  memory::dim count = 1;
  for (const memory::dim extent : tensor.dims) count *= extent;
  std::vector<float> numbers(static_cast<std::size_t>(count));
  memory to(channels_last_desc(tensor.dims), engine_, numbers.data());
  memory from = *tensor.memory;
  dnnl::reorder(from, to).execute(stream_, from, to);
  return numbers;
}

void OneDnn::append(const dnnl::primitive& primitive, std::unordered_map<int, memory> arguments) {
  steps_.push_back([this, primitive, arguments] { primitive.execute(stream_, arguments); });
}

memory OneDnn::in_layout(Tensor& tensor, const memory::desc& wanted) {
  if (!tensor.memory) tensor.memory = memory(wanted, engine_);
  if (tensor.memory->get_desc() == wanted) return *tensor.memory;
  memory reordered(wanted, engine_);
  append(dnnl::reorder(*tensor.memory, reordered),
         {{DNNL_ARG_FROM, *tensor.memory}, {DNNL_ARG_TO, reordered}});
  return reordered;
}

memory OneDnn::constant(const memory::desc& given, const float* numbers, const memory::desc& wanted) {
  memory from(given, engine_, const_cast<float*>(numbers));
  memory to(wanted, engine_);
  dnnl::reorder(from, to).execute(stream_, from, to);
  return to;
}

/// Where a primitive that adds to `other` writes: over it, if nobody reads it afterwards.
memory OneDnn::result(Tensor* other, const memory::desc& wanted) {
  if (!other) return memory(wanted, engine_);
  if (!other->memory) other->memory = memory(wanted, engine_);
  if (other->last_use && other->memory->get_desc() == wanted) return *other->memory;
  memory copy(wanted, engine_);
  append(dnnl::reorder(*other->memory, copy), {{DNNL_ARG_FROM, *other->memory}, {DNNL_ARG_TO, copy}});
  return copy;
}

dnnl::primitive_attr OneDnn::attributes(const etch::Epilogue& epilogue) {
  dnnl::post_ops after;
  if (epilogue.adds_other) after.append_sum(1.0f);
  if (epilogue.activation.function != etch::Function::identity) {
    const auto [alpha, beta] = numbers_of(epilogue.activation);
    after.append_eltwise(1.0f, algorithm_of(epilogue.activation.function), alpha, beta);
  }
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(after);
  return attributes;
}

OneDnn::Tensor OneDnn::add(const etch::ConvolutionGeometry& g, Tensor& in, Tensor* other,
                           const float* parameters) {
  const ConvolutionSizes s(g, in.dims);
  const auto make = [&](algorithm how) {
    if (g.bias) {
      return dnnl::convolution_forward::primitive_desc(
          {prop_kind::forward_inference, how, any(s.in), any(s.weights), vector_desc(g.filters), any(s.out),
           s.steps, s.dilation, s.before, s.after},
          attributes(g.epilogue), engine_);
    }
    return dnnl::convolution_forward::primitive_desc(
        {prop_kind::forward_inference, how, any(s.in), any(s.weights), any(s.out), s.steps, s.dilation,
         s.before, s.after},
        attributes(g.epilogue), engine_);
  };
  // Its own choice, Winograd among them.
  const auto chosen = make(algorithm::convolution_auto);
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SRC, in_layout(in, chosen.src_desc())},
      {DNNL_ARG_WEIGHTS, constant(s.our_weights, parameters, chosen.weights_desc())},
      {DNNL_ARG_DST, result(other, chosen.dst_desc())}};
  if (g.bias)
    arguments[DNNL_ARG_BIAS] =
        constant(chosen.bias_desc(), parameters + g.weight_count(), chosen.bias_desc());
  Tensor made{s.out, arguments[DNNL_ARG_DST]};
  append(dnnl::convolution_forward(chosen), std::move(arguments));
  return made;
}

OneDnn::Tensor OneDnn::add(const etch::TransposedGeometry& g, Tensor& in, Tensor* other,
                           const float* parameters) {
  const etch::ConvolutionGeometry& adjoint = g.adjoint;
  if (adjoint.groups != 1) throw NoPeer("transposed convolutions by groups are not written");
  const std::size_t rank = in.dims.size() - 2;
  const auto axes = [&](const auto& f) { return per_axis(adjoint.window(), rank, f); };
  const Dims spatial = axes([](const etch::WindowAxis& a) { return dim(a.in); });
  Dims out{1, dim(g.filters())};
  out.insert(out.end(), spatial.begin(), spatial.end());

  // Ours: (taps, filters, channels).
  const Dims kernel = axes([](const etch::WindowAxis& a) { return dim(a.kernel); });
  Dims weights{dim(g.filters()), dim(g.channels())};
  Dims strides{dim(g.channels()), 1};
  append_taps(kernel, dim(g.channels() * g.filters()), weights, strides);

  const std::vector<float> zeros(g.filters());
  const dnnl::deconvolution_forward::primitive_desc chosen(
      {prop_kind::forward_inference, algorithm::deconvolution_direct, any(in.dims), any(weights),
       vector_desc(g.filters()), any(out), axes([](const etch::WindowAxis& a) { return dim(a.stride); }),
       axes([](const etch::WindowAxis& a) { return dim(a.dilation - 1); }),
       axes([](const etch::WindowAxis& a) { return dim(a.before); }), axes([](const etch::WindowAxis& a) {
         return dim((a.out() - 1) * a.stride + a.kernel) - dim(a.in) - dim(a.before);
       })},
      attributes(g.epilogue), engine_);
  const memory source = in_layout(in, chosen.src_desc());
  const memory weight_memory = constant({weights, f32, strides}, parameters, chosen.weights_desc());
  const memory bias =
      constant(chosen.bias_desc(), g.bias ? parameters + g.weight_count() : zeros.data(), chosen.bias_desc());
  const memory target = result(other, chosen.dst_desc());
  append(dnnl::deconvolution_forward(chosen), {{DNNL_ARG_SRC, source},
                                               {DNNL_ARG_WEIGHTS, weight_memory},
                                               {DNNL_ARG_BIAS, bias},
                                               {DNNL_ARG_DST, target}});
  return {out, target};
}

OneDnn::Tensor OneDnn::add(const etch::DenseGeometry& g, Tensor& in, Tensor* other, const float* parameters) {
  const DenseSizes s(g, 1);
  const dnnl::inner_product_forward::primitive_desc chosen(
      {prop_kind::forward_inference, any(s.in), any(s.weights), vector_desc(g.outputs), any(s.out)},
      attributes(g.epilogue), engine_);
  const std::vector<float> zeros(g.outputs);
  const memory weight_memory = constant(s.our_weights, parameters, chosen.weights_desc());
  const memory bias =
      constant(chosen.bias_desc(), g.bias ? parameters + g.weight_count() : zeros.data(), chosen.bias_desc());
  Tensor flat = in.memory ? reshape(in, s.in) : Tensor{s.in, std::nullopt};
  const memory source = in_layout(flat, chosen.src_desc());
  if (!in.memory) in = flat;
  const memory target = result(other, chosen.dst_desc());
  append(dnnl::inner_product_forward(chosen), {{DNNL_ARG_SRC, source},
                                               {DNNL_ARG_WEIGHTS, weight_memory},
                                               {DNNL_ARG_BIAS, bias},
                                               {DNNL_ARG_DST, target}});
  return {s.out, target};
}

OneDnn::Tensor OneDnn::add(const etch::PoolGeometry& g, Tensor& in, Tensor*, const float*) {
  const std::size_t rank = in.dims.size() - 2;
  const etch::Window window = g.window();
  const auto axes = [&](const auto& f) { return per_axis(window, rank, f); };
  const Dims spatial = axes([](const etch::WindowAxis& a) { return dim(a.out()); });
  Dims out{1, dim(g.channels)};
  out.insert(out.end(), spatial.begin(), spatial.end());
  const algorithm how = g.pooling == etch::Pooling::max ? algorithm::pooling_max
                        : g.count_padding               ? algorithm::pooling_avg_include_padding
                                                        : algorithm::pooling_avg_exclude_padding;
  const memory::desc from = in.memory ? in.memory->get_desc() : channels_last_desc(in.dims);
  const dnnl::pooling_forward::primitive_desc chosen(
      {prop_kind::forward_inference, how, from, any(out),
       axes([](const etch::WindowAxis& a) { return dim(a.stride); }),
       axes([](const etch::WindowAxis& a) { return dim(a.kernel); }),
       axes([](const etch::WindowAxis& a) { return dim(a.before); }),
       // What a last window hangs over the edge counts as padding.
       axes([](const etch::WindowAxis& a) {
         const auto needed = dim((a.out() - 1) * a.stride + a.kernel);
         return std::max(dim(a.after), needed - dim(a.in) - dim(a.before));
       })},
      engine_);
  const memory target(chosen.dst_desc(), engine_);
  append(dnnl::pooling_forward(chosen), {{DNNL_ARG_SRC, in_layout(in, from)}, {DNNL_ARG_DST, target}});
  return {out, target};
}

OneDnn::Tensor OneDnn::add(const etch::ElementwiseGeometry& g, Tensor& in, Tensor*, const float*) {
  const memory::desc from = in.memory ? in.memory->get_desc() : channels_last_desc(in.dims);
  const memory source = in_layout(in, from);
  const auto [alpha, beta] = numbers_of(g);
  const dnnl::eltwise_forward::primitive_desc chosen(
      {prop_kind::forward_inference, algorithm_of(g.function), from, alpha, beta}, engine_);
  const memory target = in.last_use ? source : memory(from, engine_);
  append(dnnl::eltwise_forward(chosen), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
  return {in.dims, target};
}

OneDnn::Tensor OneDnn::add(const etch::ScaleGeometry& g, Tensor& in, Tensor* other, const float* parameters) {
  if (other) throw NoPeer("a scale that adds is not written");
  const memory::desc from = in.memory ? in.memory->get_desc() : channels_last_desc(in.dims);
  const memory source = in_layout(in, from);
  using Flags = dnnl::normalization_flags;
  const bool relu = g.epilogue.activation.function == etch::Function::relu;
  auto flags = Flags::use_global_stats | Flags::use_scale | Flags::use_shift;
  if (relu) flags = flags | Flags::fuse_norm_relu;
  if (!relu && g.epilogue.activation.function != etch::Function::identity)
    throw NoPeer("normalisation takes no such activation");
  const dnnl::batch_normalization_forward::primitive_desc chosen(
      {prop_kind::forward_inference, from, 0.0f, flags}, engine_);
  const memory::desc channels = vector_desc(g.channels);
  const std::vector<float> zeros(g.channels, 0.0f), ones(g.channels, 1.0f);
  const memory target = in.last_use ? source : memory(from, engine_);
  append(dnnl::batch_normalization_forward(chosen),
         {{DNNL_ARG_SRC, source},
          {DNNL_ARG_MEAN, constant(channels, zeros.data(), channels)},
          {DNNL_ARG_VARIANCE, constant(channels, ones.data(), channels)},
          {DNNL_ARG_SCALE, constant(channels, parameters, channels)},
          {DNNL_ARG_SHIFT, constant(channels, g.bias ? parameters + g.channels : zeros.data(), channels)},
          {DNNL_ARG_DST, target}});
  return {in.dims, target};
}

OneDnn::Tensor OneDnn::add(const etch::SumGeometry&, Tensor& in, Tensor* other, const float*) {
  const memory::desc from = in.memory ? in.memory->get_desc() : channels_last_desc(in.dims);
  const memory first = in_layout(in, from);
  const memory second = in_layout(*other, from);
  const dnnl::binary::primitive_desc chosen({algorithm::binary_add, from, from, from}, engine_);
  const memory target = in.last_use ? first : memory(from, engine_);
  append(dnnl::binary(chosen), {{DNNL_ARG_SRC_0, first}, {DNNL_ARG_SRC_1, second}, {DNNL_ARG_DST, target}});
  return {in.dims, target};
}

OneDnn::Tensor OneDnn::add(const etch::SoftmaxGeometry& g, Tensor& in, Tensor*, const float*) {
  const memory::desc from = in.memory ? in.memory->get_desc() : channels_last_desc(in.dims);
  const memory source = in_layout(in, from);
  const memory target = in.last_use ? source : memory(from, engine_);
  if (g.logarithm) {
    const dnnl::logsoftmax_forward::primitive_desc chosen({prop_kind::forward_inference, from, 1}, engine_);
    append(dnnl::logsoftmax_forward(chosen), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
  } else {
    const dnnl::softmax_forward::primitive_desc chosen({prop_kind::forward_inference, from, 1}, engine_);
    append(dnnl::softmax_forward(chosen), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
  }
  return {in.dims, target};
}

OneDnn::Tensor OneDnn::concat(const std::vector<Tensor*>& parts) {
  std::vector<memory::desc> descs;
  for (Tensor* part : parts) descs.push_back(part->memory->get_desc());
  const dnnl::concat::primitive_desc chosen(1, descs, engine_);
  const memory target(chosen.dst_desc(), engine_);
  std::unordered_map<int, memory> arguments{{DNNL_ARG_DST, target}};
  Dims dims = parts[0]->dims;
  dims[1] = 0;
  for (std::size_t n = 0; n < parts.size(); ++n) {
    arguments[DNNL_ARG_MULTIPLE_SRC + static_cast<int>(n)] = *parts[n]->memory;
    dims[1] += parts[n]->dims[1];
  }
  append(dnnl::concat(chosen), std::move(arguments));
  return {dims, target};
}

OneDnn::Tensor OneDnn::reshape(Tensor& in, const Dims& dims) {
  if (in.dims == dims) return in;
  if (!in.memory) return {dims, std::nullopt};
  // Channels-last numbers are the same numbers under any extents.
  const memory plain = in_layout(in, channels_last_desc(in.dims));
  memory renamed(channels_last_desc(dims), engine_, plain.get_data_handle());
  // `plain` is kept by what wrote it, or by the caller.
  steps_.push_back([plain] {});
  return {dims, renamed};
}

}  // namespace bench
