// SPDX-License-Identifier: MIT
#include "torch.hpp"

#include <functional>

#include <torch/torch.h>

namespace bench {
namespace {

std::int64_t number(std::size_t n) { return static_cast<std::int64_t>(n); }

torch::Tensor weights(const float* from, std::vector<std::int64_t> shape,
                      const std::vector<std::int64_t>& order) {
  const torch::Tensor ours = torch::from_blob(const_cast<float*>(from), shape);
  return ours.permute(order).contiguous().clone().requires_grad_(true);
}
torch::Tensor vector(const float* from, std::size_t count) {
  return torch::from_blob(const_cast<float*>(from), {number(count)}).clone().requires_grad_(true);
}

}  // namespace

struct Torch::State {
  using Step = std::function<torch::Tensor(const std::vector<torch::Tensor>&)>;

  std::vector<Step> steps;
  std::vector<torch::Tensor> parameters;
  torch::Tensor images;
  torch::Tensor labels;
  std::unique_ptr<torch::optim::SGD> optimizer;
  std::size_t batch = 1;
  etch::Shape input{};
  float learning_rate = 0;

  std::size_t add(Step step) {
    steps.push_back(std::move(step));
    return steps.size();
  }
  const torch::Tensor& keep(torch::Tensor parameter) {
    parameters.push_back(std::move(parameter));
    return parameters.back();
  }
};

Torch::Torch(std::size_t batch, etch::Shape input, float learning_rate) : state_(std::make_unique<State>()) {
  torch::set_num_threads(1);
  state_->batch = batch;
  state_->input = input;
  state_->learning_rate = learning_rate;
}
Torch::~Torch() = default;
std::string Torch::version() { return TORCH_VERSION; }

std::size_t Torch::add(const etch::ConvolutionGeometry& g, std::size_t in, const float* parameters) {
  if (!g.is_flat() || g.height.before != g.height.after || g.width.before != g.width.after)
    throw NoPeer("PyTorch: convolutions here are 2-D, padded alike on both sides");
  const torch::Tensor w = state_->keep(weights(
      parameters,
      {number(g.height.kernel), number(g.width.kernel), number(g.group_channels()), number(g.filters)},
      {3, 2, 0, 1}));
  torch::Tensor bias;
  if (g.bias) bias = state_->keep(vector(parameters + g.weight_count(), g.filters));
  const std::vector<std::int64_t> stride{number(g.height.stride), number(g.width.stride)};
  const std::vector<std::int64_t> padding{number(g.height.before), number(g.width.before)};
  const std::vector<std::int64_t> dilation{number(g.height.dilation), number(g.width.dilation)};
  return state_->add([=, groups = number(g.groups)](const std::vector<torch::Tensor>& values) {
    return torch::conv2d(values[in], w, bias, stride, torch::IntArrayRef(padding), dilation, groups);
  });
}

std::size_t Torch::add(const etch::DenseGeometry& g, std::size_t in, const float* parameters) {
  const torch::Tensor w = state_->keep(weights(parameters, {number(g.inputs), number(g.outputs)}, {1, 0}));
  torch::Tensor bias;
  if (g.bias) bias = state_->keep(vector(parameters + g.weight_count(), g.outputs));
  return state_->add(
      [=](const std::vector<torch::Tensor>& values) { return torch::linear(values[in], w, bias); });
}

std::size_t Torch::add(const etch::PoolGeometry& g, std::size_t in, const float*) {
  const std::vector<std::int64_t> kernel{number(g.height.kernel), number(g.width.kernel)};
  const std::vector<std::int64_t> stride{number(g.height.stride), number(g.width.stride)};
  const std::vector<std::int64_t> padding{number(g.height.before), number(g.width.before)};
  const bool count_padding = g.count_padding;
  if (g.pooling == etch::Pooling::max)
    return state_->add([=](const std::vector<torch::Tensor>& values) {
      return torch::max_pool2d(values[in], kernel, stride, padding);
    });
  return state_->add([=](const std::vector<torch::Tensor>& values) {
    return torch::avg_pool2d(values[in], kernel, stride, padding, false, count_padding);
  });
}

std::size_t Torch::add(const etch::ElementwiseGeometry& g, std::size_t in, const float*) {
  switch (g.function) {
    case etch::Function::relu:
      return state_->add([in](const std::vector<torch::Tensor>& values) { return torch::relu(values[in]); });
    case etch::Function::tanh:
      return state_->add([in](const std::vector<torch::Tensor>& values) { return torch::tanh(values[in]); });
    case etch::Function::sigmoid:
      return state_->add(
          [in](const std::vector<torch::Tensor>& values) { return torch::sigmoid(values[in]); });
    default:
      throw NoPeer("PyTorch: an activation of this network is not written");
  }
}

std::size_t Torch::add(const etch::BatchNormGeometry& g, std::size_t in, const float* parameters) {
  torch::Tensor gamma, beta;
  if (g.affine) {
    gamma = state_->keep(vector(parameters, g.channels));
    beta = state_->keep(vector(parameters + g.channels, g.channels));
  }
  const torch::Tensor mean = torch::zeros({number(g.channels)});
  const torch::Tensor variance = torch::ones({number(g.channels)});
  return state_->add([=, epsilon = g.epsilon.as<double>(),
                      momentum = g.momentum.as<double>()](const std::vector<torch::Tensor>& values) {
    return torch::batch_norm(values[in], gamma, beta, mean, variance, true, momentum, epsilon, false);
  });
}

std::size_t Torch::add_sum(std::size_t first, std::size_t second) {
  return state_->add(
      [=](const std::vector<torch::Tensor>& values) { return values[first] + values[second]; });
}

std::size_t Torch::flatten(std::size_t in) {
  // Channels last, as ours: so that weights that follow are laid out alike.
  return state_->add([in](const std::vector<torch::Tensor>& values) {
    return values[in].permute({0, 2, 3, 1}).flatten(1);
  });
}

void Torch::load(const float* images, const std::vector<std::size_t>& labels) {
  const etch::Shape& s = state_->input;
  const torch::Tensor ours = torch::from_blob(
      const_cast<float*>(images), {number(state_->batch), number(s[0]), number(s[1]), number(s[2])});
  state_->images = ours.permute({0, 3, 1, 2}).contiguous().clone();
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

}  // namespace bench
