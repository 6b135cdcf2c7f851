// EXPECT: etch: SoftmaxCrossEntropy takes the classes of one position
// EXPECT-CLANG: etch: SoftmaxCrossEntropy takes the classes of one position
// SPDX-License-Identifier: MIT
#include <etch/train.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<2, 2, 3>, etch::Softmax> {};
using Trainer = etch::Trainer<Net, etch::SoftmaxCrossEntropy, etch::Sgd, 1>;
constexpr auto size = sizeof(Trainer);
#else
struct Net : etch::Network<etch::Input<2, 2, 3>, etch::GlobalAvgPool2d, etch::Softmax> {};
using Trainer = etch::Trainer<Net, etch::SoftmaxCrossEntropy, etch::Sgd, 1>;
constexpr auto size = sizeof(Trainer);
#endif
