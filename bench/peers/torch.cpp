// SPDX-License-Identifier: MIT
#include "torch.hpp"

#include <functional>

#include <torch/torch.h>

namespace bench {
namespace {

std::int64_t number(std::size_t n) { return static_cast<std::int64_t>(n); }

std::vector<std::int64_t> numbers(Torch::Axes axes) { return {number(axes.height), number(axes.width)}; }

torch::Tensor permuted(const float* from, std::vector<std::int64_t> shape,
                       const std::vector<std::int64_t>& order) {
  const torch::Tensor ours = torch::from_blob(const_cast<float*>(from), shape);
  return ours.permute(order).contiguous().clone().requires_grad_(true);
}

}  // namespace

struct Torch::State {
  using Step = std::function<torch::Tensor(const std::vector<torch::Tensor>&)>;

  std::vector<Step> steps;
  std::vector<torch::Tensor> parameters;
  torch::Tensor images;
  torch::Tensor labels;
  torch::Tensor inferred;
  std::unique_ptr<torch::optim::SGD> optimizer;
  Images input{};
  float learning_rate = 0;

  std::size_t add(Step step) {
    steps.push_back(std::move(step));
    return steps.size();
  }
  const torch::Tensor& keep(torch::Tensor parameter) {
    parameters.push_back(std::move(parameter));
    return parameters.back();
  }
  /// Of `count` numbers; no tensor without `from`.
  torch::Tensor keep_vector(const float* from, std::size_t count) {
    if (!from) return {};
    const torch::Tensor ours = torch::from_blob(const_cast<float*>(from), {number(count)});
    return keep(ours.clone().requires_grad_(true));
  }
};

Torch::Torch(const Images& images, float learning_rate) : state_(std::make_unique<State>()) {
  torch::set_num_threads(1);
  state_->input = images;
  state_->learning_rate = learning_rate;
}
Torch::~Torch() = default;
std::string Torch::version() { return TORCH_VERSION; }

std::size_t Torch::convolution(const Convolution& c, std::size_t in, const float* weights,
                               const float* bias) {
  const Axes& kernel = c.window.kernel;
  const torch::Tensor w = state_->keep(permuted(
      weights, {number(kernel.height), number(kernel.width), number(c.group_channels), number(c.filters)},
      {3, 2, 0, 1}));
  const torch::Tensor b = state_->keep_vector(bias, c.filters);
  return state_->add([=, stride = numbers(c.window.stride), padding = numbers(c.window.padding),
                      dilation = numbers(c.window.dilation),
                      groups = number(c.groups)](const std::vector<torch::Tensor>& values) {
    return torch::conv2d(values[in], w, b, stride, torch::IntArrayRef(padding), dilation, groups);
  });
}

std::size_t Torch::dense(std::size_t inputs, std::size_t outputs, std::size_t in, const float* weights,
                         const float* bias) {
  const torch::Tensor w = state_->keep(permuted(weights, {number(inputs), number(outputs)}, {1, 0}));
  const torch::Tensor b = state_->keep_vector(bias, outputs);
  return state_->add(
      [=](const std::vector<torch::Tensor>& values) { return torch::linear(values[in], w, b); });
}

std::size_t Torch::max_pool(const Window& window, std::size_t in) {
  return state_->add([=, kernel = numbers(window.kernel), stride = numbers(window.stride),
                      padding = numbers(window.padding),
                      round_up = window.round_up](const std::vector<torch::Tensor>& values) {
    return torch::max_pool2d(values[in], kernel, stride, padding, 1, round_up);
  });
}

std::size_t Torch::mean_pool(const Window& window, bool count_padding, std::size_t in) {
  return state_->add([=, kernel = numbers(window.kernel), stride = numbers(window.stride),
                      padding = numbers(window.padding),
                      round_up = window.round_up](const std::vector<torch::Tensor>& values) {
    return torch::avg_pool2d(values[in], kernel, stride, padding, round_up, count_padding);
  });
}

std::size_t Torch::activation(Activation function, std::size_t in) {
  switch (function) {
    case Activation::relu:
      return state_->add([in](const std::vector<torch::Tensor>& values) { return torch::relu(values[in]); });
    case Activation::relu6:
      return state_->add([in](const std::vector<torch::Tensor>& values) { return torch::relu6(values[in]); });
    case Activation::tanh:
      return state_->add([in](const std::vector<torch::Tensor>& values) { return torch::tanh(values[in]); });
    default:
      return state_->add(
          [in](const std::vector<torch::Tensor>& values) { return torch::sigmoid(values[in]); });
  }
}

std::size_t Torch::batch_norm(std::size_t channels, double epsilon, double momentum, std::size_t in,
                              const float* gamma, const float* beta) {
  const torch::Tensor scale = state_->keep_vector(gamma, channels);
  const torch::Tensor shift = state_->keep_vector(beta, channels);
  const torch::Tensor mean = torch::zeros({number(channels)});
  const torch::Tensor variance = torch::ones({number(channels)});
  return state_->add([=](const std::vector<torch::Tensor>& values) {
    return torch::batch_norm(values[in], scale, shift, mean, variance, true, momentum, epsilon, false);
  });
}

std::size_t Torch::sum(std::size_t first, std::size_t second) {
  return state_->add(
      [=](const std::vector<torch::Tensor>& values) { return values[first] + values[second]; });
}

std::size_t Torch::flatten(std::size_t in) {
  // Channels last, as ours: so that weights that follow are laid out alike.
  return state_->add([in](const std::vector<torch::Tensor>& values) {
    return values[in].permute({0, 2, 3, 1}).flatten(1);
  });
}

std::size_t Torch::transposed(const Convolution& adjoint, Axes over, std::size_t in, const float* weights,
                              const float* bias, std::size_t outputs) {
  const Axes& kernel = adjoint.window.kernel;
  const torch::Tensor w = state_->keep(permuted(
      weights,
      {number(kernel.height), number(kernel.width), number(adjoint.group_channels), number(adjoint.filters)},
      {3, 2, 0, 1}));
  const torch::Tensor b = state_->keep_vector(bias, outputs);
  return state_->add([=, stride = numbers(adjoint.window.stride), padding = numbers(adjoint.window.padding),
                      more = numbers(over), groups = number(adjoint.groups),
                      dilation = numbers(adjoint.window.dilation)](const std::vector<torch::Tensor>& values) {
    return torch::conv_transpose2d(values[in], w, b, stride, padding, more, groups, dilation);
  });
}

std::size_t Torch::pad(Axes before, Axes after, std::size_t in) {
  const std::vector<std::int64_t> sides{number(before.width), number(after.width), number(before.height),
                                        number(after.height)};
  return state_->add(
      [=](const std::vector<torch::Tensor>& values) { return torch::constant_pad_nd(values[in], sides, 0); });
}

std::size_t Torch::scale(std::size_t channels, std::size_t in, const float* gamma, const float* beta) {
  const auto of_channels = [&](const float* from) {
    const torch::Tensor kept = state_->keep_vector(from, channels);
    return from ? kept.view({1, number(channels), 1, 1}) : kept;
  };
  const torch::Tensor factors = of_channels(gamma), terms = of_channels(beta);
  return state_->add([=](const std::vector<torch::Tensor>& values) {
    return terms.defined() ? torch::addcmul(terms, values[in], factors) : values[in] * factors;
  });
}

std::size_t Torch::softmax(bool logarithm, std::size_t in) {
  return state_->add([=](const std::vector<torch::Tensor>& values) {
    return logarithm ? torch::log_softmax(values[in], 1) : torch::softmax(values[in], 1);
  });
}

std::size_t Torch::concat(const std::vector<std::size_t>& parts) {
  return state_->add([parts](const std::vector<torch::Tensor>& values) {
    std::vector<torch::Tensor> read;
    for (const std::size_t part : parts) read.push_back(values[part]);
    return torch::cat(read, 1);
  });
}

std::size_t Torch::flatten_channels_first(std::size_t in) {
  return state_->add([in](const std::vector<torch::Tensor>& values) { return values[in].flatten(1); });
}

void Torch::load(const float* images) {
  const Images& in = state_->input;
  const torch::Tensor ours = torch::from_blob(
      const_cast<float*>(images),
      {number(in.count), number(in.extents.height), number(in.extents.width), number(in.channels)});
  state_->images = ours.permute({0, 3, 1, 2}).contiguous().clone();
}

void Torch::load(const float* images, const std::vector<std::size_t>& labels) {
  load(images);
  std::vector<std::int64_t> targets(labels.begin(), labels.end());
  state_->labels = torch::tensor(targets, torch::kInt64);
  state_->optimizer = std::make_unique<torch::optim::SGD>(state_->parameters, state_->learning_rate);
}

float Torch::step(std::size_t output) {
  state_->optimizer->zero_grad();
  std::vector<torch::Tensor> values{state_->images};
  for (const State::Step& step : state_->steps) values.push_back(step(values));
  const torch::Tensor loss = torch::nn::functional::cross_entropy(values[output], state_->labels);
  loss.backward();
  state_->optimizer->step();
  return loss.item<float>();
}

void Torch::infer(std::size_t output) {
  const c10::InferenceMode without_gradients;
  std::vector<torch::Tensor> values{state_->images};
  for (const State::Step& step : state_->steps) values.push_back(step(values));
  state_->inferred = values[output];
}

std::vector<float> Torch::inferred() const {
  const torch::Tensor numbers = state_->inferred.contiguous();
  return {numbers.data_ptr<float>(), numbers.data_ptr<float>() + numbers.numel()};
}

}  // namespace bench
