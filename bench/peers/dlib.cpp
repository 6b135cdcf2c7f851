// SPDX-License-Identifier: MIT
#include "dlib.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <utility>

#include <dlib/cuda/tensor_tools.h>
#include <dlib/revision.h>

namespace bench {
namespace {

namespace tt = dlib::tt;
using Tensor = dlib::resizable_tensor;

long number(std::size_t n) { return static_cast<long>(n); }

std::shared_ptr<Tensor> tensor(const std::vector<float>& numbers, long n, long k = 1, long rows = 1,
                               long columns = 1) {
  auto made = std::make_shared<Tensor>(n, k, rows, columns);
  std::copy(numbers.begin(), numbers.end(), made->host());
  return made;
}
/// Numbers for each channel.
std::shared_ptr<Tensor> channel_tensor(const float* from, std::size_t count) {
  return tensor({from, from + count}, 1, number(count));
}

/// dlib pads both sides alike, and a window that does not fit is dropped.
void require(const etch::Window& window, bool is_flat) {
  const auto even = [](const etch::WindowAxis& a) {
    // Padding behind the end that no window reaches makes no difference.
    const std::size_t needed = (a.out() - 1) * a.stride + a.kernel;
    const std::size_t all = a.in + 2 * a.before;
    return a.dilation == 1 && all >= needed && (all - a.kernel) / a.stride + 1 == a.out();
  };
  if (!is_flat || !even(window.height) || !even(window.width))
    throw NoPeer("its windows are 2-D, not dilated, and padded alike on both sides");
}

}  // namespace

struct Dlib::State {
  std::deque<Tensor> values;  ///< A deque: steps keep their addresses.
  std::vector<std::function<void()>> steps;
  std::size_t output = 0;
  etch::Shape output_shape{};

  std::pair<std::size_t, Tensor*> value() {
    values.emplace_back();
    return {values.size() - 1, &values.back()};
  }
  void activate(const etch::ElementwiseGeometry& g, Tensor* out, const Tensor* in) {
    // In place where out is in, as its layers do.
    const auto push = [&](auto f) {
      steps.push_back([=] {
        if (out != in) out->copy_size(*in);
        f(*out, *in);
      });
    };
    switch (g.function) {
      case etch::Function::identity:
        return;
      case etch::Function::relu:
        return push([](Tensor& to, const Tensor& from) { tt::relu(to, from); });
      case etch::Function::tanh:
        return push([](Tensor& to, const Tensor& from) { tt::tanh(to, from); });
      case etch::Function::sigmoid:
        return push([](Tensor& to, const Tensor& from) { tt::sigmoid(to, from); });
      default:
        throw NoPeer("it has no such activation");
    }
  }
  void finish(const etch::Epilogue& epilogue, Tensor* made, PeerValue other) {
    if (epilogue.adds_other) {
      const Tensor* second = &values[other.number];
      steps.push_back([=] { tt::add(*made, *made, *second); });
    }
    activate(epilogue.activation, made, made);
  }
};

std::string Dlib::version() {
  return std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION);
}

Dlib::Dlib(etch::Shape input) : state_(std::make_unique<State>()) {
  const auto [id, value] = state_->value();
  const bool image = input.rank() == 3;
  value->set_size(1, number(input.channels()), image ? number(input[0]) : 1, image ? number(input[1]) : 1);
}
Dlib::~Dlib() = default;

std::size_t Dlib::add(const etch::ConvolutionGeometry& g, PeerValue in, PeerValue other,
                      const float* parameters) {
  require(g.window(), g.is_flat());
  if (g.groups != 1) throw NoPeer("it has no convolutions by groups, nor depthwise");
  const auto filters =
      tensor(filters_first(parameters, g.window().taps(), g.channels, g.filters), number(g.filters),
             number(g.channels), number(g.height.kernel), number(g.width.kernel));
  const auto biases = g.bias ? channel_tensor(parameters + g.weight_count(), g.filters) : nullptr;
  const auto convolution = std::make_shared<tt::tensor_conv>();
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] {
    convolution->setup(*from, *filters, static_cast<int>(g.height.stride), static_cast<int>(g.width.stride),
                       static_cast<int>(g.height.before), static_cast<int>(g.width.before));
    if (biases)
      (*convolution)(false, *to, *from, *filters, *biases);
    else
      (*convolution)(false, *to, *from, *filters);
  });
  state_->finish(g.epilogue, to, other);
  return id;
}

std::size_t Dlib::add(const etch::TransposedGeometry& g, PeerValue in, PeerValue other,
                      const float* parameters) {
  const etch::ConvolutionGeometry& adjoint = g.adjoint;
  require(adjoint.window(), adjoint.is_flat());
  if (adjoint.groups != 1) throw NoPeer("it has no convolutions by groups");
  const auto filters =
      tensor(filters_first(parameters, adjoint.window().taps(), adjoint.channels, adjoint.filters),
             number(adjoint.filters), number(adjoint.channels), number(adjoint.height.kernel),
             number(adjoint.width.kernel));
  const auto biases = g.bias ? channel_tensor(parameters + g.weight_count(), g.filters()) : nullptr;
  const auto convolution = std::make_shared<tt::tensor_conv>();
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  to->set_size(1, number(g.filters()), number(adjoint.height.in), number(adjoint.width.in));
  state_->steps.push_back([=, to = to] {
    convolution->setup(*to, *filters, static_cast<int>(adjoint.height.stride),
                       static_cast<int>(adjoint.width.stride), static_cast<int>(adjoint.height.before),
                       static_cast<int>(adjoint.width.before));
    convolution->get_gradient_for_data(false, *from, *filters, *to);
    if (biases) tt::add(1, *to, 1, *biases);
  });
  state_->finish(g.epilogue, to, other);
  return id;
}

std::size_t Dlib::add(const etch::DenseGeometry& g, PeerValue in, PeerValue other, const float* parameters) {
  // (inputs, outputs), the inputs in dlib's order.
  const std::vector<float> rows = outputs_first(parameters, in.shape, g.outputs);
  std::vector<float> columns(rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) columns[n % g.inputs * g.outputs + n / g.inputs] = rows[n];
  const auto weights = tensor(columns, number(g.inputs), number(g.outputs));
  const auto biases = g.bias ? channel_tensor(parameters + g.weight_count(), g.outputs) : nullptr;
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  to->set_size(1, number(g.outputs));
  state_->steps.push_back([=, to = to] {
    tt::gemm(0, *to, 1, *from, false, *weights, false);
    if (biases) tt::add(1, *to, 1, *biases);
  });
  state_->finish(g.epilogue, to, other);
  return id;
}

std::size_t Dlib::add(const etch::PoolGeometry& g, PeerValue in, PeerValue, const float*) {
  require(g.window(), g.is_flat());
  if (g.count_padding && g.window().reads_padding()) throw NoPeer("its means do not count padding");
  const auto pooling = std::make_shared<tt::pooling>();
  const std::array<int, 6> numbers{static_cast<int>(g.height.kernel), static_cast<int>(g.width.kernel),
                                   static_cast<int>(g.height.stride), static_cast<int>(g.width.stride),
                                   static_cast<int>(g.height.before), static_cast<int>(g.width.before)};
  if (g.pooling == etch::Pooling::max)
    pooling->setup_max_pooling(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  else
    pooling->setup_avg_pooling(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] { (*pooling)(*to, *from); });
  return id;
}

std::size_t Dlib::add(const etch::ElementwiseGeometry& g, PeerValue in, PeerValue, const float*) {
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  state_->activate(g, to, from);
  return id;
}

std::size_t Dlib::add(const etch::ScaleGeometry& g, PeerValue in, PeerValue other, const float* parameters) {
  const auto scale = channel_tensor(parameters, g.channels);
  const std::vector<float> zeros(g.channels);
  const auto shift = channel_tensor(g.bias ? parameters + g.channels : zeros.data(), g.channels);
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] {
    to->copy_size(*from);
    tt::affine_transform_conv(*to, *from, *scale, *shift);
  });
  state_->finish(g.epilogue, to, other);
  return id;
}

std::size_t Dlib::add(const etch::SumGeometry&, PeerValue in, PeerValue other, const float*) {
  const Tensor* first = &state_->values[in.number];
  const Tensor* second = &state_->values[other.number];
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] {
    to->copy_size(*first);
    tt::add(*to, *first, *second);
  });
  return id;
}

std::size_t Dlib::add(const etch::SoftmaxGeometry& g, PeerValue in, PeerValue, const float*) {
  if (g.logarithm) throw NoPeer("it has no logarithm of softmax");
  const Tensor* from = &state_->values[in.number];
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] {
    to->copy_size(*from);
    tt::softmax(*to, *from);
  });
  return id;
}

std::size_t Dlib::concat(const std::vector<PeerValue>& parts) {
  std::vector<const Tensor*> from;
  for (const PeerValue part : parts) from.push_back(&state_->values[part.number]);
  const auto [id, to] = state_->value();
  state_->steps.push_back([=, to = to] {
    long channels = 0;
    for (const Tensor* part : from) channels += part->k();
    to->set_size(1, channels, from[0]->nr(), from[0]->nc());
    long first = 0;
    for (const Tensor* part : from) {
      tt::copy_tensor(false, *to, static_cast<std::size_t>(first), *part, 0,
                      static_cast<std::size_t>(part->k()));
      first += part->k();
    }
  });
  return id;
}

void Dlib::finish(PeerValue output, const float* image) {
  state_->output = output.number;
  state_->output_shape = output.shape;
  Tensor& input = state_->values[0];
  const etch::Shape shape =
      input.nr() == 1 && input.nc() == 1
          ? etch::Shape{input.size()}
          : etch::Shape{static_cast<std::size_t>(input.nr()), static_cast<std::size_t>(input.nc()),
                        static_cast<std::size_t>(input.k())};
  const std::vector<float> numbers = channels_first(image, shape);
  std::copy(numbers.begin(), numbers.end(), input.host());
}

void Dlib::run() {
  for (const auto& step : state_->steps) step();
}

std::vector<float> Dlib::output() const {
  const Tensor& out = state_->values[state_->output];
  if (out.size() != state_->output_shape.size()) throw NoPeer("it gives another number of outputs");
  return channels_last(out.host(), state_->output_shape);
}

}  // namespace bench
