// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <etch/summary.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <sstream>
#include <string>

using namespace etch;

TEST_CASE("the summary is a table of all layers and their totals", "[summary]") {
  struct Net : Network<Input<4, 4, 3>, Conv2d<8, Kernel<3>, Same>, Relu, Dropout<>, Flatten, Dense<10>> {};
  std::ostringstream out;
  summary<Net>(out);
  // 3 3 3 8 + 8 = 224 and 128 10 + 10 = 1290 parameters; 16 216 = 3456 and 1280 multiply-adds; values of 512,
  // 512 and 64 bytes.
  std::string table = out.str();
  // What runs the convolution depends on the target: where weights are packed, tiles of all four columns and
  // of as many vectors as eight filters are.
  const std::size_t kernel = table.find("512  ") + 5;
  const std::string name = table.substr(kernel, table.find('\n', kernel) - kernel);
  const std::size_t vectors = this_target.lanes < 8 ? 8 / this_target.lanes : 1;
  CHECK(name == (this_target.packs()      ? "tiles 4x" + std::to_string(vectors)
                 : this_target.lanes == 1 ? "plain"
                                          : "tap-major"));
  table.replace(kernel, name.size(), "kernel");
  const std::string dense = this_target.lanes == 1 ? "plain" : "matrix-vector";
  const std::string rule = std::string(65 + dense.size(), '=') + '\n';
  CHECK(table.substr(0, table.find("memory: ")) ==
        "#  Layer      Output     Parameters  Multiply-adds  Arena bytes  Runs\n" + rule +
            "0  Input      (4, 4, 3)           0              0             \n"
            "1  Conv2d<8>  (4, 4, 8)         224          3,456          512  kernel\n"
            "2  Relu       (4, 4, 8)           0              0            -  in 1\n"
            "3  Dropout    (4, 4, 8)           0              0            -  -\n"
            "4  Flatten    (128)               0              0          512  free\n"
            "5  Dense<10>  (10)            1,290          1,280          576  " +
            dense + "\n" + rule + "parameters 1,514 (6,056 bytes of flash), multiply-adds 4,736\n");
  CHECK(table.find("inference 576 bytes") != std::string::npos);
  // Eight filters and ten outputs filled up to whole vectors, where there are any.
  const std::size_t filters = this_target.packs() ? this_target.padded(8) : 8;
  const std::size_t outputs = this_target.packs() ? this_target.padded(10) : 10;
  STATIC_REQUIRE(Net::prepared_bytes == sizeof(Prepared<Net>::values));
  CHECK(Net::prepared_bytes >= 4 * (28 * filters + 129 * outputs));
  CHECK(Net::prepared_bytes < 4 * (28 * filters + 129 * outputs) + 64);
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
