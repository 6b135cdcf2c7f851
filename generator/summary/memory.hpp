// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>
#include <generator/verify/compile.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace etch::generator {

/// What only the compiler knows of a network: the constants of its type, in bytes.
struct Memory {
  std::size_t flash = 0;            ///< Net::flash_bytes: parameters as they are.
  std::size_t prepared = 0;         ///< Net::prepared_bytes: as kernels want them on this machine.
  std::size_t inference = 0;        ///< Net::inference_bytes: the arena on this machine,
  std::size_t plain_inference = 0;  ///< and on a target without vectors.
  struct OfLayer {
    std::size_t arena = 0;  ///< In use while the layer runs; 0: inference leaves it out.
    std::string runs;       ///< What runs it, as etch::summary calls it.
  };
  std::vector<OfLayer> layers;
};

/// Compiles the network's type for this machine and asks it. Throws `Failure` if there is no compiler or it
/// refuses.
Memory memory_of(const Network& network, const Compiler& compiler = {});

}  // namespace etch::generator
