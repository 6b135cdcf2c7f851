// SPDX-License-Identifier: MIT
#include <generator/emit/types.hpp>

namespace etch::generator {
namespace {

Type type_of(const Network& network, const Expression& expression);

Type layer_type(const Layer& layer) {
  if (layer.kind != Layer::Kind::view) return layer.type;
  return layer.shape.size() == 1 ? plain("Flatten") : option("Reshape", layer.shape);
}

std::vector<Type> parts_of(const Network& network, const Expression& expression) {
  std::vector<Type> parts;
  for (const Expression& part : expression.parts) parts.push_back(type_of(network, part));
  return parts;
}

Type type_of(const Network& network, const Expression& expression) {
  switch (expression.kind) {
    case Expression::Kind::layer:
      return layer_type(network.layer(expression.layer));
    case Expression::Kind::sequence:
      if (expression.is_empty()) return plain("Identity");
      return generic("Sequential", parts_of(network, expression));
    case Expression::Kind::multiply:
      return generic("Multiply", parts_of(network, expression));
    case Expression::Kind::concat:
      return generic("Concat", parts_of(network, expression));
    case Expression::Kind::add:
      break;
  }
  if (expression.parts.size() != 2) return generic("Add", parts_of(network, expression));
  if (expression.parts[1].is_empty()) return generic("Residual", {type_of(network, expression.parts[0])});
  return generic("Residual", parts_of(network, expression));
}

}  // namespace

std::vector<Type> types_of(const Network& network) {
  std::vector<Type> all{option("Input", network.input_shape())};
  if (network.body.kind == Expression::Kind::sequence) {
    const auto parts = parts_of(network, network.body);
    all.insert(all.end(), parts.begin(), parts.end());
  } else {
    all.push_back(type_of(network, network.body));
  }
  return all;
}

}  // namespace etch::generator
