// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace etch::generator {

/// What differs between headers that declare a network as functions of C. Each text is `filled`.
struct CHeader {
  std::string title;       ///< The first lines, and how the comment about the network begins.
  std::string includes{};  ///< Lines, if any.
  std::string allocates;   ///< What calling name_predict() allocates, in sentences.
  std::string functions;   ///< Declarations behind that of name_predict().
};
std::string c_header(const Network& network, const CHeader& header);

/// name.h and name.cc: the network as a function that C can call. `as_array`: the weights are a constexpr
/// array.
std::string interface_header(const Network& network);
std::string interface_source(const Network& network, bool as_array);

}  // namespace etch::generator
