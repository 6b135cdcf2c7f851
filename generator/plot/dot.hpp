// SPDX-License-Identifier: MIT
#pragma once
#include <generator/plot/diagram.hpp>

#include <string>

namespace etch::generator {

/// The diagram in Graphviz's language. A box's area is proportional to its multiply-adds, unless its text
/// needs more. All text is escaped: whatever the model's names are, they are shown and nothing else.
std::string dot_of(const Diagram& diagram, const std::string& title, const std::string& caption);

/// The drawing as dot makes it; `format` is svg, pdf or png. Throws `Failure` if there is no dot.
std::string rendered(const std::string& dot, const std::string& format);

}  // namespace etch::generator
