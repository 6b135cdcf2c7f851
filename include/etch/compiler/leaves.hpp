// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>

#include <boost/hana/at.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// The layers of a nested network, counted in the order in which they are written. No flat list of them is
// built as a type: it would grow with each layer, and compile times with its square. A layer is found by
// walking down instead.
namespace etch::compiler {

/// A node that others are made of.
template <class Node>
concept Combinator = requires {
  typename Node::parts;
};

/// Layers in `Node`, itself counted.
template <class Node>
inline constexpr std::size_t leaf_count = 1;

template <class... Parts>
constexpr std::array<std::size_t, sizeof...(Parts) + 1> first_leaves(hana::basic_tuple<Part<Parts>...>) {
  std::array<std::size_t, sizeof...(Parts) + 1> first{};
  std::size_t n = 0;
  ((first[n + 1] = first[n] + leaf_count<Parts>, ++n), ...);
  return first;
}

/// Number of the first layer of each part, and of all.
template <Combinator Node>
inline constexpr auto first_leaf = first_leaves(typename Node::parts{});

template <Combinator Node>
inline constexpr std::size_t leaf_count<Node> = first_leaf<Node>.back();

/// The part that layer `leaf` is in.
template <Combinator Node>
constexpr std::size_t part_of(std::size_t leaf) {
  std::size_t part = 0;
  while (first_leaf<Node>[part + 1] <= leaf) ++part;
  return part;
}

template <class Node, std::size_t Index>
struct LeafAt {
  using type = Node;
};
template <Combinator Node, std::size_t Index>
struct LeafAt<Node, Index> {
  static constexpr std::size_t part = part_of<Node>(Index);
  using Inner = typename std::decay_t<decltype(hana::at_c<part>(std::declval<typename Node::parts>()))>::type;
  using type = typename LeafAt<Inner, Index - first_leaf<Node>[part]>::type;
};

/// Layer number `Index` of `Node`.
template <class Node, std::size_t Index>
using Leaf = typename LeafAt<Node, Index>::type;

}  // namespace etch::compiler
