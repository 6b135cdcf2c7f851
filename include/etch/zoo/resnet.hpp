// SPDX-License-Identifier: MIT
#pragma once

// All depths of residual networks for ImageNet. Each has a header of its own, which compiles in a fraction of
// the time: the compiler checks a network where it is declared.
#include <etch/zoo/resnet101.hpp>
#include <etch/zoo/resnet152.hpp>
#include <etch/zoo/resnet18.hpp>
#include <etch/zoo/resnet34.hpp>
#include <etch/zoo/resnet50.hpp>
