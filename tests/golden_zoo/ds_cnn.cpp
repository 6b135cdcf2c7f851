// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("MLPerf Tiny's DS-CNN is PyTorch's", "[golden]") { golden_zoo::check<zoo::DsCnn>("DsCnn"); }
