// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/graph/fold_numbers.hpp>
#include <generator/graph/infer.hpp>
#include <generator/graph/places.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

namespace etch::generator {
namespace {

using Real = double (*)(double);
using Reals = double (*)(double, double);
using Integers = std::int64_t (*)(std::int64_t, std::int64_t);

/// Wraps as hardware does, which for signed numbers C++ leaves undefined.
template <class F>
std::int64_t wrapped(const F& f, std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(f(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b)));
}
constexpr std::int64_t most_negative = std::numeric_limits<std::int64_t>::min();

struct Binary {
  Reals reals;
  Integers integers;
  bool gives_boolean = false;
};

const std::map<std::string, Binary, std::less<>>& binaries() {
  static const std::map<std::string, Binary, std::less<>> all{
      {"Add",
       {[](double a, double b) { return a + b; },
        [](std::int64_t a, std::int64_t b) { return wrapped(std::plus<>(), a, b); }}},
      {"Sum",
       {[](double a, double b) { return a + b; },
        [](std::int64_t a, std::int64_t b) { return wrapped(std::plus<>(), a, b); }}},
      {"Sub",
       {[](double a, double b) { return a - b; },
        [](std::int64_t a, std::int64_t b) { return wrapped(std::minus<>(), a, b); }}},
      {"Mul",
       {[](double a, double b) { return a * b; },
        [](std::int64_t a, std::int64_t b) { return wrapped(std::multiplies<>(), a, b); }}},
      {"Div",
       {[](double a, double b) { return a / b; },
        [](std::int64_t a, std::int64_t b) {
          return b == 0 || (a == most_negative && b == -1) ? most_negative : a / b;
        }}},
      {"Mod",
       {[](double a, double b) { return std::fmod(a, b); },
        [](std::int64_t a, std::int64_t b) {
          if (b == 0 || b == -1) return std::int64_t{0};
          const std::int64_t rest = a % b;
          return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
        }}},
      {"Pow",
       {[](double a, double b) { return std::pow(a, b); },
        [](std::int64_t a, std::int64_t b) {
          const double power = std::pow(static_cast<double>(a), static_cast<double>(b));
          return std::abs(power) < 9e18 ? static_cast<std::int64_t>(power) : most_negative;
        }}},
      {"Max",
       {[](double a, double b) { return std::max(a, b); },
        [](std::int64_t a, std::int64_t b) { return std::max(a, b); }}},
      {"Min",
       {[](double a, double b) { return std::min(a, b); },
        [](std::int64_t a, std::int64_t b) { return std::min(a, b); }}},
      {"Equal",
       {[](double a, double b) { return a == b ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a == b}; }, true}},
      {"Less",
       {[](double a, double b) { return a < b ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a < b}; }, true}},
      {"LessOrEqual",
       {[](double a, double b) { return a <= b ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a <= b}; }, true}},
      {"Greater",
       {[](double a, double b) { return a > b ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a > b}; }, true}},
      {"GreaterOrEqual",
       {[](double a, double b) { return a >= b ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a >= b}; }, true}},
      {"And",
       {[](double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a != 0 && b != 0}; }, true}},
      {"Or",
       {[](double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; },
        [](std::int64_t a, std::int64_t b) { return std::int64_t{a != 0 || b != 0}; }, true}}};
  return all;
}

const std::map<std::string, Real, std::less<>>& unaries() {
  static const std::map<std::string, Real, std::less<>> all{
      {"Abs", [](double x) { return std::abs(x); }},
      {"Ceil", [](double x) { return std::ceil(x); }},
      {"Cos", [](double x) { return std::cos(x); }},
      {"Erf", [](double x) { return std::erf(x); }},
      {"Exp", [](double x) { return std::exp(x); }},
      {"Floor", [](double x) { return std::floor(x); }},
      {"Log", [](double x) { return std::log(x); }},
      {"Neg", [](double x) { return -x; }},
      {"Reciprocal", [](double x) { return 1 / x; }},
      {"Relu", [](double x) { return x < 0 ? 0 : x; }},
      {"Round", [](double x) { return std::nearbyint(x); }},
      {"Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
      {"Sin", [](double x) { return std::sin(x); }},
      {"Softplus", [](double x) { return std::log1p(std::exp(-std::abs(x))) + std::max(x, 0.0); }},
      {"Sqrt", [](double x) { return std::sqrt(x); }},
      {"Tanh", [](double x) { return std::tanh(x); }}};
  return all;
}

Tensor unary(const Operands& node, Real f) {
  Tensor to = node.constant(0);
  const std::string& operation = node.node().operation;
  const bool magnitude = operation == "Abs" || operation == "Relu";
  node.require(to.is_real() || magnitude || operation == "Neg", "is not computed of integers");
  for (float& value : to.reals) value = static_cast<float>(f(value));
  for (std::int64_t& value : to.integers) {
    const std::int64_t negative = wrapped(std::minus<>(), 0, value);
    if (operation == "Relu")
      value = std::max<std::int64_t>(value, 0);
    else if (operation == "Neg" || value < 0)
      value = negative;
  }
  return to;
}

Tensor binary(const Tensor& a, const Tensor& b, const Binary& f, const Operands& node) {
  node.require(a.is_real() == b.is_real(), "its inputs are of different types");
  const Dims dims = broadcast(a.dims, b.dims, node);
  Tensor to = expanded(a, dims);
  const Tensor other = expanded(b, dims);
  for (std::size_t n = 0; n < to.reals.size(); ++n)
    to.reals[n] = static_cast<float>(f.reals(to.reals[n], other.reals[n]));
  for (std::size_t n = 0; n < to.integers.size(); ++n)
    to.integers[n] = f.integers(to.integers[n], other.integers[n]);
  if (f.gives_boolean) {
    if (to.is_real()) to.integers.assign(to.reals.begin(), to.reals.end());
    to.reals.clear();
    to.element = Element::boolean;
  }
  return to;
}

Tensor cast(const Operands& node) {
  // The numbers of TensorProto's types.
  enum : std::int64_t { float32 = 1, int32 = 6, int64 = 7, boolean = 9, float16 = 10, float64 = 11 };
  const Tensor& from = node.constant(0);
  Tensor to{Element::real, from.dims, {}, {}};
  const std::int64_t type = node.integer("to", 0);
  if (type == float32 || type == float16 || type == float64) {
    for (std::size_t n = 0; n < from.size(); ++n) to.reals.push_back(static_cast<float>(from.number(n)));
    return to;
  }
  node.require(type == int32 || type == int64 || type == boolean, "casts to type " + std::to_string(type));
  to.element = type == boolean ? Element::boolean : Element::integer;
  for (std::size_t n = 0; n < from.size(); ++n) {
    if (!from.is_real() && type != boolean) {
      to.integers.push_back(from.integers[n]);
      continue;
    }
    const double value = from.number(n);
    node.require(std::abs(value) < 9e18, "casts a number that is too large");
    to.integers.push_back(type == boolean ? std::int64_t{value != 0} : static_cast<std::int64_t>(value));
  }
  return to;
}

Tensor reduce(const Operands& node) {
  const Tensor& from = node.constant(0);
  const std::string& operation = node.node().operation;
  const Reduction reduction = reduction_of(node);
  // One stride of 0 for each axis that goes: all its numbers fall on one.
  Dims kept = from.dims;
  for (const std::size_t axis : reduction.axes) kept[axis] = 1;
  const Tensor place = [&] {
    Tensor numbers{Element::integer, kept, {}, {}};
    for (std::int64_t n = 0; n < size_of(kept); ++n) numbers.integers.push_back(n);
    return expanded(numbers, from.dims);
  }();
  const auto count = static_cast<std::size_t>(size_of(kept));
  std::vector<double> sums(count, operation == "ReduceProd"  ? 1
                                  : operation == "ReduceMax" ? -std::numeric_limits<double>::infinity()
                                  : operation == "ReduceMin" ? std::numeric_limits<double>::infinity()
                                                             : 0);
  for (std::size_t n = 0; n < from.size(); ++n) {
    double& sum = sums[static_cast<std::size_t>(place.integers[n])];
    const double value = from.number(n);
    sum = operation == "ReduceProd"  ? sum * value
          : operation == "ReduceMax" ? std::max(sum, value)
          : operation == "ReduceMin" ? std::min(sum, value)
                                     : sum + value;
  }
  Tensor to{from.element, {}, {}, {}};
  for (std::size_t axis = 0; axis < from.dims.size(); ++axis) {
    const bool gone = std::find(reduction.axes.begin(), reduction.axes.end(), axis) != reduction.axes.end();
    if (!gone || reduction.keep) to.dims.push_back(kept[axis]);
  }
  for (double sum : sums) {
    if (operation == "ReduceMean") sum = sum * static_cast<double>(count) / static_cast<double>(from.size());
    node.require(to.is_real() || std::abs(sum) < 9e18, "its result is too large");
    if (to.is_real())
      to.reals.push_back(static_cast<float>(sum));
    else
      to.integers.push_back(static_cast<std::int64_t>(sum));
  }
  return to;
}

Tensor where(const Operands& node) {
  const Tensor &condition = node.constant(0), &yes = node.constant(1), &no = node.constant(2);
  node.require(!condition.is_real() && yes.element == no.element, "its inputs are of wrong types");
  const Dims dims = broadcast(broadcast(condition.dims, yes.dims, node), no.dims, node);
  const Tensor choice = expanded(condition, dims);
  Tensor to = expanded(yes, dims);
  const Tensor other = expanded(no, dims);
  for (std::size_t n = 0; n < choice.size(); ++n)
    if (choice.integers[n] == 0) {
      if (to.is_real())
        to.reals[n] = other.reals[n];
      else
        to.integers[n] = other.integers[n];
    }
  return to;
}

}  // namespace

std::optional<Tensor> fold_numbers(const Operands& node) {
  const std::string& operation = node.node().operation;
  if (operation == "Cast") return cast(node);
  if (operation == "Where") return where(node);
  if (operation == "Not") {
    Tensor to = node.constant(0);
    node.require(!to.is_real(), "its input is no condition");
    for (std::int64_t& value : to.integers) value = value == 0 ? 1 : 0;
    return to;
  }
  for (const char* name : {"ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceMean"})
    if (operation == name) return reduce(node);
  if (const auto found = unaries().find(operation); found != unaries().end())
    return unary(node, found->second);
  if (const auto found = binaries().find(operation); found != binaries().end()) {
    Tensor result = node.constant(0);
    for (std::size_t n = 1; n < node.count(); ++n)
      result = binary(result, node.constant(n), found->second, node);
    return result;
  }
  return std::nullopt;
}

}  // namespace etch::generator
