// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

/// A sum of many numbers that loses none of them (W. Kahan, 1965): a batch has millions, and float eight
/// digits.
template <class T>
class LongSum {
 public:
  constexpr void add(T x) {
    const T corrected = x - lost_;
    const T next = sum_ + corrected;
    lost_ = (next - sum_) - corrected;
    sum_ = next;
  }
  constexpr T value() const { return sum_; }

 private:
  T sum_ = 0;
  T lost_ = 0;
};

/// result(k) += sum over the rows of from(row, k), each of `count` numbers: the gradient of biases.
template <class T>
constexpr void add_rows(const T* from, std::size_t rows, std::size_t count, T* result) {
  for (std::size_t k = 0; k < count; ++k) {
    LongSum<T> sum;
    for (std::size_t row = 0; row < rows; ++row) sum.add(from[row * count + k]);
    result[k] += sum.value();
  }
}

}  // namespace etch
