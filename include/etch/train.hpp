// SPDX-License-Identifier: MIT
#pragma once

// Train a network: initializers, losses, optimizers, the step. Freestanding as etch.hpp is: devices can
// learn.
#include <etch/etch.hpp>
#include <etch/training/gradient_norms.hpp>
#include <etch/training/initializer.hpp>
#include <etch/training/loss.hpp>
#include <etch/training/optimizer.hpp>
#include <etch/training/schedule.hpp>
#include <etch/training/trainer.hpp>
