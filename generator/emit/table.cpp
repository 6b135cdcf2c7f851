// SPDX-License-Identifier: MIT
#include <generator/emit/table.hpp>
#include <generator/emit/text.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// A layer's name with its first number, as messages and etch::summary have it.
std::string short_name(const Layer& layer) {
  if (layer.kind == Layer::Kind::add) return "Add";
  if (layer.kind == Layer::Kind::multiply) return "Multiply";
  if (layer.kind == Layer::Kind::concat) return "Concat";
  if (layer.kind == Layer::Kind::view) return layer.shape.size() == 1 ? "Flatten" : "Reshape";
  std::string name = layer.type.name.substr(layer.type.name.rfind(':') + 1);
  std::string numbers;
  for (const Type& argument : layer.type.arguments)
    if (!argument.is_template && !argument.name.starts_with("etch::"))
      numbers += (numbers.empty() ? "" : ", ") + argument.name;
  return numbers.empty() ? name : name + "<" + numbers + ">";
}

void collect(const Network& network, const Expression& expression, std::vector<Row>& rows) {
  for (const Expression& part : expression.parts) collect(network, part, rows);
  if (expression.kind == Expression::Kind::sequence) return;
  const Layer& layer = network.layer(expression.layer);
  rows.push_back(
      {short_name(layer), layer.shape, layer.parameters.size(), layer.multiply_adds, layer.origin});
}

}  // namespace

std::vector<Row> rows_of(const Network& network) {
  std::vector<Row> rows;
  collect(network, network.body, rows);
  return rows;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& words,
                    const std::string& margin) {
  std::vector<std::size_t> widths(rows.at(0).size(), 0);
  for (const auto& cells : rows)
    for (std::size_t n = 0; n < widths.size(); ++n) widths[n] = std::max(widths[n], cells[n].size());
  std::string text;
  for (const auto& cells : rows) {
    std::string line = margin;
    for (std::size_t n = 0; n < widths.size(); ++n) {
      const std::string blank(widths[n] - cells[n].size(), ' ');
      const bool left = std::find(words.begin(), words.end(), n) != words.end();
      line += (n == 0 ? "" : "  ") + (left ? cells[n] + blank : blank + cells[n]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string table_of(const Network& network, const std::string& margin) {
  std::vector<std::vector<std::string>> all{{"#", "Layer", "Output", "Parameters", "Multiply-adds"}};
  all.push_back({"0", "Input", text_of(network.input_shape()), "", ""});
  for (const Row& row : rows_of(network))
    all.push_back({std::to_string(all.size() - 1), row.layer, text_of(row.shape),
                   row.parameters == 0 ? "" : grouped(row.parameters),
                   row.multiply_adds == 0 ? "" : grouped(row.multiply_adds)});
  all.push_back({"", "", "all", grouped(network.parameter_count()), grouped(network.multiply_adds())});
  return aligned(all, {1, 2}, margin);
}

}  // namespace etch::generator
