// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet18.hpp>

using etch::zoo::ResNet18;

etch::OutputSpan<ResNet18> run(const etch::Prepared<ResNet18>& prepared, etch::InputSpan<ResNet18> input,
                               etch::Workspace<ResNet18>& workspace) {
  return etch::forward<ResNet18>(prepared, input, workspace);
}
