// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet50.hpp>

using etch::zoo::ResNet50;

etch::OutputSpan<ResNet50> run(const etch::Prepared<ResNet50>& prepared, etch::InputSpan<ResNet50> input,
                               etch::Workspace<ResNet50>& workspace) {
  return etch::forward<ResNet50>(prepared, input, workspace);
}
