// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered =
    bench::register_network<etch::zoo::AnomalyAutoencoder>("autoencoder");
