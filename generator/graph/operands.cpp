// SPDX-License-Identifier: MIT
#include <generator/graph/operands.hpp>

#include <algorithm>
#include <cmath>

namespace etch::generator {

const std::string& Operands::name(std::size_t input) const {
  if (!has(input)) refuse("has no input number " + std::to_string(input + 1));
  return node_.inputs[input];
}

const std::string& Operands::output(std::size_t n) const {
  if (n >= node_.outputs.size() || node_.outputs[n].empty())
    refuse("has no output number " + std::to_string(n + 1));
  return node_.outputs[n];
}

bool Operands::uses_output(std::size_t n) const {
  return n < node_.outputs.size() && !node_.outputs[n].empty() && graph_.readers(node_.outputs[n]) != 0;
}

const Dims& Operands::dims(std::size_t input) const {
  if (const Tensor* tensor = graph_.constant(name(input))) return tensor->dims;
  const auto found = graph_.dims.find(name(input));
  if (found == graph_.dims.end()) refuse("reads '" + shown(name(input)) + "', which has no shape");
  return found->second;
}

const Tensor& Operands::constant(std::size_t input) const {
  const Tensor* tensor = graph_.constant(name(input));
  if (tensor == nullptr)
    refuse("its input '" + shown(name(input)) +
           "' is computed from the network's input; etch needs a constant");
  return *tensor;
}

bool Operands::all_constant() const {
  for (std::size_t n = 0; n < count(); ++n)
    if (has(n) && !is_constant(n)) return false;
  return true;
}

std::size_t Operands::only_variable() const {
  std::size_t found = count();
  for (std::size_t n = 0; n < count(); ++n)
    if (has(n) && !is_constant(n)) {
      if (found != count()) refuse("has more than one input that is not constant");
      found = n;
    }
  if (found == count()) refuse("has no input that is not constant");
  return found;
}

std::vector<std::int64_t> Operands::integers(std::size_t input) const {
  const Tensor& tensor = constant(input);
  if (tensor.is_real() || tensor.dims.size() > 1)
    refuse("its input '" + shown(name(input)) + "' is no list of integers");
  return tensor.integers;
}

std::vector<float> Operands::reals(std::size_t input) const {
  const Tensor& tensor = constant(input);
  if (!tensor.is_real()) refuse("its input '" + shown(name(input)) + "' is not of floating-point numbers");
  return tensor.reals;
}

double Operands::number(std::size_t input) const {
  const Tensor& tensor = constant(input);
  if (tensor.size() != 1) refuse("its input '" + shown(name(input)) + "' is not one number");
  return tensor.number(0);
}

std::int64_t Operands::integer(std::string_view name, std::int64_t otherwise) const {
  const auto* value = attribute<std::int64_t>(name);
  return value != nullptr ? *value : otherwise;
}

float Operands::real(std::string_view name, float otherwise) const {
  const auto* value = attribute<float>(name);
  if (value != nullptr && !std::isfinite(*value))
    refuse("the attribute " + shown(name) + " is no finite number");
  return value != nullptr ? *value : otherwise;
}

std::string Operands::text(std::string_view name, const std::string& otherwise) const {
  const auto* value = attribute<std::string>(name);
  return value != nullptr ? *value : otherwise;
}

std::optional<std::vector<std::int64_t>> Operands::integers(std::string_view name) const {
  // An empty list has no type of its own in some exporters' files.
  const auto* value = attribute<std::vector<std::int64_t>>(name);
  if (value == nullptr) return std::nullopt;
  return *value;
}

std::optional<std::vector<float>> Operands::reals(std::string_view name) const {
  const auto* value = attribute<std::vector<float>>(name);
  if (value == nullptr) return std::nullopt;
  return *value;
}

std::size_t Operands::axis(std::int64_t given, std::size_t rank) const {
  const auto count = static_cast<std::int64_t>(rank);
  if (given < -count || given >= count)
    refuse("has axis " + std::to_string(given) + " of a value of " + std::to_string(rank) + " axes");
  return static_cast<std::size_t>(given < 0 ? given + count : given);
}

std::vector<std::size_t> Operands::axes(const std::vector<std::int64_t>& given, std::size_t rank) const {
  std::vector<std::size_t> all;
  for (const std::int64_t each : given) {
    const std::size_t at = axis(each, rank);
    if (std::find(all.begin(), all.end(), at) != all.end())
      refuse("names axis " + std::to_string(each) + " twice");
    all.push_back(at);
  }
  return all;
}

std::optional<std::vector<std::int64_t>> Operands::axes_of(std::string_view attribute,
                                                           std::size_t input) const {
  if (has(input)) return integers(input);
  return integers(attribute);
}

Dims broadcast(const Dims& first, const Dims& second, const Operands& node) {
  const std::size_t rank = std::max(first.size(), second.size());
  Dims all(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::int64_t a = axis + first.size() < rank ? 1 : first[axis + first.size() - rank];
    const std::int64_t b = axis + second.size() < rank ? 1 : second[axis + second.size() - rank];
    if (a != b && a != 1 && b != 1)
      node.refuse("its inputs of " + text_of(first) + " and " + text_of(second) + " do not fit each other");
    all[axis] = a == 1 ? b : a;
  }
  return all;
}

}  // namespace etch::generator
