// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

using etch::zoo::LeNet5;

etch::OutputSpan<LeNet5> run(const etch::Prepared<LeNet5>& prepared, etch::InputSpan<LeNet5> input,
                             etch::Workspace<LeNet5>& workspace) {
  return etch::forward<LeNet5>(prepared, input, workspace);
}
