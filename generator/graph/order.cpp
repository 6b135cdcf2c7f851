// SPDX-License-Identifier: MIT
#include <generator/graph/order.hpp>

#include <algorithm>
#include <queue>
#include <set>

namespace etch::generator {

void sort_nodes(Graph& graph) {
  const std::size_t count = graph.nodes.size();
  std::map<std::string, std::size_t, std::less<>> maker;
  for (std::size_t n = 0; n < count; ++n)
    for (const std::string& output : graph.nodes[n].outputs)
      if (!output.empty()) maker[output] = n;

  std::vector<std::size_t> missing(count, 0);
  std::vector<std::vector<std::size_t>> readers(count);
  for (std::size_t n = 0; n < count; ++n) {
    const auto wait_for = [&](const std::string& value) {
      const auto made = maker.find(value);
      if (made == maker.end()) return;
      ++missing[n];
      readers[made->second].push_back(n);
    };
    for (const std::string& input : graph.nodes[n].inputs) wait_for(input);
    for (const Guard& guard : graph.nodes[n].guards) wait_for(guard.condition);
  }

  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t n = 0; n < count; ++n)
    if (missing[n] == 0) ready.push(n);
  std::vector<Node> sorted;
  sorted.reserve(count);
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    for (const std::size_t reader : readers[next])
      if (--missing[reader] == 0) ready.push(reader);
    sorted.push_back(std::move(graph.nodes[next]));
  }
  for (std::size_t n = 0; n < count; ++n)
    if (missing[n] != 0)
      throw Refusal(graph.nodes[n].label() + ": depends on its own output, or on what does");
  graph.nodes = std::move(sorted);
}

void drop_dead(Graph& graph) {
  std::set<std::string, std::less<>> wanted(graph.outputs.begin(), graph.outputs.end());
  std::vector<Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const bool read = std::any_of(node->outputs.begin(), node->outputs.end(),
                                  [&](const std::string& output) { return wanted.contains(output); });
    if (!read) continue;
    wanted.insert(node->inputs.begin(), node->inputs.end());
    kept.push_back(std::move(*node));
  }
  std::reverse(kept.begin(), kept.end());
  graph.nodes = std::move(kept);
  std::erase_if(graph.constants, [&](const auto& entry) { return !wanted.contains(entry.first); });
}

}  // namespace etch::generator
