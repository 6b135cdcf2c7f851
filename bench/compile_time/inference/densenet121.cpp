// SPDX-License-Identifier: MIT
#include <etch/zoo/densenet.hpp>

using etch::zoo::DenseNet121;

etch::OutputSpan<DenseNet121> run(const etch::Prepared<DenseNet121>& prepared,
                                  etch::InputSpan<DenseNet121> input,
                                  etch::Workspace<DenseNet121>& workspace) {
  return etch::forward<DenseNet121>(prepared, input, workspace);
}
