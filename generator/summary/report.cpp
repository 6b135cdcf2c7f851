// SPDX-License-Identifier: MIT
#include <generator/emit/json.hpp>
#include <generator/emit/table.hpp>
#include <generator/emit/text.hpp>
#include <generator/summary/report.hpp>

namespace etch::generator {
namespace {

const Memory::OfLayer* of_layer(const std::optional<Memory>& memory, std::size_t n) {
  return memory && n < memory->layers.size() ? &memory->layers[n] : nullptr;
}

std::string cell(std::size_t count) { return count == 0 ? "-" : grouped(count); }

}  // namespace

std::string summary_text(const Network& network, const std::optional<Memory>& memory) {
  std::vector<std::vector<std::string>> table{{"#", "Layer", "Output", "Parameters", "Multiply-adds"}};
  table.push_back({"0", "Input", text_of(network.input_shape()), "-", "-"});
  for (const Row& row : rows_of(network))
    table.push_back({std::to_string(table.size() - 1), row.layer, text_of(row.shape), cell(row.parameters),
                     cell(row.multiply_adds)});
  if (memory) {
    table[0].insert(table[0].end(), {"Arena bytes", "Runs"});
    table[1].insert(table[1].end(), {"", ""});
    for (std::size_t n = 2; n < table.size(); ++n) {
      const Memory::OfLayer* layer = of_layer(memory, n - 2);
      table[n].push_back(layer == nullptr ? "" : cell(layer->arena));
      table[n].push_back(layer == nullptr ? "" : layer->runs);
    }
  }
  std::string text = network.name + ", from " + network.model + '\n' + aligned(table, {1, 2, 6});
  text += "parameters " + grouped(network.parameter_count());
  if (network.statistic_count() != 0)
    text += ", and " + grouped(network.statistic_count()) + " running statistics";
  text += "; multiply-adds " + grouped(network.multiply_adds()) + '\n';
  if (!memory) return text;
  text += "without vectors, as in firmware: flash " + grouped(memory->flash) + " bytes, RAM " +
          grouped(memory->plain_inference) + " bytes\n";
  text += "on this machine: prepared parameters " + grouped(memory->prepared) + " bytes, RAM " +
          grouped(memory->inference) + " bytes\n";
  return text;
}

std::string summary_json(const Network& network, const std::optional<Memory>& memory) {
  std::string layers = "[";
  std::size_t number = 0;
  for (const Row& row : rows_of(network)) {
    json::Members members{{"number", json::number(number + 1)},
                          {"layer", io::json_string(row.layer)},
                          {"output", json::array(row.shape)},
                          {"parameters", json::number(row.parameters)},
                          {"multiply_adds", json::number(row.multiply_adds)}};
    if (const Memory::OfLayer* layer = of_layer(memory, number)) {
      members.push_back({"arena_bytes", json::number(layer->arena)});
      members.push_back({"runs", io::json_string(layer->runs)});
    }
    members.push_back({"node", io::json_string(row.origin)});
    layers += (number == 0 ? "\n    " : ",\n    ") + json::object(members);
    ++number;
  }
  layers += number == 0 ? "]" : "\n  ]";
  json::Members members{{"network", io::json_string(network.name)},
                        {"model", io::json_string(network.model)},
                        {"input", json::array(network.input_shape())},
                        {"output", json::array(network.output_shape())},
                        {"parameters", json::number(network.parameter_count())},
                        {"statistics", json::number(network.statistic_count())},
                        {"multiply_adds", json::number(network.multiply_adds())}};
  if (memory) {
    members.push_back({"flash_bytes", json::number(memory->flash)});
    members.push_back({"ram_bytes", json::number(memory->plain_inference)});
    members.push_back({"prepared_bytes", json::number(memory->prepared)});
    members.push_back({"inference_bytes", json::number(memory->inference)});
  }
  members.push_back({"layers", layers});
  return json::object(members, "  ") + '\n';
}

}  // namespace etch::generator
