// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("convolutions with filters of their own at each position obey the laws", "[local]") {
  laws::check_operation<LocalGeometry{{5, 3}, {4, 2}, 2, 3, true}>();
  laws::check_operation<LocalGeometry{{5, 3, 2, 1, 1, 1}, {6, 3, 2, 1, 0, 1}, 1, 17, true}>();
  laws::check_operation<LocalGeometry{{4, 2, 1, 2, 1, 0}, {3, 2, 1, 1, 2, 2}, 5, 1, false}>();
}
