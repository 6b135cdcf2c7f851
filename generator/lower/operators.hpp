// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/lowering.hpp>

#include <functional>
#include <map>
#include <string>

namespace etch::generator {

using Operator = std::function<void(const Operands&, Lowering&)>;
using Operators = std::map<std::string, Operator, std::less<>>;

// Each adds the operators of one family to the table.
void add_windows(Operators& table);
void add_products(Operators& table);
void add_norms(Operators& table);
void add_activations(Operators& table);
void add_arithmetic(Operators& table);
void add_joins(Operators& table);
void add_places(Operators& table);
void add_borders(Operators& table);
void add_resizing(Operators& table);
void add_reductions(Operators& table);

}  // namespace etch::generator
