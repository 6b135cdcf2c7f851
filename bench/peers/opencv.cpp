// SPDX-License-Identifier: MIT
#include "opencv.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

namespace bench {
namespace {

using cv::dnn::LayerParams;

int number(std::size_t n) { return static_cast<int>(n); }

cv::Mat blob(const std::vector<float>& numbers, const std::vector<int>& shape) {
  return cv::Mat(shape, CV_32F, const_cast<float*>(numbers.data())).clone();
}
cv::Mat vector_blob(const float* from, std::size_t count) {
  return blob({from, from + count}, {1, number(count)});
}

bool padded_alike(const etch::Window& window) {
  return window.height.before == window.height.after && window.width.before == window.width.after;
}

void set_window(LayerParams& params, const etch::Window& window) {
  const bool even = padded_alike(window);
  params.set("kernel_h", number(window.height.kernel));
  params.set("kernel_w", number(window.width.kernel));
  params.set("stride_h", number(window.height.stride));
  params.set("stride_w", number(window.width.stride));
  params.set("pad_t", even ? number(window.height.before) : 0);
  params.set("pad_l", even ? number(window.width.before) : 0);
  params.set("pad_b", even ? number(window.height.after) : 0);
  params.set("pad_r", even ? number(window.width.after) : 0);
}

}  // namespace

struct OpenCv::State {
  cv::dnn::Net net;
  std::vector<int> layers{0};  ///< OpenCV's number of each of our values; 0 is its input.
  etch::Shape input{};
  std::string output_name;
  etch::Shape output_shape{};
  cv::Mat output;

  std::size_t add(const std::string& type, LayerParams params, const std::vector<PeerValue>& inputs) {
    const std::string name = type + std::to_string(layers.size());
    params.name = name;
    params.type = type;
    const int id = net.addLayer(name, type, params);
    for (std::size_t pin = 0; pin < inputs.size(); ++pin)
      net.connect(layers[inputs[pin].number], 0, id, number(pin));
    layers.push_back(id);
    output_name = name;
    return layers.size() - 1;
  }

  std::size_t pad(const etch::Window& window, PeerValue in) {
    const std::array<int, 8> sides{0,
                                   0,
                                   0,
                                   0,
                                   number(window.height.before),
                                   number(window.height.after),
                                   number(window.width.before),
                                   number(window.width.after)};
    LayerParams params;
    params.set("paddings", cv::dnn::DictValue::arrayInt(sides.data(), number(sides.size())));
    return add("Padding", params, {in});
  }
  std::size_t activate(const etch::ElementwiseGeometry& g, PeerValue in) {
    LayerParams params;
    switch (g.function) {
      case etch::Function::identity:
        return in.number;
      case etch::Function::relu:
        return add("ReLU", params, {in});
      case etch::Function::relu6:
        params.set("min_value", 0.0f);
        params.set("max_value", 6.0f);
        return add("ReLU6", params, {in});
      case etch::Function::leaky_relu:
        params.set("negative_slope", g.slope.as<float>());
        return add("ReLU", params, {in});
      case etch::Function::tanh:
        return add("TanH", params, {in});
      case etch::Function::sigmoid:
        return add("Sigmoid", params, {in});
      default:
        throw NoPeer("an activation of this network is not written");
    }
  }
  std::size_t finish(const etch::Epilogue& epilogue, PeerValue made, PeerValue other) {
    if (epilogue.adds_other) {
      LayerParams params;
      params.set("operation", "sum");
      made.number = add("Eltwise", params, {made, other});
    }
    return activate(epilogue.activation, made);
  }
};

std::string OpenCv::version() { return CV_VERSION; }

OpenCv::OpenCv(etch::Shape input) : state_(std::make_unique<State>()) {
  cv::setNumThreads(1);
  // It tells of every layer that another backend would have.
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_ERROR);
  state_->net.setInputsNames({"input"});
  state_->input = input;
}
OpenCv::~OpenCv() = default;

std::size_t OpenCv::add(const etch::ConvolutionGeometry& g, PeerValue in, PeerValue other,
                        const float* parameters) {
  if (!g.is_flat()) throw NoPeer("convolutions here are 2-D");
  LayerParams params;
  set_window(params, g.window());
  params.set("dilation_h", number(g.height.dilation));
  params.set("dilation_w", number(g.width.dilation));
  params.set("num_output", number(g.filters));
  params.set("group", number(g.groups));
  params.set("bias_term", static_cast<bool>(g.bias));
  params.blobs.push_back(
      blob(filters_first(parameters, g.window().taps(), g.group_channels(), g.filters),
           {number(g.filters), number(g.group_channels()), number(g.height.kernel), number(g.width.kernel)}));
  if (g.bias) params.blobs.push_back(vector_blob(parameters + g.weight_count(), g.filters));
  // Its convolutions pad both sides alike; its importers put a layer before those that do not.
  if (!padded_alike(g.window())) in.number = state_->pad(g.window(), in);
  return state_->finish(g.epilogue, {state_->add("Convolution", params, {in}), {}}, other);
}

std::size_t OpenCv::add(const etch::TransposedGeometry& g, PeerValue in, PeerValue other,
                        const float* parameters) {
  const etch::ConvolutionGeometry& adjoint = g.adjoint;
  if (!adjoint.is_flat() || adjoint.groups != 1) throw NoPeer("this transposed convolution is not written");
  LayerParams params;
  set_window(params, adjoint.window());
  params.set("num_output", number(g.filters()));
  params.set("bias_term", static_cast<bool>(g.bias));
  // What a stride of the adjoint leaves over at the end.
  const auto over = [](const etch::WindowAxis& a) {
    return number(a.in + a.before + a.after - (a.out() - 1) * a.stride - a.kernel);
  };
  params.set("adj_h", over(adjoint.height));
  params.set("adj_w", over(adjoint.width));
  params.blobs.push_back(
      blob(filters_first(parameters, adjoint.window().taps(), adjoint.channels, adjoint.filters),
           {number(adjoint.filters), number(adjoint.channels), number(adjoint.height.kernel),
            number(adjoint.width.kernel)}));
  if (g.bias) params.blobs.push_back(vector_blob(parameters + g.weight_count(), g.filters()));
  return state_->finish(g.epilogue, {state_->add("Deconvolution", params, {in}), {}}, other);
}

std::size_t OpenCv::add(const etch::DenseGeometry& g, PeerValue in, PeerValue other,
                        const float* parameters) {
  LayerParams params;
  params.set("num_output", number(g.outputs));
  params.set("bias_term", static_cast<bool>(g.bias));
  params.set("axis", 1);
  params.blobs.push_back(
      blob(outputs_first(parameters, in.shape, g.outputs), {number(g.outputs), number(g.inputs)}));
  if (g.bias) params.blobs.push_back(vector_blob(parameters + g.weight_count(), g.outputs));
  return state_->finish(g.epilogue, {state_->add("InnerProduct", params, {in}), {}}, other);
}

std::size_t OpenCv::add(const etch::PoolGeometry& g, PeerValue in, PeerValue, const float*) {
  if (!g.is_flat()) throw NoPeer("pooling here is 2-D");
  LayerParams params;
  set_window(params, g.window());
  const bool largest = g.pooling == etch::Pooling::max;
  params.set("pool", largest ? "MAX" : "AVE");
  params.set("ceil_mode", g.height.round_up || g.width.round_up);
  if (!largest) params.set("ave_pool_padded_area", static_cast<bool>(g.count_padding));
  return state_->add("Pooling", params, {in});
}

std::size_t OpenCv::add(const etch::ElementwiseGeometry& g, PeerValue in, PeerValue, const float*) {
  return state_->activate(g, in);
}

std::size_t OpenCv::add(const etch::ScaleGeometry& g, PeerValue in, PeerValue other,
                        const float* parameters) {
  LayerParams params;
  params.set("axis", 1);
  params.set("bias_term", static_cast<bool>(g.bias));
  params.blobs.push_back(vector_blob(parameters, g.channels));
  if (g.bias) params.blobs.push_back(vector_blob(parameters + g.channels, g.channels));
  return state_->finish(g.epilogue, {state_->add("Scale", params, {in}), {}}, other);
}

std::size_t OpenCv::add(const etch::SumGeometry&, PeerValue in, PeerValue other, const float*) {
  return state_->finish({.adds_other = true}, in, other);
}

std::size_t OpenCv::add(const etch::SoftmaxGeometry& g, PeerValue in, PeerValue, const float*) {
  LayerParams params;
  params.set("axis", 1);
  params.set("log_softmax", static_cast<bool>(g.logarithm));
  return state_->add("Softmax", params, {in});
}

std::size_t OpenCv::concat(const std::vector<PeerValue>& parts) {
  LayerParams params;
  params.set("axis", 1);
  return state_->add("Concat", params, parts);
}

void OpenCv::finish(PeerValue output, const float* image) {
  state_->output_shape = output.shape;
  state_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  state_->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  std::vector<int> dims{1, number(state_->input.channels())};
  for (std::size_t axis = 0; axis + 1 < state_->input.rank(); ++axis)
    dims.push_back(number(state_->input[axis]));
  state_->net.setInput(blob(channels_first(image, state_->input), dims));
}

void OpenCv::run() { state_->net.forward(state_->output, state_->output_name); }

std::vector<float> OpenCv::output() const {
  const cv::Mat& out = state_->output;
  if (out.total() != state_->output_shape.size()) throw NoPeer("it gives another number of outputs");
  return channels_last(out.ptr<float>(), state_->output_shape);
}

}  // namespace bench
