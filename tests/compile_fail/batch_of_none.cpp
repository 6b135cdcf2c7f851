// EXPECT: etch: a batch has at least one image
// SPDX-License-Identifier: MIT
#include <etch/train.hpp>

struct Net : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>> {};

#ifndef ETCH_TWIN
template class etch::Trainer<Net, etch::MeanSquaredError, etch::Sgd, 0>;
#else
template class etch::Trainer<Net, etch::MeanSquaredError, etch::Sgd, 1>;
#endif
