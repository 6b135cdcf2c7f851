// SPDX-License-Identifier: MIT
#pragma once

// Catch2 3 is a folder of headers, Catch2 2 is one. Matchers have other names in each, so tests use none.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;  // as version 2 does
#else
#include <catch2/catch.hpp>
#endif
