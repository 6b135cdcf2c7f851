// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

using etch::zoo::ResNet20;

etch::OutputSpan<ResNet20> run(const etch::Prepared<ResNet20>& prepared, etch::InputSpan<ResNet20> input,
                               etch::Workspace<ResNet20>& workspace) {
  return etch::forward<ResNet20>(prepared, input, workspace);
}
