// SPDX-License-Identifier: MIT
#include <generator/lower/layout.hpp>

#include <algorithm>
#include <numeric>

namespace etch::generator {

Layout Layout::row_major(const Dims& dims) {
  Layout layout;
  for (const std::int64_t extent : dims) {
    layout.axes_.emplace_back();
    if (extent == 1) continue;
    layout.axes_.back().push_back(layout.extents_.size());
    layout.memory_.push_back(layout.extents_.size());
    layout.extents_.push_back(extent);
  }
  layout.join();
  return layout;
}

Layout Layout::channels_last(const Dims& dims) {
  Layout layout = row_major(dims);
  std::vector<std::size_t> order(dims.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() > 2) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  layout.memory_ = layout.pieces_of(order);
  return layout;
}

std::int64_t Layout::extent_of(const std::vector<Piece>& pieces) const {
  std::int64_t extent = 1;
  for (const Piece piece : pieces) extent *= extents_[piece];
  return extent;
}
std::int64_t Layout::extent(std::size_t axis) const { return extent_of(axes_[axis]); }
std::int64_t Layout::size() const { return extent_of(memory_); }

Dims Layout::dims() const {
  Dims dims;
  for (const auto& axis : axes_) dims.push_back(extent_of(axis));
  return dims;
}

std::vector<Layout::Piece> Layout::pieces_of(const std::vector<std::size_t>& axes) const {
  std::vector<Piece> all;
  for (const std::size_t axis : axes) all.insert(all.end(), axes_[axis].begin(), axes_[axis].end());
  return all;
}

Layout::Piece Layout::split(Piece piece, std::int64_t outer) {
  const Piece second = extents_.size();
  extents_.push_back(extents_[piece] / outer);
  extents_[piece] = outer;
  const auto insert = [&](std::vector<Piece>& pieces) {
    const auto at = std::find(pieces.begin(), pieces.end(), piece);
    if (at != pieces.end()) pieces.insert(at + 1, second);
  };
  for (auto& axis : axes_) insert(axis);
  insert(memory_);
  return second;
}

void Layout::join() {
  for (auto& axis : axes_)
    for (std::size_t n = 0; n + 1 < axis.size();) {
      const auto at = std::find(memory_.begin(), memory_.end(), axis[n]);
      if (at + 1 != memory_.end() && *(at + 1) == axis[n + 1]) {
        extents_[axis[n]] *= extents_[axis[n + 1]];
        memory_.erase(at + 1);
        axis.erase(axis.begin() + static_cast<std::ptrdiff_t>(n) + 1);
      } else {
        ++n;
      }
    }
  // Renumber, so that pieces that are gone leave no hole.
  std::vector<std::int64_t> extents;
  std::vector<Piece> number(extents_.size(), 0);
  for (auto& axis : axes_)
    for (Piece& piece : axis) {
      number[piece] = extents.size();
      extents.push_back(extents_[piece]);
      piece = number[piece];
    }
  for (Piece& piece : memory_) piece = number[piece];
  extents_ = std::move(extents);
}

Layout Layout::transposed(const std::vector<std::size_t>& order) const {
  Layout layout = *this;
  for (std::size_t n = 0; n < order.size(); ++n) layout.axes_[n] = axes_[order[n]];
  layout.join();
  return layout;
}

std::optional<Layout> Layout::reshaped(const Dims& dims) const {
  Layout layout = *this;
  std::vector<Piece> pieces;
  for (const auto& axis : axes_) pieces.insert(pieces.end(), axis.begin(), axis.end());
  std::vector<std::vector<Piece>> axes;
  std::size_t next = 0;
  for (std::int64_t rest : dims) {
    axes.emplace_back();
    while (rest > 1) {
      if (next == pieces.size()) return std::nullopt;
      const std::int64_t extent = layout.extents_[pieces[next]];
      if (rest % extent != 0) {
        if (extent % rest != 0) return std::nullopt;
        const Piece second = layout.split(pieces[next], rest);
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(next) + 1, second);
      }
      rest /= layout.extents_[pieces[next]];
      axes.back().push_back(pieces[next++]);
    }
  }
  if (next != pieces.size()) return std::nullopt;
  layout.axes_ = std::move(axes);
  layout.join();
  return layout;
}

Layout Layout::rearranged(std::vector<Piece> memory, bool join_pieces) const {
  Layout layout = *this;
  layout.memory_ = std::move(memory);
  if (join_pieces) layout.join();
  return layout;
}

Layout Layout::with_innermost(std::size_t axis, std::int64_t extent) const {
  Layout layout = *this;
  for (const Piece piece : axes_[axis]) std::erase(layout.memory_, piece);
  layout.axes_[axis].clear();
  if (extent != 1) {
    layout.axes_[axis].push_back(layout.extents_.size());
    layout.memory_.push_back(layout.extents_.size());
    layout.extents_.push_back(extent);
  }
  layout.join();
  return layout;
}

Layout Layout::with_extent(std::size_t axis, std::int64_t extent) const {
  if (axes_[axis].empty() || extent == 1) return with_innermost(axis, extent);
  Layout layout = *this;
  layout.extents_[axes_[axis][0]] = extent;
  return layout;
}

bool Layout::refine(Layout& first, Layout& second) {
  for (std::size_t axis = 0; axis < first.rank(); ++axis) {
    if (first.extent(axis) != second.extent(axis)) continue;
    for (std::size_t n = 0; n < first.axes_[axis].size(); ++n) {
      const Piece here = first.axes_[axis][n], there = second.axes_[axis][n];
      const std::int64_t a = first.extents_[here], b = second.extents_[there];
      if (a % b != 0 && b % a != 0) return false;
      if (a > b) first.split(here, b);
      if (b > a) second.split(there, a);
    }
  }
  return true;
}

std::vector<Layout::Piece> Layout::order_like(const Layout& other) const {
  std::vector<Piece> order;
  for (const Piece piece : other.memory_)
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      if (extent(axis) != other.extent(axis)) continue;
      const auto& theirs = other.axes_[axis];
      const auto at = std::find(theirs.begin(), theirs.end(), piece);
      if (at != theirs.end()) order.push_back(axes_[axis][static_cast<std::size_t>(at - theirs.begin())]);
    }
  for (std::size_t axis = 0; axis < rank(); ++axis)
    if (extent(axis) != other.extent(axis)) order.insert(order.end(), axes_[axis].begin(), axes_[axis].end());
  return order;
}

bool Layout::is_row_major() const {
  std::vector<Piece> all;
  for (const auto& axis : axes_) all.insert(all.end(), axis.begin(), axis.end());
  return all == memory_;
}

std::vector<std::size_t> Layout::origins() const {
  // The stride of each piece in ONNX's order.
  std::vector<std::int64_t> stride(extents_.size(), 0);
  std::int64_t next = 1;
  for (auto axis = axes_.rbegin(); axis != axes_.rend(); ++axis)
    for (auto piece = axis->rbegin(); piece != axis->rend(); ++piece) {
      stride[*piece] = next;
      next *= extents_[*piece];
    }
  Dims dims;
  std::vector<std::int64_t> strides;
  for (const Piece piece : memory_) {
    dims.push_back(extents_[piece]);
    strides.push_back(stride[piece]);
  }
  std::vector<std::size_t> all(static_cast<std::size_t>(size()));
  // One run along the innermost piece at a time.
  const std::int64_t run = dims.empty() ? 1 : dims.back(), step = dims.empty() ? 0 : strides.back();
  Dims at(dims.size(), 0);
  std::int64_t place = 0;
  for (std::size_t *to = all.data(), *const end = to + all.size(); to != end; to += run) {
    for (std::int64_t n = 0; n < run; ++n) to[n] = static_cast<std::size_t>(place + n * step);
    for (std::size_t n = dims.empty() ? 0 : dims.size() - 1; n-- > 0;) {
      place += strides[n];
      if (++at[n] < dims[n]) break;
      place -= strides[n] * dims[n];
      at[n] = 0;
    }
  }
  return all;
}

std::vector<std::size_t> Layout::origins(std::size_t axis) const {
  Layout alone = *this;
  for (std::size_t n = 0; n < rank(); ++n)
    if (n != axis) {
      for (const Piece piece : axes_[n]) std::erase(alone.memory_, piece);
      alone.axes_[n].clear();
    }
  return alone.origins();
}

}  // namespace etch::generator
