// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>

#include <cstddef>
#include <utility>

namespace etch {
namespace detail {

template <class Copied, std::size_t>
using Copy = Copied;

template <class Copied, std::size_t... Indices>
Sequential<Copy<Copied, Indices>...> copies(std::index_sequence<Indices...>);

}  // namespace detail

/// The same parts `Count` times over, each time with parameters of their own; the identity for 0.
template <std::size_t Count, class... Parts>
using Repeat = decltype(detail::copies<Sequential<Parts...>>(std::make_index_sequence<Count>{}));

}  // namespace etch
