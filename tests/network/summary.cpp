// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/summary.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <sstream>
#include <string>

using namespace etch;

TEST_CASE("the summary is a table of all layers and their totals", "[summary]") {
  struct Net : Network<Input<4, 3, 3>, Conv2d<8, Kernel<3>, Same>, Relu, Dropout<>, Flatten, Dense<10>> {};
  std::ostringstream out;
  summary<Net>(out);
  // 3 3 3 8 + 8 = 224 and 96 10 + 10 = 970 parameters; 12 216 = 2592 and 960 multiply-adds; values of 384,
  // 384 and 64 bytes.
  std::string table = out.str();
  // What runs the convolution depends on the target: where weights are packed, tiles of all three columns and
  // of as many vectors as eight filters are.
  const std::size_t kernel = table.find("384  ") + 5;
  const std::string name = table.substr(kernel, table.find('\n', kernel) - kernel);
  const std::size_t vectors = this_target.lanes < 8 ? 8 / this_target.lanes : 1;
  CHECK(name == (this_target.packs()      ? "tiles 3x" + std::to_string(vectors)
                 : this_target.lanes == 1 ? "plain"
                                          : "tap-major"));
  table.replace(kernel, name.size(), "kernel");
  // Eight sums of ten outputs, or nine: vectors times parts.
  const std::string dense = !this_target.packs()      ? this_target.lanes == 1 ? "plain" : "matrix-vector"
                            : this_target.lanes == 16 ? "matrix-vector 1x8"
                            : this_target.lanes == 8  ? "matrix-vector 2x4"
                                                      : "matrix-vector 3x3";
  const std::string rule = std::string(65 + dense.size(), '=') + '\n';
  CHECK(table.substr(0, table.find("memory: ")) ==
        "#  Layer      Output     Parameters  Multiply-adds  Arena bytes  Runs\n" + rule +
            "0  Input      (4, 3, 3)           0              0             \n"
            "1  Conv2d<8>  (4, 3, 8)         224          2,592          384  kernel\n"
            "2  Relu       (4, 3, 8)           0              0            -  in 1\n"
            "3  Dropout    (4, 3, 8)           0              0            -  -\n"
            "4  Flatten    (96)                0              0          384  free\n"
            "5  Dense<10>  (10)              970            960          448  " +
            dense + "\n" + rule + "parameters 1,194 (4,776 bytes of flash), multiply-adds 3,552\n");
  CHECK(table.find("inference 448 bytes") != std::string::npos);
  // Eight filters and ten outputs filled up to whole vectors, where there are any.
  const std::size_t filters = this_target.packs() ? this_target.padded(8) : 8;
  const std::size_t outputs = this_target.packs() ? this_target.padded(10) : 10;
  STATIC_REQUIRE(Net::prepared_bytes == sizeof(Prepared<Net>::values));
  CHECK(Net::prepared_bytes >= 4 * (28 * filters + 97 * outputs));
  CHECK(Net::prepared_bytes < 4 * (28 * filters + 97 * outputs) + 64);
}

TEST_CASE("branches and the points where they meet have lines of their own", "[summary]") {
  std::ostringstream out;
  summary<networks::Branched>(out);
  CHECK(out.str().find("Add") != std::string::npos);
  CHECK(out.str().find("Concat") != std::string::npos);
}

TEST_CASE("the summary says what is frozen and what training gathers", "[summary]") {
  struct Net : Network<Input<4>, Frozen<Dense<3>>, Dense<2, Bias<false>>, BatchNorm<>> {};
  std::ostringstream out;
  summary<Net>(out);
  // 4 3 + 3 frozen, 3 2, and 2 gammas and betas; a mean and a variance each. Folded, there is a bias more
  // and no gamma, beta: 15 + 6 + 2 numbers of 4 bytes.
  CHECK(
      out.str().find("\nparameters 25, 15 of them frozen, and 4 running statistics (92 bytes of flash), ") !=
      std::string::npos);
}
