// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/plain.hpp>
#include <etch/ops/dense/plain.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/pooling/plain.hpp>
