// SPDX-License-Identifier: MIT
#pragma once
#include <etch/shape.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

#ifdef ETCH_BENCH_ONEDNN
#include "../peers/onednn.hpp"
#endif

// What is computed on, and whether two results agree.
namespace bench {

/// Numbers on a cache line of their own.
class Numbers {
 public:
  explicit Numbers(std::size_t count)
      : count_(count == 0 ? 1 : count),
        data_(static_cast<float*>(std::aligned_alloc(64, (count_ * sizeof(float) + 63) / 64 * 64))) {
    std::fill_n(data_.get(), count_, 0.0f);
  }
  /// Between -1 and 1, the same in every run.
  static Numbers random(std::size_t count, unsigned seed) {
    Numbers numbers(count);
    for (std::size_t n = 0; n < count; ++n) {
      seed = seed * 1664525u + 1013904223u;
      numbers.data()[n] = static_cast<float>(seed >> 8) / 8388608.0f - 1.0f;
    }
    return numbers;
  }
  float* data() const { return data_.get(); }
  std::size_t size() const { return count_; }

 private:
  struct Free {
    void operator()(float* data) const { std::free(data); }
  };
  std::size_t count_;
  std::unique_ptr<float[], Free> data_;
};

/// Two answers to one question: the largest difference, relative to the largest number.
inline double difference(const float* ours, const std::vector<float>& theirs) {
  double largest = 0;
  double worst = 0;
  for (std::size_t n = 0; n < theirs.size(); ++n) {
    largest = std::max(largest, std::abs(static_cast<double>(theirs[n])));
    worst = std::max(worst, std::abs(static_cast<double>(ours[n]) - static_cast<double>(theirs[n])));
  }
  return largest == 0 ? worst : worst / largest;
}

#ifdef ETCH_BENCH_ONEDNN
/// (d, h, w, c) as oneDNN counts it: images, channels, then positions.
inline dnnl::memory::dims dims_of(etch::Shape shape, std::size_t images = 1) {
  dnnl::memory::dims dims{static_cast<dnnl::memory::dim>(images),
                          static_cast<dnnl::memory::dim>(shape.channels())};
  for (std::size_t axis = 0; axis + 1 < shape.rank(); ++axis)
    dims.push_back(static_cast<dnnl::memory::dim>(shape[axis]));
  return dims;
}
#endif

}  // namespace bench
