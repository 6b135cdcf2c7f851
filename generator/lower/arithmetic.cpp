// SPDX-License-Identifier: MIT
// Sums, differences, products and quotients, of a value with constants or of two values.
#include <generator/lower/align.hpp>
#include <generator/lower/operators.hpp>

#include <algorithm>
#include <cmath>

namespace etch::generator {
namespace {

/// A value and a constant that is broadcast to it, or that it is broadcast to.
Activation with_constant(const Operands& node, Lowering& to, std::size_t variable) {
  const std::string& operation = node.node().operation;
  const Tensor& constant = node.constant(1 - variable);
  const Dims dims = to.output_dims(node);
  Activation in = to.input(node, variable);
  if (in.layout.rank() != dims.size()) in = to.reshaped(node, in, padded_rank(in.layout.dims(), dims.size()));
  in = to.repeated(node, in, dims);
  std::vector<float> numbers =
      constant.is_real() && constant.size() == 1 ? constant.reals : to.spread(node, constant, in);
  if (operation == "Mul") return to.scaled(node, in, numbers, {});
  if (operation == "Add") return to.scaled(node, in, {}, numbers);
  if (operation == "Sub") {
    if (variable == 1) return to.scaled(node, in, {-1}, numbers);
    for (float& number : numbers) number = -number;
    return to.scaled(node, in, {}, numbers);
  }
  node.require(variable == 0, "divides a constant by a value of the network, which etch does not");
  for (float& number : numbers) {
    node.require(number != 0, "divides by 0");
    number = 1 / number;
  }
  return to.scaled(node, in, numbers, {});
}

Activation sum(const Operands& node, Lowering& to, const Activation& first, const Activation& second,
               const Dims& dims) {
  const auto full = [&](const Activation& in) {
    return to.repeated(node, to.reshaped(node, in, padded_rank(in.layout.dims(), dims.size())), dims);
  };
  const auto [a, b] = aligned(node, to, full(first), full(second));
  return to.join(node, Layer::Kind::add, {a, to.viewed(node, b, to.shape(a))}, to.shape(a), a.layout);
}

/// The second may have one number for each channel of the first, or for each of its pixels.
Activation product(const Operands& node, Lowering& to, Activation first, Activation second,
                   const Dims& dims) {
  if (first.layout.size() < second.layout.size()) std::swap(first, second);
  first = to.repeated(node, to.reshaped(node, first, padded_rank(first.layout.dims(), dims.size())), dims);
  second = to.reshaped(node, second, padded_rank(second.layout.dims(), dims.size()));
  auto [a, b] = aligned(node, to, first, second);
  const auto whole = static_cast<std::size_t>(a.layout.size());
  const auto part = static_cast<std::size_t>(b.layout.size());
  if (whole == part)
    return to.join(node, Layer::Kind::multiply, {a, to.viewed(node, b, to.shape(a))}, to.shape(a), a.layout);

  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < dims.size(); ++axis)
    if (b.layout.extent(axis) != 1) axes.push_back(axis);
  const auto own = a.layout.pieces_of(axes);
  const auto& memory = a.layout.memory();
  const auto is_own = [&](Layout::Piece piece) {
    return std::find(own.begin(), own.end(), piece) != own.end();
  };
  if (part == 1 ||
      std::all_of(memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(own.size()), is_own)) {
    // Outermost: one for each pixel.
    a = to.with_channels(node, a, whole / part);
    Extents pixels = to.shape(a);
    pixels.back() = 1;
    return to.join(node, Layer::Kind::multiply, {a, to.viewed(node, b, pixels)}, to.shape(a), a.layout);
  }
  a = to.innermost(node, a, axes);
  return to.join(node, Layer::Kind::multiply, {a, to.viewed(node, b, {part})}, to.shape(a), a.layout);
}

void combine(const Operands& node, Lowering& to) {
  node.require(node.count() == 2, "takes two inputs");
  if (node.is_constant(0) || node.is_constant(1)) {
    to.set(node, with_constant(node, to, node.only_variable()));
    return;
  }
  const std::string& operation = node.node().operation;
  const Activation &a = to.input(node, 0), &b = to.input(node, 1);
  const Dims dims = to.output_dims(node);
  if (operation == "Add") return to.set(node, sum(node, to, a, b, dims));
  if (operation == "Mul") return to.set(node, product(node, to, a, b, dims));
  if (operation == "Sub") return to.set(node, sum(node, to, a, to.scaled(node, b, {-1}, {}), dims));
  node.refuse("divides one value of the network by another, which etch does not");
}

/// Sum and Mean of any number of inputs.
void combine_all(const Operands& node, Lowering& to) {
  std::optional<Activation> out;
  const Dims dims = to.output_dims(node);
  for (std::size_t n = 0; n < node.count(); ++n) {
    if (node.is_constant(n)) continue;
    out = out ? sum(node, to, *out, to.input(node, n), dims) : to.input(node, n);
  }
  if (!out) node.refuse("has no input that is not constant");
  out = to.repeated(node, to.reshaped(node, *out, padded_rank(out->layout.dims(), dims.size())), dims);
  for (std::size_t n = 0; n < node.count(); ++n)
    if (node.is_constant(n)) out = to.scaled(node, *out, {}, to.spread(node, node.constant(n), *out));
  if (node.node().operation == "Mean")
    out = to.scaled(node, *out, {1 / static_cast<float>(node.count())}, {});
  to.set(node, *out);
}

void power(const Operands& node, Lowering& to) {
  const double exponent = node.number(1);
  const Activation& in = to.input(node, 0);
  node.require(exponent == 1 || exponent == 2 || exponent == 3,
               "takes the power " + std::to_string(exponent) + "; etch takes squares and cubes");
  if (exponent == 1) return to.set(node, in);
  const std::vector<Activation> factors(static_cast<std::size_t>(exponent), in);
  to.set(node, to.join(node, Layer::Kind::multiply, factors, to.shape(in), in.layout));
}

}  // namespace

void add_arithmetic(Operators& table) {
  for (const char* name : {"Add", "Sub", "Mul", "Div"}) table[name] = combine;
  table["Sum"] = combine_all;
  table["Mean"] = combine_all;
  table["Pow"] = power;
}

}  // namespace etch::generator
