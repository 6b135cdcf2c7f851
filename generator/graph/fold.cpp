// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/graph/fold_numbers.hpp>
#include <generator/graph/infer.hpp>
#include <generator/graph/places.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace etch::generator {

std::vector<std::int64_t> strides_of(const Dims& dims) {
  std::vector<std::int64_t> strides(dims.size(), 1);
  for (std::size_t axis = dims.size(); axis-- > 1;) strides[axis - 1] = strides[axis] * dims[axis];
  return strides;
}

namespace {

/// One block of the last two axes at a time, so that reading along one and writing along the other stays
/// within the cache.
template <class T>
void copy_strided(const std::vector<T>& from, const Dims& dims, std::int64_t start,
                  const std::vector<std::int64_t>& strides, std::vector<T>& to) {
  if (to.empty()) return;
  const std::size_t rank = dims.size();
  const std::int64_t columns = rank > 0 ? dims[rank - 1] : 1, rows = rank > 1 ? dims[rank - 2] : 1;
  const std::int64_t column = rank > 0 ? strides[rank - 1] : 0, row = rank > 1 ? strides[rank - 2] : 0;
  constexpr std::int64_t block = 32;
  Dims at(rank > 2 ? rank - 2 : 0, 0);
  for (std::size_t begin = 0; begin < to.size(); begin += static_cast<std::size_t>(rows * columns)) {
    for (std::int64_t i = 0; i < rows; i += block)
      for (std::int64_t j = 0; j < columns; j += block)
        for (std::int64_t r = i; r < std::min(i + block, rows); ++r)
          for (std::int64_t c = j; c < std::min(j + block, columns); ++c)
            to[begin + static_cast<std::size_t>(r * columns + c)] =
                from[static_cast<std::size_t>(start + r * row + c * column)];
    for (std::size_t axis = at.size(); axis-- > 0;) {
      start += strides[axis];
      if (++at[axis] < dims[axis]) break;
      start -= strides[axis] * dims[axis];
      at[axis] = 0;
    }
  }
}

}  // namespace

Tensor strided(const Tensor& from, Dims dims, std::int64_t start, const std::vector<std::int64_t>& strides) {
  const auto size = static_cast<std::size_t>(size_of(dims));
  Tensor to{from.element, std::move(dims), {}, {}};
  (to.is_real() ? to.reals.resize(size) : to.integers.resize(size));
  if (to.is_real())
    copy_strided(from.reals, to.dims, start, strides, to.reals);
  else
    copy_strided(from.integers, to.dims, start, strides, to.integers);
  return to;
}

Tensor expanded(const Tensor& from, const Dims& dims) {
  if (size_of(dims) > largest_value)
    throw Refusal("a constant would become " + text_of(dims) + ", too large");
  const auto own = strides_of(from.dims);
  const std::size_t missing = dims.size() - from.dims.size();
  std::vector<std::int64_t> strides(dims.size(), 0);
  for (std::size_t axis = 0; axis < from.dims.size(); ++axis)
    if (from.dims[axis] != 1) strides[missing + axis] = own[axis];
  return strided(from, dims, 0, strides);
}

namespace {

constexpr std::int64_t largest_result = std::int64_t{1} << 26;

using Fold = std::function<std::vector<Tensor>(const Operands&)>;

Tensor with_dims(Tensor tensor, Dims dims) {
  tensor.dims = std::move(dims);
  return tensor;
}

Tensor constant(const Operands& node) {
  if (node.has_attribute("value")) {
    const auto& value = node.node().attributes.at("value");
    if (const auto* tensor = std::get_if<std::shared_ptr<const Tensor>>(&value)) return **tensor;
  }
  if (node.has_attribute("value_float")) return Tensor::of_reals({}, {node.real("value_float", 0)});
  if (node.has_attribute("value_int"))
    return with_dims(Tensor::of_integers({node.integer("value_int", 0)}), {});
  if (auto values = node.reals("value_floats")) {
    const auto count = static_cast<std::int64_t>(values->size());
    return Tensor::of_reals({count}, std::move(*values));
  }
  if (auto values = node.integers("value_ints")) return Tensor::of_integers(std::move(*values));
  node.refuse("is a constant of a kind that etch does not read");
}

Tensor shape(const Operands& node) {
  const Dims& dims = node.dims(0);
  const auto rank = static_cast<std::int64_t>(dims.size());
  const auto bound = [&](std::int64_t at) {
    return std::clamp(at < 0 ? at + rank : at, std::int64_t{0}, rank);
  };
  const std::int64_t start = bound(node.integer("start", 0));
  const std::int64_t end = std::max(start, bound(node.integer("end", rank)));
  return Tensor::of_integers({dims.begin() + start, dims.begin() + end});
}

Tensor filled(const Operands& node) {
  const Dims dims = node.integers(0);
  const auto size = size_of(dims, node.node().label());
  node.require(size <= largest_result, "makes too large a constant");
  Tensor tensor = Tensor::of_reals({1}, {0.0f});
  if (node.has_attribute("value")) tensor = constant(node);
  node.require(tensor.size() == 1, "fills with more than one number");
  return expanded(with_dims(tensor, {}), dims);
}

Tensor range(const Operands& node) {
  const double start = node.number(0), limit = node.number(1), step = node.number(2);
  const double count = std::max(0.0, std::ceil((limit - start) / step));
  node.require(step != 0 && std::isfinite(count) && count <= static_cast<double>(largest_result),
               "its range is endless or too long");
  Tensor tensor{node.constant(0).element, {static_cast<std::int64_t>(count)}, {}, {}};
  for (double n = 0; n < count; ++n) {
    if (tensor.is_real())
      tensor.reals.push_back(static_cast<float>(start + n * step));
    else
      tensor.integers.push_back(static_cast<std::int64_t>(start + n * step));
  }
  return tensor;
}

Tensor gathered(const Operands& node) {
  const Tensor& from = node.constant(0);
  const Tensor& indices = node.constant(1);
  node.require(!indices.is_real(), "its indices are no integers");
  const std::size_t axis = node.axis(node.integer("axis", 0), from.dims.size());
  const std::int64_t extent = from.dims[axis];
  std::int64_t outer = 1, inner = 1;
  for (std::size_t n = 0; n < axis; ++n) outer *= from.dims[n];
  for (std::size_t n = axis + 1; n < from.dims.size(); ++n) inner *= from.dims[n];
  Tensor to{from.element, infer(node)[0], {}, {}};
  for (std::int64_t o = 0; o < outer; ++o)
    for (const std::int64_t index : indices.integers) {
      node.require(index >= -extent && index < extent,
                   "gathers number " + std::to_string(index) + " of " + std::to_string(extent));
      const std::int64_t begin = (o * extent + (index < 0 ? index + extent : index)) * inner;
      if (to.is_real())
        to.reals.insert(to.reals.end(), from.reals.begin() + begin, from.reals.begin() + begin + inner);
      else
        to.integers.insert(to.integers.end(), from.integers.begin() + begin,
                           from.integers.begin() + begin + inner);
    }
  return to;
}

Tensor concatenated(const Operands& node) {
  Tensor to{node.constant(0).element, infer(node)[0], {}, {}};
  const std::size_t axis = node.axis(node.integer("axis", 0), to.dims.size());
  std::int64_t outer = 1;
  for (std::size_t n = 0; n < axis; ++n) outer *= to.dims[n];
  for (std::int64_t o = 0; o < outer; ++o)
    for (std::size_t n = 0; n < node.count(); ++n) {
      const Tensor& from = node.constant(n);
      node.require(from.element == to.element, "its inputs are of different types");
      const auto run = static_cast<std::int64_t>(from.size()) / std::max<std::int64_t>(outer, 1);
      if (to.is_real())
        to.reals.insert(to.reals.end(), from.reals.begin() + o * run, from.reals.begin() + (o + 1) * run);
      else
        to.integers.insert(to.integers.end(), from.integers.begin() + o * run,
                           from.integers.begin() + (o + 1) * run);
    }
  return to;
}

Tensor permuted(const Operands& node) {
  const Tensor& from = node.constant(0);
  const auto own = strides_of(from.dims);
  std::vector<std::int64_t> strides;
  for (const std::size_t axis : permutation_of(node)) strides.push_back(own[axis]);
  return strided(from, infer(node)[0], 0, strides);
}

Tensor sliced(const Operands& node) {
  const Tensor& from = node.constant(0);
  auto strides = strides_of(from.dims);
  Dims dims;
  std::int64_t start = 0;
  const auto ranges = slice_of(node);
  for (std::size_t axis = 0; axis < ranges.size(); ++axis) {
    start += ranges[axis].start * strides[axis];
    strides[axis] *= ranges[axis].step;
    dims.push_back(ranges[axis].count);
  }
  return strided(from, dims, size_of(dims) == 0 ? 0 : start, strides);
}

std::vector<Tensor> split(const Operands& node) {
  const Tensor& from = node.constant(0);
  const Parts parts = parts_of(node);
  const auto strides = strides_of(from.dims);
  std::vector<Tensor> all;
  std::int64_t start = 0;
  for (const std::int64_t extent : parts.extents) {
    Dims dims = from.dims;
    dims[parts.axis] = extent;
    all.push_back(strided(from, dims, start * strides[parts.axis], strides));
    start += extent;
  }
  return all;
}

const std::map<std::string, Fold, std::less<>>& folds() {
  using Single = std::function<Tensor(const Operands&)>;
  static const std::map<std::string, Fold, std::less<>> all = [] {
    std::map<std::string, Fold, std::less<>> table;
    const auto add = [&](const char* name, Single fold) {
      table[name] = [fold](const Operands& node) { return std::vector<Tensor>{fold(node)}; };
    };
    add("Constant", constant);
    add("Shape", shape);
    add("Size",
        [](const Operands& node) { return with_dims(Tensor::of_integers({size_of(node.dims(0))}), {}); });
    add("ConstantOfShape", filled);
    add("Range", range);
    add("Gather", gathered);
    add("Concat", concatenated);
    add("Transpose", permuted);
    add("Slice", sliced);
    for (const char* name : {"Identity", "Dropout"})
      add(name, [](const Operands& node) { return node.constant(0); });
    for (const char* name : {"Reshape", "Flatten", "Squeeze", "Unsqueeze"})
      add(name, [](const Operands& node) { return with_dims(node.constant(0), reshaped(node)); });
    add("Expand", [](const Operands& node) {
      const Dims dims = broadcast(node.dims(0), node.integers(1), node);
      node.require(size_of(dims) <= largest_result, "makes too large a constant");
      return expanded(node.constant(0), dims);
    });
    table["Split"] = split;
    return table;
  }();
  return all;
}

}  // namespace

bool is_constant(const Operands& node) {
  const std::string& operation = node.node().operation;
  return operation == "Shape" || operation == "Size" || node.all_constant();
}

std::vector<Tensor> fold(const Operands& node) {
  const std::string& operation = node.node().operation;
  if (const auto found = folds().find(operation); found != folds().end()) return found->second(node);
  if (auto tensor = fold_numbers(node)) return {std::move(*tensor)};
  node.refuse("has only constant inputs, and etch does not compute it in advance");
}

}  // namespace etch::generator
