// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/target.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace etch {

/// The part of a step that one of several threads does.
struct Share {
  std::size_t part = 0;
  std::size_t parts = 1;

  /// Of `count` pieces of work this part does those from begin(count) to end(count) - 1.
  constexpr std::size_t begin(std::size_t count) const { return count * part / parts; }
  constexpr std::size_t end(std::size_t count) const { return count * (part + 1) / parts; }
};

/// Whether several threads can do an operation's inference together, each its `Share`: in any number they
/// give the same bits. Of others the first thread does all.
template <class Operation>
concept Shares = requires {
  requires Operation::shares;
};

/// Where parameters stay that a kernel lays out in training; null: it does so in the scratch memory.
template <class T>
struct PackedPlace {
  T* at = nullptr;
  bool is_filled = false;  ///< They are there.
};
/// On targets whose kernels lay nothing out, and which have little stack.
template <class T>
struct NoPackedPlace {
  static constexpr T* at = nullptr;
  static constexpr bool is_filled = false;
};

/// What one step of a program reads and writes, for `images` images that lie one after another. Pointers that
/// a pass does not need are null. No two alias, but for operations that say they may write over their input.
template <class T>
struct Operands {
  const T* input = nullptr;
  const T* other = nullptr;            ///< The second input of an operation that has two.
  const T* output = nullptr;           ///< Gradient passes: what forward gave.
  const T* output_gradient = nullptr;  ///< Gradient passes: the loss's derivative by the output.
  const T* parameters = nullptr;
  /// The output, the gradient by the input (or the second one), or by the parameters (added to).
  T* result = nullptr;
  T* scratch = nullptr;     ///< As many numbers as the geometry asks for, contents undefined.
  T* saved = nullptr;       ///< What forward leaves for the gradients, for the whole batch.
  T* statistics = nullptr;  ///< Running means and the like: training changes them, unless null.
  std::size_t images = 1;
  std::size_t first_image = 0;  ///< Position of the first image in its batch.
  std::uint64_t seed = 0;       ///< For random operations: another one each step.
  Share share{};                ///< Inference by several threads.
  [[no_unique_address]] std::conditional_t<this_target.packs(), PackedPlace<T>, NoPackedPlace<T>> packed{};
};

/// The plain form of the operation with geometry `G`, one image at a time, constexpr, for any arithmetic
/// type: `forward`, `input_gradient` and `other_gradient` (by the second input; both overwrite `result`) and
/// `parameter_gradient` (adds to `result`). Specialised by ops/<op>/reference.hpp on the geometry's type. One
/// with `whole_batch` cannot work image by image: it looks at all of them.
template <auto G>
struct Reference;

/// Numbers in the second input of an operation: as many as in the first, unless the geometry says otherwise.
template <class Geometry>
constexpr std::size_t other_size(const Geometry& g) {
  if constexpr (requires { g.other_size(); })
    return g.other_size();
  else if constexpr (requires { g.epilogue; })
    return g.output_size();
  else
    return g.input_size();
}

/// Numbers from the output of one image to that of the next.
template <class Geometry>
constexpr std::size_t result_size(const Geometry& g) {
  if constexpr (requires { g.result_size(); })
    return g.result_size();
  else
    return g.output_size();
}

/// Numbers in memory that a target's kernels ask for.
struct KernelNeeds {
  std::size_t weights = 0;          ///< What `prepare` makes of the weights, or of all parameters;
  std::size_t biases = 0;           ///< and of the biases, if there are any.
  std::size_t forward_scratch = 0;  ///< In training, where forward prepares the parameters itself.
  std::size_t input_gradient_scratch = 0;
  std::size_t inference_scratch = 0;
  std::size_t parameter_gradient_scratch = 0;
  std::size_t input_gradient_packed = 0;  ///< Of its scratch memory, what it makes of the parameters alone.

  /// The same of forward in training.
  constexpr std::size_t forward_packed() const {
    return forward_scratch > inference_scratch ? forward_scratch - inference_scratch : 0;
  }
  constexpr bool operator==(const KernelNeeds&) const = default;
};

/// What the kernels for a geometry need: what `kernel_needs` of its folder says; else its parameters as they
/// are.
template <class Geometry>
constexpr KernelNeeds needs_of(const Geometry& g, Target target) {
  if constexpr (requires { kernel_needs(g, target); }) {
    return kernel_needs(g, target);
  } else {
    KernelNeeds needs;
    if constexpr (requires { g.weight_count(); }) {
      needs.weights = g.weight_count();
      needs.biases = g.bias_count();
    } else if constexpr (requires { g.parameter_count(); }) {
      needs.weights = g.parameter_count();
    }
    return needs;
  }
}

/// The operands of image number `n` alone. Where the result is a sum over images, its size is 0.
template <auto G, class T>
constexpr Operands<T> image_of(const Operands<T>& all, std::size_t n, std::size_t result_size,
                               std::size_t other_size = etch::other_size(G)) {
  Operands<T> one = all;
  one.images = 1;
  one.first_image = all.first_image + n;
  if (n == 0)
    return one;  // Also because g++ 12 cannot compare a temporary's address with null in a constant.
  if (one.input) one.input += n * G.input_size();
  if (one.other) one.other += n * other_size;
  if (one.output) one.output += n * G.output_size();
  if (one.output_gradient) one.output_gradient += n * G.output_size();
  one.result += n * result_size;
  return one;
}

/// Runs a one-image operation for every image of a batch.
template <auto G>
struct EachImage {
  static_assert(std::has_unique_object_representations_v<decltype(G)>,
                "etch: a geometry has no padding between its members, see etch/flag.hpp");
  /// How tables call what runs.
  static constexpr std::string_view kernel = "reference";

  template <class T>
  static constexpr void forward(const Operands<T>& all) {
    for_each_image(all, etch::result_size(G), [](const Operands<T>& one) { Reference<G>::forward(one); });
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& all) {
    for_each_image(all, G.input_size(), [](const Operands<T>& one) { Reference<G>::input_gradient(one); });
  }
  template <class T>
  static constexpr void other_gradient(const Operands<T>& all) {
    for_each_image(all, etch::other_size(G),
                   [](const Operands<T>& one) { Reference<G>::other_gradient(one); });
  }
  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& all) {
    for_each_image(all, 0, [](const Operands<T>& one) { Reference<G>::parameter_gradient(one); });
  }

 private:
  static constexpr bool whole_batch = requires { Reference<G>::whole_batch; };

  template <class T, class F>
  static constexpr void for_each_image(const Operands<T>& all, std::size_t result_size, const F& f) {
    if constexpr (whole_batch)
      f(all);
    else
      for (std::size_t n = 0; n < all.images; ++n) f(image_of<G>(all, n, result_size));
  }
};

/// What runs the operation with geometry `G` on a target without vectors: its reference, or plain loops of
/// the shape that such processors want, where ops/<op>/plain.hpp has them.
template <auto G>
struct PlainKernels : EachImage<G> {};

}  // namespace etch
