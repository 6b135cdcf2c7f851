// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <utility>

// What etch takes of Hana, for tuples whose elements are empty: they only name types.
namespace etch::hana {

template <class... Elements>
struct basic_tuple {};

template <class... Elements, class F>
constexpr decltype(auto) unpack(basic_tuple<Elements...>, F&& f) {
  return std::forward<F>(f)(Elements{}...);
}

namespace detail {

template <std::size_t, class Element>
struct Numbered {};
template <class, class...>
struct Elements;
template <std::size_t... Index, class... All>
struct Elements<std::index_sequence<Index...>, All...> : Numbered<Index, All>... {};

/// Found by the number alone, whatever the other elements are.
template <std::size_t Index, class Element>
constexpr Element element(Numbered<Index, Element>) {
  return {};
}

}  // namespace detail

template <std::size_t Index, class... All>
constexpr auto at_c(basic_tuple<All...>) {
  return detail::element<Index>(detail::Elements<std::make_index_sequence<sizeof...(All)>, All...>{});
}

}  // namespace etch::hana
