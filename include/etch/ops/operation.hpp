// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

namespace etch {

/// What one step of a program reads and writes, for `images` images that lie one after another. Pointers that
/// a pass does not need are null. No two alias, but for operations that say they may write over their input.
template <class T>
struct Operands {
  const T* input = nullptr;
  const T* other = nullptr;            ///< The second input of an operation that has two.
  const T* output = nullptr;           ///< Gradient passes: what forward gave.
  const T* output_gradient = nullptr;  ///< Gradient passes: the loss's derivative by the output.
  const T* parameters = nullptr;
  T* result =
      nullptr;  ///< The output, the gradient by the input, or the gradient by the parameters (added to).
  T* scratch = nullptr;  ///< As many numbers as the geometry asks for, contents undefined.
  std::size_t images = 1;
  std::size_t first_image = 0;  ///< Position of the first image in its batch.
  std::uint64_t seed = 0;       ///< For random operations: another one each step.
};

/// The plain form of the operation with geometry `G`, one image at a time, constexpr, for any arithmetic
/// type: `forward`, `input_gradient` (overwrites `result`) and `parameter_gradient` (adds to `result`).
/// Specialised by ops/<op>/reference.hpp on the geometry's type.
template <auto G>
struct Reference;

/// Runs a one-image operation for every image of a batch.
template <auto G>
struct EachImage {
  template <class T>
  static constexpr void forward(const Operands<T>& all) {
    for (std::size_t n = 0; n < all.images; ++n) Reference<G>::forward(image(all, n, G.output_size()));
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& all) {
    for (std::size_t n = 0; n < all.images; ++n) Reference<G>::input_gradient(image(all, n, G.input_size()));
  }
  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& all) {
    for (std::size_t n = 0; n < all.images; ++n) Reference<G>::parameter_gradient(image(all, n, 0));
  }

 private:
  template <class T>
  static constexpr Operands<T> image(const Operands<T>& all, std::size_t n, std::size_t result_size) {
    Operands<T> one = all;
    one.images = 1;
    one.first_image = all.first_image + n;
    if (n == 0)
      return one;  // Also because g++ 12 cannot compare a temporary's address with null in a constant.
    if (one.input) one.input += n * G.input_size();
    if (one.other) one.other += n * G.input_size();
    if (one.output) one.output += n * G.output_size();
    if (one.output_gradient) one.output_gradient += n * G.output_size();
    one.result += n * result_size;
    return one;
  }
};

}  // namespace etch
