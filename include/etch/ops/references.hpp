// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/reference.hpp>
#include <etch/ops/dense/reference.hpp>
#include <etch/ops/dropout/reference.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/normalization/reference.hpp>
#include <etch/ops/pooling/reference.hpp>
#include <etch/ops/resample/reference.hpp>
#include <etch/ops/reshape/reference.hpp>
#include <etch/ops/softmax/reference.hpp>
