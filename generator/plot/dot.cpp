// SPDX-License-Identifier: MIT
#include <generator/emit/files.hpp>
#include <generator/emit/text.hpp>
#include <generator/plot/dot.hpp>
#include <generator/verify/process.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace etch::generator {
namespace {

using Box = Diagram::Box;
using Family = Diagram::Family;

/// Text inside a label of Graphviz's HTML.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return out;
}

/// A string of Graphviz's, in which a backslash begins what is replaced.
std::string dot_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + '"';
}

/// 61706 as 61.7 k.
std::string rounded(std::size_t count) {
  constexpr const char* units[]{"", " k", " M", " G", " T"};
  auto value = static_cast<double>(count);
  std::size_t unit = 0;
  while (value >= 999.5 && unit < 4) {
    value /= 1000;
    ++unit;
  }
  char digits[32];
  std::snprintf(digits, sizeof digits,
                unit == 0 || value >= 99.95 ? "%.0f"
                : value >= 9.995            ? "%.1f"
                                            : "%.2f",
                value);
  return std::string(digits) + units[unit];
}

std::string shape_text(const Extents& shape) {
  std::string text;
  for (const std::size_t extent : shape) text += (text.empty() ? "" : "×") + std::to_string(extent);
  return text;
}

struct Colours {
  const char* fill;
  const char* line;
};
Colours colours_of(Family family) {
  switch (family) {
    case Family::port:
      return {"#333f48", "#333f48"};
    case Family::convolution:
      return {"#d3e5f7", "#3b78b5"};
    case Family::dense:
      return {"#e6dcf5", "#7a55b0"};
    case Family::pooling:
      return {"#d8efd9", "#4a9150"};
    case Family::elementwise:
      return {"#fdf0cf", "#c29323"};
    case Family::place:
      return {"#eceef0", "#8a939b"};
    case Family::join:
      return {"#ffffff", "#c4562e"};
  }
  return {"#ffffff", "#000000"};
}

/// A line of a box's text.
std::string row(const std::string& text) { return "<tr><td>" + text + "</td></tr>"; }

std::string label_of(const Box& box) {
  const std::string small = "<font point-size=\"9\" color=\"#45525c\">";
  std::string trailing;
  for (const std::string& layer : box.trailing) trailing += (trailing.empty() ? "" : " · ") + layer;
  if (box.family == Family::join) {
    const std::string sign = box.title == "Add" ? "+" : box.title == "Multiply" ? "×" : "concat";
    return "<b>" + sign + "</b>" + (trailing.empty() ? "" : "  " + escaped(trailing));
  }
  if (box.family == Family::port) return "<font color=\"#ffffff\">" + escaped(box.title) + "</font>";
  std::string rows = row("<b>" + escaped(box.title) + "</b>");
  if (!box.details.empty()) rows += row(small + escaped(box.details) + "</font>");
  if (!trailing.empty()) rows += row(escaped(trailing));
  std::string costs;
  if (box.parameters != 0) costs = rounded(box.parameters) + " parameters";
  if (box.multiply_adds != 0)
    costs += (costs.empty() ? "" : ", ") + rounded(box.multiply_adds) + " multiply-adds";
  if (!costs.empty()) rows += row(small + costs + "</font>");
  return "<table border=\"0\" cellspacing=\"0\" cellpadding=\"1\">" + rows + "</table>";
}

/// Square inches for each multiply-add: enough that boxes differ by more than their text, and no box fills
/// the page.
double area_of_one(const Diagram& diagram) {
  double sum = 0, most = 0, count = 0;
  for (const Box& box : diagram.boxes) {
    if (box.multiply_adds == 0) continue;
    const auto cost = static_cast<double>(box.multiply_adds);
    sum += cost;
    most = std::max(most, cost);
    ++count;
  }
  constexpr double mean_area = 2.5, largest_area = 12;
  return count == 0 ? 0 : std::min(mean_area * count / sum, largest_area / most);
}

std::string box_line(const Box& box, std::size_t number, double area_of_one) {
  const Colours colours = colours_of(box.family);
  constexpr double aspect = 2.6;
  const double height = std::sqrt(area_of_one * static_cast<double>(box.multiply_adds) / aspect);
  const bool small = box.family == Family::join || box.family == Family::place || box.family == Family::port;
  char size[64];
  std::snprintf(size, sizeof size, "width=%.3f, height=%.3f", std::max(aspect * height, 0.3),
                std::max(height, 0.25));
  std::string line(1, 'n');
  line += std::to_string(number) + " [label=<" + label_of(box) + ">, " + size + ", fillcolor=\"" +
          colours.fill + "\", color=\"" + colours.line + "\", margin=\"" +
          (small ? "0.08,0.03\", style=\"filled,rounded" : "0.12,0.05") + "\"";
  line += ", tooltip=" + dot_string(box.origin.empty() ? box.title : box.origin);
  return line + "];\n";
}

/// The boxes of a frame and the frames in it; frames of one box are left out.
void frame_lines(const Diagram& diagram, std::size_t frame, const std::string& indent,
                 const std::vector<std::size_t>& sizes, double area, std::string& text) {
  const bool drawn = frame != 0 && sizes[frame] > 1;
  const std::string inner = drawn ? indent + "  " : indent;
  if (drawn)
    text += indent + "subgraph cluster_" + std::to_string(frame) + " {\n" + inner +
            "label=<<font color=\"#5b6770\">" + escaped(diagram.frames[frame].name) +
            "</font>>; labeljust=l; style=\"rounded\"; color=\"#b9c2c9\"; "
            "bgcolor=\"#f7f9fa\"; margin=12; tooltip=" +
            dot_string(diagram.frames[frame].name) + ";\n";
  for (std::size_t n = 0; n < diagram.boxes.size(); ++n)
    if (diagram.boxes[n].frame == frame) text += inner + box_line(diagram.boxes[n], n, area);
  for (std::size_t n = frame + 1; n < diagram.frames.size(); ++n)
    if (diagram.frames[n].parent == frame) frame_lines(diagram, n, inner, sizes, area, text);
  if (drawn) text += indent + "}\n";
}

}  // namespace

std::string dot_of(const Diagram& diagram, const std::string& title, const std::string& caption) {
  // How many boxes each frame holds, those of inner frames included; inner frames come behind outer ones.
  std::vector<std::size_t> sizes(diagram.frames.size(), 0);
  for (const Box& box : diagram.boxes) ++sizes[box.frame];
  for (std::size_t n = sizes.size(); n-- > 1;) sizes[diagram.frames[n].parent] += sizes[n];

  std::string text = "digraph network {\n";
  text +=
      "  graph [label=<<font point-size=\"15\"><b>" + escaped(title) + "</b></font><br/>" + escaped(caption) +
      ">, labelloc=t, fontname=\"Helvetica\", fontsize=10, fontcolor=\"#333f48\", nodesep=0.3, ranksep=0.32, "
      "bgcolor=\"#ffffff\", pad=0.2];\n";
  text +=
      "  node [shape=box, style=filled, fontname=\"Helvetica\", fontsize=11, "
      "fontcolor=\"#1c262d\"];\n";
  text +=
      "  edge [fontname=\"Helvetica\", fontsize=9, fontcolor=\"#5b6770\", color=\"#5b6770\", "
      "arrowsize=0.6];\n";
  frame_lines(diagram, 0, "  ", sizes, area_of_one(diagram), text);
  for (const Diagram::Arrow& arrow : diagram.arrows) {
    text += "  n" + std::to_string(arrow.from) + " -> n" + std::to_string(arrow.to) + " [label=\" " +
            shape_text(diagram.boxes[arrow.from].shape) + "\"";
    // Bodies run straight down, and what skips them goes around.
    text += arrow.skips ? ", weight=1];\n" : ", weight=6];\n";
  }
  return text + "}\n";
}

std::string rendered(const std::string& dot, const std::string& format) {
  const TemporaryFolder folder;
  write_files(folder.path(), {{"network.dot", dot}});
  const std::string made = (folder.path() / "network.out").string();
  Finished ran;
  try {
    ran = run_process({"dot", "-T" + format, "-o", made, (folder.path() / "network.dot").string()});
  } catch (const Failure&) {
    throw Failure(
        "there is no program dot to draw with; install Graphviz (Debian: graphviz), or give -o NAME.dot");
  }
  std::ifstream stream(made, std::ios::binary);
  std::string drawing{std::istreambuf_iterator<char>(stream), {}};
  if (ran.status != 0 || drawing.empty())
    throw Failure("dot draws no " + format + ": " + first_error(ran.output));
  return drawing;
}

}  // namespace etch::generator
