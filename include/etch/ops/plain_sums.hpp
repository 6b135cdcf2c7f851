// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <utility>

namespace etch::plain {

/// Sums that stay in registers while inputs and weights are read once: eight, which a Cortex-M with single
/// precision has room for beside their weights, or fewer without a rest.
constexpr std::size_t block_of(std::size_t count) {
  for (std::size_t block = 8; block >= 4; --block)
    if (count % block == 0) return block;
  return count < 8 ? count : 8;
}

/// `Block` sums, spelled out one by one: compilers that optimise for size would leave a loop over them, and
/// the sums in memory.
template <std::size_t Block>
class Sums {
 public:
  /// sum(k) = from(k), or 0.
  [[gnu::always_inline]] void start(const float* from) { start(from, all{}); }
  /// sum(k) += over n < count of x(n) w(n, k), where neighbouring n of the weights are `Pitch` numbers apart.
  template <std::size_t Pitch>
  [[gnu::always_inline]] void add(const float* x, const float* w, std::size_t count) {
    for (const float* const end = x + count; x != end; w += Pitch) add(*x++, w, all{});
  }
  /// sum(k) += x(k) w(k).
  [[gnu::always_inline]] void add_each(const float* x, const float* w) { add_each(x, w, all{}); }
  /// to(k) = sum(k). A copy, so that a loop over them leaves the sums in registers.
  [[gnu::always_inline]] void store(float (&to)[Block]) const { store(to, all{}); }

 private:
  using all = std::make_index_sequence<Block>;

  float values_[Block];

  template <std::size_t... K>
  [[gnu::always_inline]] void start(const float* from, std::index_sequence<K...>) {
    ((values_[K] = from != nullptr ? from[K] : 0), ...);
  }
  template <std::size_t... K>
  [[gnu::always_inline]] void add(float x, const float* w, std::index_sequence<K...>) {
    ((values_[K] += x * w[K]), ...);
  }
  template <std::size_t... K>
  [[gnu::always_inline]] void add_each(const float* x, const float* w, std::index_sequence<K...>) {
    ((values_[K] += x[K] * w[K]), ...);
  }
  template <std::size_t... K>
  [[gnu::always_inline]] void store(float (&to)[Block], std::index_sequence<K...>) const {
    ((to[K] = values_[K]), ...);
  }
};

/// Calls f(first, block) for the blocks of `Count` numbers, `block` as a constant.
template <std::size_t Count, class F>
[[gnu::always_inline]] inline void for_each_block(const F& f) {
  constexpr std::size_t block = block_of(Count);
  constexpr std::size_t rest = Count % block;
  for (std::size_t k = 0; k + block <= Count; k += block) f(k, std::integral_constant<std::size_t, block>{});
  if constexpr (rest != 0) f(Count - rest, std::integral_constant<std::size_t, rest>{});
}

}  // namespace etch::plain
