// SPDX-License-Identifier: MIT
#pragma once

// Declare a network as a type, know everything about it at compile time, run it. No heap, exceptions, RTTI,
// streams, threads or files: the same header on a desktop and on bare metal. To train, include
// <etch/train.hpp> too.
#include <etch/forward.hpp>
#include <etch/graph/concat.hpp>
#include <etch/graph/frozen.hpp>
#include <etch/graph/policy.hpp>
#include <etch/graph/repeat.hpp>
#include <etch/graph/residual.hpp>
#include <etch/graph/sequential.hpp>
#include <etch/graph/tap.hpp>
#include <etch/layers/activation.hpp>
#include <etch/layers/border.hpp>
#include <etch/layers/conv.hpp>
#include <etch/layers/dense.hpp>
#include <etch/layers/dropout.hpp>
#include <etch/layers/filter.hpp>
#include <etch/layers/input.hpp>
#include <etch/layers/norm.hpp>
#include <etch/layers/pool.hpp>
#include <etch/layers/resample.hpp>
#include <etch/layers/reshape.hpp>
#include <etch/layers/transposed.hpp>
#include <etch/network.hpp>
