// SPDX-License-Identifier: MIT
// Catch2 2 wants its main compiled in one file; Catch2 3 brings it as a library and does not use this one.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
