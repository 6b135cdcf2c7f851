// SPDX-License-Identifier: MIT
#include <etch/zoo/densenet.hpp>

using etch::zoo::DenseNet121;

static_assert(DenseNet121::output_shape.size() > 0 && DenseNet121::parameter_count > 0 &&
              DenseNet121::multiply_adds > 0);
