// SPDX-License-Identifier: MIT
// What tests/CMakeLists.txt has compiled once for all tests: the headers that it names there.
