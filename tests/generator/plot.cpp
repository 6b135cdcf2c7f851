// SPDX-License-Identifier: MIT
#include <generator/fixture.hpp>
#include <generator/plot/dot.hpp>
#include <support/catch.hpp>

#include <algorithm>

using namespace etch::generator;

namespace {

std::vector<std::string> titles(const Diagram& diagram) {
  std::vector<std::string> all;
  for (const Diagram::Box& box : diagram.boxes) {
    std::string title = box.title;
    for (const std::string& layer : box.trailing) title += "+" + layer;
    all.push_back(title);
  }
  return all;
}

std::vector<std::pair<std::size_t, std::size_t>> arrows(const Diagram& diagram) {
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (const Diagram::Arrow& arrow : diagram.arrows) all.push_back({arrow.from, arrow.to});
  return all;
}

}  // namespace

TEST_CASE("activations share the box of their layer, branches lead from where they fork", "[plot]") {
  const Diagram diagram = diagram_of(imported("squeeze_excite"));
  CHECK(titles(diagram) == std::vector<std::string>{"Input", "Conv2d<8>+Silu", "GlobalAvgPool2d",
                                                    "Dense<2>+Silu", "Dense<8>+Sigmoid", "Multiply+HardSwish",
                                                    "Output"});
  CHECK(arrows(diagram) == std::vector<std::pair<std::size_t, std::size_t>>{
                               {0, 1}, {1, 2}, {2, 3}, {3, 4}, {1, 5}, {4, 5}, {5, 6}});
}

TEST_CASE("all multiply-adds and parameters are in some box", "[plot]") {
  for (const char* name : {"residual", "inception", "dense_net", "shuffle", "unet", "conv_next", "resized"}) {
    const Network network = imported(name);
    std::size_t multiply_adds = 0, parameters = 0;
    for (const Diagram::Box& box : diagram_of(network).boxes) {
      multiply_adds += box.multiply_adds;
      parameters += box.parameters;
    }
    INFO(name);
    CHECK(multiply_adds == network.multiply_adds());
    CHECK(parameters == network.parameter_count());
  }
}

TEST_CASE("repeated blocks stand in frames with their names", "[plot]") {
  const Diagram diagram = diagram_of(imported("dense_net"));
  REQUIRE(diagram.frames.size() == 4);
  for (std::size_t n = 1; n < 4; ++n) CHECK(diagram.frames[n].name == "DenseLayer");
}

TEST_CASE("a box's area is in proportion to its multiply-adds", "[plot]") {
  Diagram diagram;
  diagram.boxes = {{Diagram::Family::convolution, "A", "", {}, {4}, 0, 1000, "", 0},
                   {Diagram::Family::convolution, "B", "", {}, {4}, 0, 3000, "", 0}};
  const std::string dot = dot_of(diagram, "", "");
  const auto area = [&](const std::string& box) {
    const auto number = [&](const std::string& key) {
      return std::stod(dot.substr(dot.find(key, dot.find(box + " [label")) + key.size()));
    };
    return number("width=") * number(" height=");
  };
  CHECK(area("n1") / area("n0") == Approx(3).epsilon(0.01));
}

TEST_CASE("names are shown and never read as Graphviz's language", "[plot]") {
  Diagram diagram;
  diagram.frames.push_back({"a<b>&\"c\"", 0});
  const std::string name = "\"]; x -> y [\\N label=\"";
  diagram.boxes = {{Diagram::Family::convolution, "<b>&\"", "</table>", {"<i>"}, {4}, 0, 9, name, 1},
                   {Diagram::Family::join, "Add", "", {"<u>"}, {4}, 0, 0, "", 1}};
  const std::string dot = dot_of(diagram, "<h1>", "\"&\"");
  CHECK(dot.find("tooltip=\"\\\"]; x -> y [\\\\N label=\\\"\"") != std::string::npos);
  for (const char* raw : {"<b><b>&", "</table></font>", "<i>", "<u>", "<h1>", "\">a<b>"})
    CHECK(dot.find(raw) == std::string::npos);
  // Graphviz agrees: it draws two boxes and no arrow.
  const std::string drawing = rendered(dot, "svg");
  const auto count = [&](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = drawing.find(what, at)) != std::string::npos; ++at) ++found;
    return found;
  };
  CHECK(count("class=\"node\"") == 2);
  CHECK(count("class=\"edge\"") == 0);
}

TEST_CASE("the drawing comes as SVG, PDF and PNG", "[plot]") {
  const std::string dot = dot_of(diagram_of(imported("residual")), "Net", "");
  CHECK(rendered(dot, "svg").find("</svg>") != std::string::npos);
  CHECK(rendered(dot, "svg").find("8×8×4") != std::string::npos);
  CHECK(rendered(dot, "pdf").starts_with("%PDF-"));
  CHECK(rendered(dot, "png").starts_with("\x89PNG"));
  CHECK_THROWS_AS(rendered("digraph {", "svg"), Failure);
}
