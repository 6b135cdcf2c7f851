// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>
#include <vector>

namespace etch::generator {

/// One row for each layer, as etch counts them.
struct Row {
  std::string layer;  ///< Its name without options: Conv2d<16>.
  Extents shape;      ///< Of its output.
  std::size_t parameters = 0;
  std::size_t multiply_adds = 0;
  std::string origin;  ///< The node that it comes from.
};
std::vector<Row> rows_of(const Network& network);

/// Cells as text, each column as wide as it must be; the columns numbered in `words` begin at the left.
std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& words,
                    const std::string& margin = "");

/// The rows as a table, each line beginning with `margin`; totals below.
std::string table_of(const Network& network, const std::string& margin);

}  // namespace etch::generator
