// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/program.hpp>

#include <array>
#include <cstddef>

namespace etch::compiler {

/// A piece of memory that is needed from step `first` to step `last`, both included.
struct Lifetime {
  std::size_t size = 0;
  std::size_t first = 0;
  std::size_t last = 0;

  constexpr bool overlaps(const Lifetime& other) const { return first <= other.last && other.first <= last; }
};

/// Where each piece lies, and how much they need together.
template <std::size_t N>
struct Layout {
  std::array<std::size_t, N> offsets{};
  std::size_t size = 0;
};

/// Puts pieces of memory into one arena so that no two that are alive together overlap. Largest first, each
/// at the lowest place that is free for all of its life. Pieces of size 0 take no room.
template <std::size_t N>
constexpr Layout<N> place(const std::array<Lifetime, N>& pieces, std::size_t count) {
  // Sorted by size, larger first; equal ones by first use, then by number, so that the result is the same
  // everywhere.
  std::array<std::size_t, N> order{};
  std::size_t sorted = 0;
  for (std::size_t n = 0; n < count; ++n)
    if (pieces[n].size != 0) order[sorted++] = n;
  const auto before = [&](std::size_t a, std::size_t b) {
    if (pieces[a].size != pieces[b].size) return pieces[a].size > pieces[b].size;
    if (pieces[a].first != pieces[b].first) return pieces[a].first < pieces[b].first;
    return a < b;
  };
  for (std::size_t gap = sorted / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11)
    for (std::size_t n = gap; n < sorted; ++n) {
      const std::size_t moving = order[n];
      std::size_t at = n;
      for (; at >= gap && before(moving, order[at - gap]); at -= gap) order[at] = order[at - gap];
      order[at] = moving;
    }

  // By offset. Plain members in a plain array: clang counts each call as a step of constant evaluation, and
  // this loop is where a deep network spends them.
  struct Placed {
    std::size_t offset, end, first, last;
  };
  Placed placed[N]{};
  Layout<N> layout;
  for (std::size_t n = 0; n < sorted; ++n) {
    const Lifetime piece = pieces[order[n]];
    std::size_t offset = 0;
    for (std::size_t p = 0; p < n; ++p) {
      if (placed[p].first > piece.last || piece.first > placed[p].last) continue;
      if (placed[p].offset >= offset + piece.size) break;
      if (placed[p].end > offset) offset = placed[p].end;
    }
    layout.offsets[order[n]] = offset;
    if (offset + piece.size > layout.size) layout.size = offset + piece.size;
    std::size_t at = n;
    for (; at > 0 && placed[at - 1].offset > offset; --at) placed[at] = placed[at - 1];
    placed[at] = {offset, offset + piece.size, piece.first, piece.last};
  }
  return layout;
}

/// From when to when the memory of each value is needed; size 0 for values that lie in another's memory, or
/// outside.
template <std::size_t S, std::size_t V>
constexpr std::array<Lifetime, V> lifetimes(const Program<S, V>& program, std::size_t images) {
  std::array<Lifetime, V> lives{};
  std::array<bool, V> seen{};
  const auto touch = [&](ValueId id, std::size_t step) {
    const auto root = static_cast<std::size_t>(program.value(id).storage);
    const Value& value = program.value(id);
    if (program.values[root].external) return;
    Lifetime& life = lives[root];
    if (!seen[root]) life.first = step;
    seen[root] = true;
    life.last = step;
    const std::size_t size = aligned(value.count() * (value.per_image ? images : 1));
    if (size > life.size) life.size = size;
  };
  for (std::size_t n = 0; n < program.step_count; ++n) {
    const auto at_this_step = [&](ValueId id) { touch(id, n); };
    program.steps[n].for_each_read(at_this_step);
    program.steps[n].for_each_write(at_this_step);
  }
  if (program.output != no_value && program.step_count != 0) touch(program.output, program.step_count);
  for (std::size_t n = 0; n < program.step_count; ++n)
    if (program.steps[n].kept) touch(program.steps[n].result, program.step_count);
  return lives;
}

/// Where each value of the program lies in the arena, in numbers, for a batch of `images`; values that share
/// memory share the offset.
template <std::size_t S, std::size_t V>
constexpr Layout<V> plan(const Program<S, V>& program, std::size_t images = 1) {
  Layout<V> layout = place(lifetimes(program, images), program.value_count);
  for (std::size_t n = 0; n < program.value_count; ++n)
    layout.offsets[n] = layout.offsets[static_cast<std::size_t>(program.values[n].storage)];
  return layout;
}

/// How much memory is alive at that step: no plan can need less than the largest of these.
template <std::size_t N>
constexpr std::size_t live_at(const std::array<Lifetime, N>& lives, std::size_t step) {
  std::size_t sum = 0;
  for (const Lifetime& life : lives)
    if (life.first <= step && step <= life.last) sum += life.size;
  return sum;
}

/// Bytes of one image's arena that are alive while layer number `leaf` runs; 0 if no step runs it.
template <std::size_t S, std::size_t V>
constexpr std::size_t bytes_in_use(const Program<S, V>& program, std::size_t leaf) {
  const auto lives = lifetimes(program, 1);
  std::size_t most = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) {
    if (program.steps[n].leaf != leaf || program.steps[n].pass != Pass::forward) continue;
    const std::size_t live = live_at(lives, n) * sizeof(float);
    if (live > most) most = live;
  }
  return most;
}

}  // namespace etch::compiler
