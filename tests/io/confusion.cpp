// SPDX-License-Identifier: MIT
#include <etch/io/confusion.hpp>
#include <support/catch.hpp>

#include <sstream>

using etch::io::ConfusionMatrix;

TEST_CASE("a confusion matrix counts", "[confusion]") {
  ConfusionMatrix matrix(3);
  CHECK(matrix.accuracy() == 0);
  for (int n = 0; n < 10; ++n) matrix.add(0, 0);
  matrix.add(1, 1);
  matrix.add(1, 2);
  CHECK(matrix(0, 0) == 10);
  CHECK(matrix(1, 2) == 1);
  CHECK(matrix.total() == 12);
  CHECK(matrix.right() == 11);
  CHECK(matrix.accuracy() == Approx(11.0 / 12));
}

TEST_CASE("a confusion matrix prints as a table", "[confusion]") {
  ConfusionMatrix matrix(2);
  matrix.add(0, 0);
  matrix.add(0, 1);
  std::ostringstream out;
  out << matrix;
  CHECK(out.str() ==
        "true \\ predicted\n"
        "        0  1    found\n"
        "     0  1  1   50.00 %\n"
        "     1  .  .        -\n");
}
