// SPDX-License-Identifier: MIT
#pragma once
#include <etch/indices.hpp>
#include <etch/io/tensors.hpp>
#include <etch/network.hpp>
#include <etch/ops/dropout/geometry.hpp>
#include <etch/ops/pooling/geometry.hpp>
#include <etch/ops/resample/geometry.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>

#include <charconv>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// A network as text, for programs that were not compiled with its type.
namespace etch::io {
namespace detail {

/// One step: what it computes, and numbers under names, each " name=1,2,3".
class StepText {
 public:
  explicit StepText(std::string operation) : text_(std::move(operation)) {}

  template <class Numbers>
  StepText& list(const char* name, const Numbers& numbers) {
    text_ += ' ' + std::string(name) + '=';
    bool first = true;
    for (const auto number : numbers) {
      if (!first) text_ += ',';
      text_ += std::to_string(number);
      first = false;
    }
    return *this;
  }
  StepText& put(const char* name, std::size_t number) { return list(name, Extents{number}); }
  StepText& put(const char* name, Fraction value) {
    return list(name, Extents{value.numerator, value.denominator});
  }
  /// The window of the last `axes` axes.
  StepText& window(const WindowAxis& depth, const WindowAxis& height, const WindowAxis& width,
                   std::size_t axes) {
    const WindowAxis all[]{depth, height, width};
    const auto each = [&](const char* name, auto member) {
      Extents numbers;
      for (std::size_t axis = 3 - axes; axis < 3; ++axis) numbers.push_back(all[axis].*member);
      list(name, numbers);
    };
    each("kernel", &WindowAxis::kernel);
    each("stride", &WindowAxis::stride);
    each("dilation", &WindowAxis::dilation);
    each("before", &WindowAxis::before);
    each("after", &WindowAxis::after);
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

inline std::size_t axes_of(Shape in) { return in.rank() < 2 ? 0 : in.rank() - 1 < 3 ? in.rank() - 1 : 3; }

// What each operation computes. `in`, `out`: shapes of the step.
inline StepText described(const ConvolutionGeometry& g, Shape in, Shape) {
  return StepText("convolution").window(g.depth, g.height, g.width, axes_of(in)).put("groups", g.groups);
}
inline StepText described(const TransposedGeometry& g, Shape in, Shape) {
  const ConvolutionGeometry& back = g.adjoint;
  return StepText("transposed")
      .window(back.depth, back.height, back.width, axes_of(in))
      .put("groups", back.groups);
}
inline StepText described(const LocalGeometry& g, Shape in, Shape) {
  return StepText("local").window({}, g.height, g.width, axes_of(in));
}
inline StepText described(const DenseGeometry&, Shape, Shape) { return StepText("dense"); }
inline StepText described(const ScaleGeometry&, Shape, Shape) { return StepText("scale"); }
inline StepText described(const PoolGeometry& g, Shape in, Shape out) {
  StepText text(g.pooling == Pooling::max ? "max_pool" : "average_pool");
  if (out.rank() == 1 && in.rank() > 1) return text.put("global", 1);
  const bool round_up = g.depth.round_up || g.height.round_up || g.width.round_up;
  return text.window(g.depth, g.height, g.width, axes_of(in))
      .put("count_padding", g.count_padding ? 1 : 0)
      .put("round_up", round_up ? 1 : 0);
}
inline StepText described(const AdaptivePoolGeometry& g, Shape, Shape) {
  return StepText(g.pooling == Pooling::max ? "adaptive_max_pool" : "adaptive_average_pool");
}
inline StepText described(const BatchNormGeometry& g, Shape, Shape) {
  return StepText("batch_norm").put("epsilon", g.epsilon);
}
inline StepText described(const StandardizeGeometry& g, Shape, Shape) {
  return StepText("standardize")
      .put("rows", g.rows)
      .put("pixels", g.pixels)
      .put("channels", g.channels)
      .put("groups", g.groups)
      .put("epsilon", g.epsilon);
}
inline StepText described(const LocalResponseGeometry& g, Shape, Shape) {
  return StepText("local_response")
      .put("before", g.before)
      .put("after", g.after)
      .put("alpha", g.alpha)
      .put("beta", g.beta)
      .put("offset", g.offset);
}
inline StepText described(const ElementwiseGeometry& g, Shape, Shape) {
  constexpr const char* names[]{
      "identity", "relu",     "relu6",           "leaky_relu", "elu",  "selu",       "sigmoid",
      "tanh",     "gelu",     "gelu_tanh",       "silu",       "mish", "hard_swish", "hard_sigmoid",
      "softplus", "softsign", "thresholded_relu"};
  if (static_cast<std::size_t>(g.function) >= std::size(names)) return StepText("unknown");
  return StepText(names[static_cast<std::size_t>(g.function)]).put("slope", g.slope);
}
inline StepText described(const PreluGeometry&, Shape, Shape) { return StepText("prelu"); }
inline StepText described(const SoftmaxGeometry& g, Shape, Shape) {
  return StepText(g.logarithm ? "log_softmax" : "softmax");
}
inline StepText described(const CopyGeometry&, Shape, Shape) { return StepText("view"); }
inline StepText described(const PermuteGeometry& g, Shape, Shape) {
  return StepText("permute")
      .list("extents", Extents(g.extents, g.extents + g.rank))
      .list("order", Extents(g.order, g.order + g.rank));
}
inline StepText described(const BorderGeometry& g, Shape in, Shape) {
  const BorderGeometry::Axis all[]{g.depth, g.height, g.width};
  std::vector<std::ptrdiff_t> before, after;
  // Positions of any number of axes may be one here: then only the channels change.
  const std::size_t axes = g.channels.before != 0 || g.channels.after != 0 ? 0 : axes_of(in);
  for (std::size_t axis = 3 - axes; axis < 3; ++axis) {
    before.push_back(all[axis].before);
    after.push_back(all[axis].after);
  }
  for (; before.size() + 1 < in.rank();) {
    before.push_back(0);
    after.push_back(0);
  }
  before.push_back(g.channels.before);
  after.push_back(g.channels.after);
  constexpr const char* modes[]{"border_fill", "border_reflect", "border_edge"};
  return StepText(modes[static_cast<std::size_t>(g.mode)])
      .list("before", before)
      .list("after", after)
      .put("fill", g.fill);
}
inline StepText described(const ResampleGeometry& g, Shape, Shape) {
  return StepText(g.bilinear ? "bilinear" : "nearest").put("corners", g.align_corners ? 1 : 0);
}
inline StepText described(const SumGeometry&, Shape, Shape) { return StepText("add"); }
inline StepText described(const ProductGeometry&, Shape, Shape) { return StepText("multiply"); }
inline StepText described(const ConcatGeometry&, Shape, Shape) { return StepText("concat"); }
inline StepText described(const DropoutGeometry&, Shape, Shape) { return StepText("identity"); }
template <class Geometry>
StepText described(const Geometry&, Shape, Shape) {
  return StepText("unknown");
}

inline std::string extents_text(Shape shape) {
  std::string text;
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    if (axis != 0) text += ',';
    text += std::to_string(shape[axis]);
  }
  return text;
}

inline std::string hexadecimal(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    out += digits[code >> 4];
    out += digits[code & 15];
  }
  return out;
}

template <class Numbers>
std::string exact_numbers(const Numbers& numbers) {
  std::string text;
  for (const float number : numbers) {
    char digits[32];
    text += ' ';
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  }
  return text;
}

/// The network as it is written. A copy: clang takes no part of a variable as a template argument.
template <class Net>
inline constexpr auto written_program = Net::program;

template <class Net, std::size_t Index>
void describe_step(std::string& text) {
  constexpr const auto& program = Net::program;
  constexpr Step step = program.steps[Index];
  using L = compiler::Leaf<typename Net::body, step.leaf>;
  constexpr Shape in = program.shape(step.inputs[0]), out = program.shape(step.output);
  constexpr auto g = compiler::geometry<typename Net::body, written_program<Net>, Index>();
  const std::string layer = "layer" + std::to_string(step.leaf + 1);
  text += "step " + layer + ' ' + hexadecimal(std::string_view(L::name)) + ' ' +
          std::to_string(step.inputs[0]) + ' ' + std::to_string(step.inputs[1]) + ' ' +
          std::to_string(step.output) + ' ' + described(g, in, out).text() + '\n';
  if constexpr (requires { L::tap; })
    text += "tap " + std::to_string(step.output) + ' ' + hexadecimal(L::tap) + '\n';
  if constexpr (step.role == Role::fixed)
    text += "constants " + layer + exact_numbers(L::template constants<float, in>) + '\n';
}

}  // namespace detail

/// The tensors of a network, one a line: "tensor layer3.weight 16,6,5,5 156 1,480,96,16", its shape, the
/// place of its first number and the strides; before them "parameters", their count and that of the
/// statistics.
template <class Net>
std::string describe_tensors() {
  std::string text = "parameters " + std::to_string(Net::parameter_count) + ' ' +
                     std::to_string(Net::statistic_count) + '\n';
  const auto listed = [](const std::vector<std::size_t>& numbers) {
    std::string list;
    for (const std::size_t number : numbers) {
      if (!list.empty()) list += ',';
      list += std::to_string(number);
    }
    return list;
  };
  for (const TensorPlace& tensor : tensors<Net>())
    text += "tensor " + tensor.name + ' ' + listed(tensor.shape) + ' ' + std::to_string(tensor.offset) + ' ' +
            listed(tensor.strides) + '\n';
  return text;
}

/// What a network computes, for the generator's `etch export`: its tensors; a line "value 0 28,28,1" for each
/// value, the input first; a line "step layer1 <name> 0 -1 1 convolution kernel=5,5 ..." for each step: the
/// layer, its name in hexadecimal digits, its inputs, its output, and what it computes from them; "constants"
/// behind those whose weights are not learned; "tap 4 <name>" for auxiliary outputs; at last "output" and the
/// value's number.
template <class Net>
std::string describe() {
  constexpr const auto& program = Net::program;
  std::string text = describe_tensors<Net>();
  for (std::size_t n = 0; n < program.value_count; ++n)
    text += "value " + std::to_string(n) + ' ' + detail::extents_text(program.values[n].shape) + '\n';
  for_each_index<0, Net::program.step_count>([&](auto index) { detail::describe_step<Net, index>(text); });
  return text + "output " + std::to_string(program.output) + '\n';
}

}  // namespace etch::io
