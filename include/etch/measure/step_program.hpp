// SPDX-License-Identifier: MIT
#pragma once
#include <etch/measure/machine.hpp>
#include <etch/measure/shapes.hpp>
#include <etch/measure/steps.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// The program that `etch_add_benchmark` makes: a network's steps and their times, as a table or as JSON.
namespace etch::measure {
namespace detail {

/// `number` with that many digits behind the point.
inline std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

/// A line of the table, and an object of the JSON.
struct TimeRow {
  std::string layer, name, kernel, shapes;
  std::size_t multiply_adds = 0;
  Time time{};

  double gflops() const {
    return time.seconds > 0 ? 2e-9 * static_cast<double>(multiply_adds) / time.seconds : 0;
  }
  double peak_percent(double peak) const { return gflops() * 1e9 / 2 / peak * 100; }
};

inline std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + '"';
}

inline std::string json_of(const TimeRow& row, double peak) {
  std::string text = "{";
  if (!row.layer.empty()) text += "\"layer\": " + row.layer + ", ";
  text += "\"name\": " + quoted(row.name) + ", ";
  if (!row.kernel.empty()) text += "\"kernel\": " + quoted(row.kernel) + ", ";
  text += "\"shape\": " + quoted(row.shapes) + ", \"multiply_adds\": " + std::to_string(row.multiply_adds) +
          ", \"us\": " + fixed(row.time.seconds * 1e6, 4) +
          ", \"spread_percent\": " + fixed(row.time.spread * 100, 2);
  if (row.multiply_adds > 0)
    text +=
        ", \"gflops\": " + fixed(row.gflops(), 3) + ", \"peak_percent\": " + fixed(row.peak_percent(peak), 2);
  return text + "}";
}

}  // namespace detail

/// One line a step, one for the whole network.
inline void print_table(const std::string& network, const std::vector<detail::TimeRow>& rows, double peak,
                        std::size_t inferences) {
  std::printf("%s, one image, one thread: %s, %s, %s\n", network.c_str(), processor().c_str(),
              instruction_set().c_str(), compiler().c_str());
  std::size_t name = 5, kernel = 6, shapes = 5;
  for (const detail::TimeRow& row : rows) {
    name = std::max(name, row.name.size());
    kernel = std::max(kernel, row.kernel.size());
    shapes = std::max(shapes, row.shapes.size());
  }
  const auto line = [&](const std::string& number, const std::string& layer, const std::string& runs,
                        const std::string& shape, const std::vector<std::string>& figures) {
    std::printf("%4s  %-*s  %-*s  %-*s", number.c_str(), static_cast<int>(name), layer.c_str(),
                static_cast<int>(kernel), runs.c_str(), static_cast<int>(shapes), shape.c_str());
    for (const std::string& figure : figures) std::printf("  %9s", figure.c_str());
    std::printf("\n");
  };
  line("#", "Layer", "Kernel", "Shape", {"us", "+-%", "% of all", "GFLOP/s", "% of peak"});
  const double whole = rows.back().time.seconds;
  for (const detail::TimeRow& row : rows) {
    const bool counts = row.multiply_adds > 0;
    line(row.layer, row.name, row.kernel, row.shapes,
         {detail::fixed(row.time.seconds * 1e6, 3), detail::fixed(row.time.spread * 100, 1),
          detail::fixed(row.time.seconds / whole * 100, 1), counts ? detail::fixed(row.gflops(), 1) : "-",
          counts ? detail::fixed(row.peak_percent(peak), 1) : "-"});
  }
  std::printf(
      "medians of %zu inferences; peak: %.1f GFLOP/s, the multiply-adds that this core did in between\n",
      inferences, 2e-9 * peak);
}

inline void print_json(const std::string& network, const std::vector<detail::TimeRow>& rows, double peak,
                       std::size_t inferences) {
  std::printf(
      "{\n  \"network\": %s,\n  \"processor\": %s,\n  \"instruction_set\": %s,\n  \"compiler\": %s,\n",
      detail::quoted(network).c_str(), detail::quoted(processor()).c_str(),
      detail::quoted(instruction_set()).c_str(), detail::quoted(compiler()).c_str());
  std::printf("  \"inferences\": %zu,\n  \"peak_gflops\": %.3f,\n  \"steps\": [", inferences, 2e-9 * peak);
  for (std::size_t n = 0; n + 1 < rows.size(); ++n)
    std::printf("%s\n    %s", n == 0 ? "" : ",", detail::json_of(rows[n], peak).c_str());
  std::printf("\n  ],\n  \"total\": %s\n}\n", detail::json_of(rows.back(), peak).c_str());
}

/// `main` of a program that times `Net`, called `network`: 0, or 2 for arguments that it does not know.
template <class Net>
int step_program(const char* network, int argc, char** argv) {
  bool json = false;
  double seconds = 1;
  for (int n = 1; n < argc; ++n) {
    const std::string_view word = argv[n];
    char* end = nullptr;
    if (word == "--json") {
      json = true;
    } else if (word == "--seconds" && n + 1 < argc &&
               (seconds = std::strtod(argv[n + 1], &end),
                end != argv[n + 1] && *end == '\0' && seconds >= 0 && std::isfinite(seconds))) {
      ++n;
    } else {
      const bool help = word == "--help" || word == "-h";
      std::fprintf(
          help ? stdout : stderr,
          "usage: %s [--json] [--seconds S]\nTimes each step of an inference of %s for S seconds (1).\n",
          argv[0], network);
      return help ? 0 : 2;
    }
  }

  const InferenceTime times = time_steps<Net>(seconds);
  std::vector<detail::TimeRow> rows;
  for (const StepTime& step : times.steps)
    rows.push_back({std::to_string(step.layer), step.name, std::string(step.kernel),
                    shapes_text(step.input, step.output), step.multiply_adds, step.time});
  rows.push_back(
      {"", "total", "", shapes_text(Net::input_shape, Net::output_shape), Net::multiply_adds, times.whole});
  (json ? print_json : print_table)(network, rows, times.peak, times.inferences);
  return 0;
}

}  // namespace etch::measure
