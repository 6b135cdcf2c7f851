// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>
#include <utility>

namespace etch::zoo {
namespace detail {

template <class Part, std::size_t>
struct Copy {
  using type = Part;
};

template <class Part, class Indices>
struct Copies;
template <class Part, std::size_t... Indices>
struct Copies<Part, std::index_sequence<Indices...>> {
  using type = Sequential<typename Copy<Part, Indices>::type...>;
};

}  // namespace detail

/// The same parts `Count` times over, each time with parameters of their own; the identity for 0.
template <std::size_t Count, class... Parts>
using Repeat = typename detail::Copies<Sequential<Parts...>, std::make_index_sequence<Count>>::type;

}  // namespace etch::zoo
