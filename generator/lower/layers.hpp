// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/term.hpp>

#include <generator/refusal.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace etch::generator {

/// A layer's type as C++ writes it.
using Type = io::Term;

inline Type number(std::size_t value) { return {std::to_string(value), {}, false}; }
/// A type of etch without template arguments.
inline Type plain(const std::string& name) { return {"etch::" + name, {}, false}; }
inline Type generic(const std::string& name, std::vector<Type> arguments) {
  return {"etch::" + name, std::move(arguments), true};
}
/// An option with numbers: Kernel<3, 5>.
inline Type option(const std::string& name, const std::vector<std::size_t>& values) {
  Type type = generic(name, {});
  for (const std::size_t value : values) type.arguments.push_back(number(value));
  return type;
}

/// Extents of a value as etch has them: no batch, and in the order of memory.
using Extents = std::vector<std::size_t>;
inline std::size_t size_of(const Extents& extents) {
  std::size_t size = 1;
  for (const std::size_t extent : extents) size *= extent;
  return size;
}

/// How the weights of a layer that ends in a factor and a shift for each filter, as all linear layers and
/// normalisations do, name the filter that each belongs to.
struct Filters {
  enum class Order { none, last, transposed };
  Order order = Order::none;  ///< none: no such layer; last: the filter is the last axis of the weights.
  std::size_t count = 0;
  std::size_t weight_count = 0;
  // Of a transposed convolution, whose weights are (taps, count / groups, channels).
  std::size_t channels = 1;
  std::size_t groups = 1;

  std::size_t of_weight(std::size_t n) const {
    if (order == Order::last) return n % count;
    const std::size_t channel = n % channels;
    const std::size_t own = count / groups;
    return channel / (channels / groups) * own + n / channels % own;
  }
};

/// One step of a network: the input, a layer, a change of shape that costs nothing, or a point where branches
/// meet.
struct Layer {
  enum class Kind { input, layer, view, add, multiply, concat };

  Kind kind = Kind::layer;
  Type type;                        ///< Of a layer.
  std::vector<std::size_t> inputs;  ///< Indices into the list of layers, all smaller than its own.
  Extents shape;                    ///< Of its output.
  std::vector<float> parameters;    ///< As etch::Parameters has them.
  std::vector<float> statistics;    ///< Of BatchNorm: means, then variances.
  std::size_t multiply_adds = 0;
  Filters filters;
  std::string origin;  ///< The node that it comes from, for sentences and tables.
};

/// A network as steps, before it is written as nested types. The first is the input.
struct LayerGraph {
  std::vector<Layer> layers;
  std::size_t output = 0;

  std::vector<std::size_t> reader_counts() const {
    std::vector<std::size_t> counts(layers.size(), 0);
    for (const Layer& layer : layers)
      for (const std::size_t input : layer.inputs) ++counts[input];
    ++counts[output];
    return counts;
  }
};

}  // namespace etch::generator
