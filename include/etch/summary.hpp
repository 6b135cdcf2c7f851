// SPDX-License-Identifier: MIT
#pragma once
#include <etch/network.hpp>
#include <etch/ops/kernels.hpp>
#include <etch/run.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace etch {
namespace detail {

/// 61706 -> "61,706".
inline std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

/// "(28, 28, 6)".
inline std::string extents(Shape shape) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    if (axis != 0) text += ", ";
    text += std::to_string(shape[axis]);
  }
  text += ')';
  return text;
}

struct SummaryRow {
  std::string number, layer, output, parameters, multiply_adds, arena, kernel;
};

/// What runs step `Index` of the inference program.
template <class Net, std::size_t Index>
std::string kernel_name() {
  using Schedule = Inference<Net>;
  constexpr Step step = Schedule::program.steps[Index];
  if constexpr (is_free<Schedule>(step)) {
    return "free";
  } else {
    constexpr auto g = compiler::geometry<typename Net::body, Schedule::program, Index>();
    return std::string(std::string_view(Kernels<g>::kernel));
  }
}

/// What runs layer number `leaf` at inference: a kernel, another layer's step, or nothing.
template <class Net>
std::string kernel_of(std::size_t leaf) {
  constexpr const auto& program = Net::inference_program;
  std::string name = "-";
  for_each_index<0, program.step_count>([&](auto index) {
    constexpr Step step = program.steps[index];
    if (step.pass == Pass::forward && step.leaf == leaf) name = kernel_name<Net, index>();
    if (step.pass == Pass::forward && step.has_taken(leaf)) name = "in " + std::to_string(step.leaf + 1);
  });
  return name;
}

template <class Net, std::size_t Index>
SummaryRow summary_row() {
  using L = typename Net::template Layer<Index>;
  return {std::to_string(Index + 1), std::string(std::string_view(L::name)),
          extents(L::output_shape),  grouped(L::parameter_count),
          grouped(L::multiply_adds), L::inference_bytes == 0 ? "-" : grouped(L::inference_bytes),
          kernel_of<Net>(Index)};
}

}  // namespace detail

/// Prints the table of layers: number, name, output, parameters, multiply-adds, and the bytes of the arena
/// that are in use while the layer runs ("-": inference has no step for it), and what runs it: a kernel,
/// "plain" or "reference" (loops), "in 3" (the step of layer 3 does it too), "free" (the numbers lie right
/// already); below, the totals.
template <class Net>
void summary(std::ostream& out = std::cout) {
  using Row = detail::SummaryRow;
  const auto rows = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<Row, sizeof...(Index) + 2>{
        Row{"#", "Layer", "Output", "Parameters", "Multiply-adds", "Arena bytes", "Runs"},
        Row{"0", "Input", detail::extents(Net::input_shape), "0", "0", "", ""},
        detail::summary_row<Net, Index>()...};
  }
  (std::make_index_sequence<Net::layer_count>{});

  std::array<std::size_t, 7> widths{};
  const auto cells = [](const Row& row) {
    return std::array<const std::string*, 7>{&row.number,        &row.layer, &row.output, &row.parameters,
                                             &row.multiply_adds, &row.arena, &row.kernel};
  };
  for (const Row& row : rows)
    for (std::size_t n = 0; n < widths.size(); ++n) widths[n] = std::max(widths[n], cells(row)[n]->size());
  std::size_t line = 2 * (widths.size() - 1);
  for (const std::size_t width : widths) line += width;

  const auto print = [&](const Row& row) {
    for (std::size_t n = 0; n < widths.size(); ++n) {
      const bool last = n + 1 == widths.size();
      const bool text = n == 1 || n == 2 || last;
      const std::string padding(widths[n] - cells(row)[n]->size(), ' ');
      if (n != 0 && !(last && cells(row)[n]->empty())) out << "  ";
      if (!text) out << padding;
      out << *cells(row)[n];
      if (text && !last) out << padding;
    }
    out << '\n';
  };
  print(rows[0]);
  out << std::string(line, '=') << '\n';
  for (std::size_t n = 1; n < rows.size(); ++n) print(rows[n]);
  constexpr std::size_t frozen = Net::parameter_count - Net::trainable_count;
  out << std::string(line, '=') << '\n' << "parameters " << detail::grouped(Net::parameter_count);
  if (frozen != 0) out << ", " << detail::grouped(frozen) << " of them frozen";
  if (Net::statistic_count != 0)
    out << ", and " << detail::grouped(Net::statistic_count) << " running statistics";
  out << " (" << detail::grouped(Net::flash_bytes) << " bytes of flash), multiply-adds "
      << detail::grouped(Net::multiply_adds) << '\n'
      << "memory: prepared parameters " << detail::grouped(Net::prepared_bytes) << " bytes, inference "
      << detail::grouped(Net::inference_bytes) << " bytes, training "
      << detail::grouped(Net::template training_bytes<1>) << " bytes at batch 1, "
      << detail::grouped(Net::template training_bytes<32>) << " at batch 32\n";
}

}  // namespace etch
