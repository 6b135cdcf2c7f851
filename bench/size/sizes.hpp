// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// What inference of a network takes, in bytes.
struct Sizes {
  std::string name;
  std::string file;                ///< How the files with its code are called.
  std::size_t flash_bytes = 0;     ///< Its parameters.
  std::size_t prepared_bytes = 0;  ///< The same, folded and laid out for this instruction set's kernels.
  std::size_t inference_bytes = 0;
};

inline std::vector<Sizes>& all_sizes() {
  static std::vector<Sizes> sizes;
  return sizes;
}

template <class Net>
int register_sizes(const char* name, const char* file) {
  all_sizes().push_back({name, file, Net::flash_bytes, sizeof(etch::Prepared<Net>), Net::inference_bytes});
  return 0;
}

}  // namespace bench
