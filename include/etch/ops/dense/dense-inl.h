// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_DENSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_DENSE_INL_H_
#undef ETCH_OPS_DENSE_INL_H_
#else
#define ETCH_OPS_DENSE_INL_H_
#endif

#include <etch/ops/copy-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/outer-inl.h>
#include <etch/ops/row_sums-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/dense/packing.hpp>
#include <etch/ops/dense/reference.hpp>

// Dense layers over a batch. In lanes: outputs; in the rows of a tile: images (forward), inputs (weight
// gradient). The gradient by the input has outputs in lanes too, and sums them at the end: the weights are
// read in the order in which they lie.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// Parameters as they are.
template <DenseGeometry G>
struct Dense {
  static constexpr std::string_view kernel = "matrix-vector";

  static void forward(const Operands<float>& o) {
    if constexpr (batch_vectors == few_vectors)
      forward_by<batch_vectors, 6>(o);
    else if (forward_in_sixes(o.images))
      forward_by<batch_vectors, 6>(o);
    else
      forward_by<few_vectors, 4>(o);
  }

  static void input_gradient(const Operands<float>& o) {
    if constexpr (target.packs())
      if (stays_packed(o) || o.images >= images_worth_packing) return input_gradient_of_many(o);
    input_gradient_of_few(o);
  }

  static void parameter_gradient(const Operands<float>& o) {
    add_outer_products<G.inputs, G.outputs>(o.input, o.output_gradient, o.images, o.result);
    add_bias_gradient<G>(o);
  }

 protected:
  /// From so many images on, laying out the weights anew costs less than summing over lanes: what a sum costs
  /// does not depend on how many outputs it is of.
  static constexpr std::size_t images_worth_packing = G.outputs <= target.lanes       ? 1
                                                      : G.outputs <= 2 * target.lanes ? 3
                                                                                      : 8;

  /// Vectors of outputs for which a number of an image is loaded once. With 16 registers four would leave
  /// room for two images, for which all weights are read again.
  static constexpr std::size_t batch_vectors = target.registers >= 32 ? 4 : 2;
  /// Fewer images come four by four, or as many as there is room for: then more vectors, so that sums wait
  /// less.
  static constexpr std::size_t few_vectors = 4;
  /// Of seven or eight images two tiles of six would do many twice.
  static constexpr bool come_in_sixes(std::size_t images) { return images == 6 || images >= 9; }
  /// But with 16 registers four would come two by two: rows of weights that are not packed, if long, are
  /// read less often so.
  static constexpr bool forward_in_sixes(std::size_t images) {
    const bool rather = target.registers < 32 && G.outputs > 7 * target.lanes && images > 6;
    return rather || come_in_sixes(images);
  }

  template <std::size_t Vectors, std::size_t Images>
  static void forward_by(const Operands<float>& o) {
    for_each_product<G.outputs, Vectors, Images>(o.images, [&](FloatTag d, std::size_t image, auto rows,
                                                               std::size_t k, auto vectors, auto ragged,
                                                               std::size_t left) HWY_ATTR {
      constexpr ProductStrides strides{G.inputs, 1, G.outputs};
      with_vectors<rows * vectors>(
          [&](auto n) HWY_ATTR {
            if constexpr (G.bias)
              return load_of_row<vectors, ragged>(d, o.parameters + G.weight_count() + k, n % vectors, left);
            else
              return hn::Zero(d);
          },
          [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
            add_products<rows, vectors, ragged, strides>(d, o.input + image * G.inputs, o.parameters + k,
                                                         G.inputs, left, sums...);
            const std::size_t at = image * G.outputs + k;
            finish_tile<G.epilogue, vectors, ragged>(
                d, o.result + at, G.epilogue.adds_other ? o.other + at : nullptr, G.outputs, left, sums...);
          });
    });
  }

  /// Calls f(d, image, images, output, vectors, ragged, left) for tiles of up to Images x Vectors.
  template <std::size_t Outputs, std::size_t Vectors, std::size_t Images, class F>
  static HWY_INLINE void for_each_product(std::size_t images, const F& f) {
    const FloatTag d;
    for_each_block<Outputs, Vectors>(
        d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
          constexpr std::size_t most = largest_rows(vectors) < Images ? largest_rows(vectors) : Images;
          for_each_tile_of_images<most>(images, [&](std::size_t image, auto rows) HWY_ATTR {
            f(d, image, rows, k, vectors, ragged, left);
          });
        });
  }
  /// Calls f(first, images) for tiles that cover all images: six at a time and what is left by fours, or as
  /// many at a time as there is room for. A tile may begin before the end of the one before it.
  template <std::size_t Most, class F>
  static HWY_INLINE void for_each_tile_of_images(std::size_t images, const F& f) {
    if constexpr (Most < 6) {
      for_each_tile<Most>(0, images, f);
    } else {
      constexpr std::integral_constant<std::size_t, 6> six;
      std::size_t at = 0;
      for (; come_in_sixes(images - at); at += six) f(at, six);
      const std::size_t rest = images - at;
      if (at > 0 && rest == 5)
        f(images - six, six);
      else
        for_each_tile<4>(at > 0 && 0 < rest && rest < 4 ? images - 4 : at, images, f);
    }
  }

  static constexpr KernelNeeds needs = kernel_needs(G, target);
  /// Whether the transposed weights have a place where all parts of a batch find them.
  static constexpr bool stays_packed(const Operands<float>& o) {
    return needs.input_gradient_packed > 0 && o.packed.at != nullptr;
  }
  static void transpose_weights(const float* HWY_RESTRICT from, float* HWY_RESTRICT packed) {
    constexpr std::size_t block = vectors_for<G.inputs, batch_vectors> * target.lanes;
    for (std::size_t first = 0; first < G.inputs; first += block) {
      const std::size_t left = G.inputs - first;
      const std::size_t places =
          left >= block ? block : (left + target.lanes - 1) / target.lanes * target.lanes;
      float* to = packed + first * G.outputs;
      const std::size_t count = left < places ? left : places;
      transpose(FloatTag(), from + first * G.outputs, count, G.outputs, G.outputs, to, places);
      for (std::size_t k = 0; k < G.outputs; ++k)
        for (std::size_t i = count; i < places; ++i) to[k * places + i] = 0;
    }
  }

  /// dx(image, i) = sum over k of dy(image, k) w(i, k), with the weights packed as (block of inputs, k,
  /// inputs of the block).
  static void input_gradient_of_many(const Operands<float>& o) {
    Operands<float> with_place = o;
    if (!stays_packed(o)) with_place.packed = {};
    const Operands<float> packed =
        with_packed(with_place, needs.input_gradient_scratch,
                    [&o](float* to) HWY_ATTR { transpose_weights(o.parameters, to); });
    for_each_product<G.inputs, batch_vectors, 6>(
        packed.images, [&](FloatTag d, std::size_t image, auto rows, std::size_t i, auto vectors, auto ragged,
                           std::size_t left) HWY_ATTR {
          constexpr ProductStrides strides{G.outputs, 1, vectors * target.lanes};
          with_vectors<rows * vectors>(
              [&](auto) HWY_ATTR { return hn::Zero(d); },
              [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                add_products<rows, vectors, false, strides>(d, packed.output_gradient + image * G.outputs,
                                                            packed.parameters + i * G.outputs, G.outputs,
                                                            left, sums...);
                store_tile<vectors, ragged>(d, packed.result + image * G.inputs + i, G.inputs, left, sums...);
              });
        });
  }
  static void input_gradient_of_few(const Operands<float>& o) {
    const FloatTag d;
    for_each_tile<4>(0, o.images, [&](std::size_t image, auto rows) HWY_ATTR {
      const float* HWY_RESTRICT dy = o.output_gradient + image * G.outputs;
      const float* HWY_RESTRICT w = o.parameters;
      for (std::size_t i = 0; i < G.inputs; ++i, w += G.outputs)
        with_vectors<rows>([d](auto) HWY_ATTR { return hn::Zero(d); },
                           [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                             for_each_vector(G.outputs, [&](std::size_t k, auto load, auto) HWY_ATTR {
                               const FloatVector weights = load(w + k);
                               std::size_t row = 0;
                               ((sums = hn::MulAdd(weights, load(dy + row++ * G.outputs + k), sums)), ...);
                             });
                             float* dx = o.result + image * G.inputs + i;
                             std::size_t row = 0;
                             ((dx[row++ * G.inputs] = hn::GetLane(hn::SumOfLanes(d, sums))), ...);
                           });
    });
  }
};

/// One image on packed parameters. In registers: the sums of two blocks, or of one, then several of each,
/// since a sum waits four cycles for each product. Weights come straight from memory, in order: those of two
/// blocks from two places, which memory serves better than one.
template <DenseGeometry G>
struct PackedDense : Dense<G> {
  using packing = DensePacking<G, target>;
  static constexpr bool shares = true;

  /// Two blocks at a time, where there are enough of them for threads to share. Blocks whose sums are in
  /// parts round otherwise: which ones are does not depend on the number of threads.
  static constexpr bool in_pairs = G.outputs >= 8 * packing::block;
  /// Weights that come from beyond a second-level cache are fetched 1 KiB ahead: the hardware goes less far.
  static constexpr bool fetches_ahead = packing::needs.weights > second_level_cache;
  /// How tables call it: "matrix-vector 4x2", vectors of outputs times the parts of their sums.
  static constexpr std::size_t most_vectors = (in_pairs ? 2 : 1) * packing::vectors;
  static constexpr Text kernel = text("matrix-vector ", most_vectors, "x", partial_sums(most_vectors));

  static void infer(const Operands<float>& o) {
    if (o.images < 4)
      infer_image_by_image(o);
    else if (has_room_for_six &&
             (Dense<G>::batch_vectors == Dense<G>::few_vectors || Dense<G>::come_in_sixes(o.images)))
      infer_many<Dense<G>::batch_vectors, 6>(o);
    else
      infer_many<Dense<G>::few_vectors, 4>(o);
  }

  /// Weights are read once for each image. For one, this is all; threads share the blocks of outputs.
  static void infer_image_by_image(const Operands<float>& o) {
    const FloatTag d;
    constexpr std::size_t places = (in_pairs ? 2 : 1) * packing::block;
    constexpr std::size_t blocks = (G.outputs + places - 1) / places;
    const std::size_t first = o.share.begin(blocks) * places;
    const std::size_t end = o.share.end(blocks) * places;
    for (std::size_t image = 0; image < o.images; ++image) {
      const auto make = [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
        const std::size_t at = image * G.outputs + k;
        block<vectors, partial_sums(vectors), ragged>(
            d, o.input + image * G.inputs, o.parameters + k * G.inputs,
            o.parameters + packing::needs.weights + k, o.other + (G.epilogue.adds_other ? at : 0),
            o.result + at, left);
      };
      for_each_block<G.outputs, packing::vectors>(
          d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
            if (k < first || k >= end) return;
            constexpr bool is_whole = vectors == packing::vectors && !ragged;
            if constexpr (is_whole && paired > 0)
              if (k < paired) {
                constexpr std::integral_constant<std::size_t, 2 * packing::vectors> both;
                if (k % places == 0) make(k, both, ragged, left);
                return;
              }
            if constexpr (!is_whole || paired + packing::block <= G.outputs) make(k, vectors, ragged, left);
          });
    }
  }

 private:
  /// Weights are read once for `Images`, of a block as many vectors at a time as leave room for them.
  template <std::size_t Vectors, std::size_t Images>
  static void infer_many(const Operands<float>& o) {
    const auto block = [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
      // Of a ragged block any number makes the last part ragged: `left` is the block's.
      constexpr std::size_t outputs = vectors * target.lanes - ragged;
      const auto part = [&](FloatTag d, std::size_t image, auto rows, std::size_t at, auto count,
                            auto is_ragged, std::size_t) HWY_ATTR {
        constexpr ProductStrides strides{G.inputs, 1, vectors * target.lanes};
        with_vectors<rows * count>(
            [&](auto n) HWY_ATTR {
              if constexpr (G.bias)
                return hn::LoadU(d,
                                 o.parameters + packing::needs.weights + k + at + n % count * target.lanes);
              else
                return hn::Zero(d);
            },
            [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
              add_products<rows, count, false, strides>(
                  d, o.input + image * G.inputs, o.parameters + k * G.inputs + at, G.inputs, left, sums...);
              const std::size_t place = image * G.outputs + k + at;
              finish_tile<G.epilogue, count, is_ragged>(d, o.result + place,
                                                        G.epilogue.adds_other ? o.other + place : nullptr,
                                                        G.outputs, left, sums...);
            });
      };
      // Two vectors of three would leave a single one, whose sums wait.
      constexpr std::size_t at_once = vectors == 3 && Vectors == 2 ? 3 : Vectors;
      Dense<G>::template for_each_product<outputs, at_once, Images>(o.images, part);
    };
    for_each_block<G.outputs, packing::vectors>(FloatTag(), block);
  }

  /// 16 registers of four lanes are SSE4's, which has no multiply-add: its products need registers too. Two
  /// images of four vectors then.
  static constexpr bool has_room_for_six = target.registers >= 32 || target.lanes >= 8;

  /// Outputs in pairs of blocks.
  static constexpr std::size_t paired = in_pairs ? G.outputs / (2 * packing::block) * 2 * packing::block : 0;

  static constexpr std::size_t distance = 256;  ///< Numbers ahead.
  static constexpr std::size_t line = 16;

  /// Where the weights of vector `n` of one or two blocks lie, with sums in parts those of part n / vectors.
  static constexpr std::size_t weights_at(std::size_t vectors, std::size_t n) {
    if (vectors <= packing::vectors) return n * target.lanes;
    return n / packing::vectors * (packing::block * G.inputs) + n % packing::vectors * target.lanes;
  }

  /// The sums become locals one by one.
  template <std::size_t Vectors, std::size_t Parts, bool Ragged, class... Sums>
  static HWY_INLINE void block(FloatTag d, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                               const float* HWY_RESTRICT bias, const float* HWY_RESTRICT other,
                               float* HWY_RESTRICT y, std::size_t left, Sums&... sums) {
    if constexpr (sizeof...(Sums) < Vectors * Parts) {
      FloatVector sum = hn::Zero(d);
      if constexpr (G.bias && sizeof...(Sums) < Vectors)
        sum = hn::LoadU(d, bias + sizeof...(Sums) * hn::Lanes(d));
      block<Vectors, Parts, Ragged>(d, x, w, bias, other, y, left, sums..., sum);
    } else {
      constexpr std::size_t step =
          Parts * (Vectors < packing::vectors ? Vectors : packing::vectors) * target.lanes;
      for (std::size_t i = 0; i < G.inputs / Parts; ++i, x += Parts, w += step) {
        if constexpr (fetches_ahead)
          for (std::size_t n = 0; n < Vectors * Parts; n += (line + target.lanes - 1) / target.lanes)
            __builtin_prefetch(w + weights_at(Vectors, n) + distance, 0, 3);
        add<Vectors>(d, x, w, std::make_index_sequence<Vectors * Parts>{}, sums...);
      }
      add<Vectors>(d, x, w, std::make_index_sequence<Vectors*(G.inputs % Parts)>{}, sums...);
      finish<Vectors, Parts, Ragged>(d, other, y, left, std::make_index_sequence<Vectors>{}, sums...);
    }
  }
  template <std::size_t Vectors, std::size_t... N, class... Sums>
  static HWY_INLINE void add([[maybe_unused]] FloatTag d, [[maybe_unused]] const float* HWY_RESTRICT x,
                             [[maybe_unused]] const float* HWY_RESTRICT w, std::index_sequence<N...>,
                             Sums&... sums) {
    ((pick<N>(sums...) =
          hn::MulAdd(hn::Set(d, x[N / Vectors]), hn::LoadU(d, w + weights_at(Vectors, N)), pick<N>(sums...))),
     ...);
  }
  template <std::size_t Vectors, std::size_t Parts, bool Ragged, std::size_t... N, class... Sums>
  static HWY_INLINE void finish(FloatTag d, const float* HWY_RESTRICT other, float* HWY_RESTRICT y,
                                std::size_t left, std::index_sequence<N...>, const Sums&... sums) {
    (finish_vector<G.epilogue, (Ragged && N + 1 == Vectors)>(d, whole_sum<Vectors, Parts, N>(sums...), y,
                                                             other, N * hn::Lanes(d), left),
     ...);
  }
};

template <DenseGeometry G>
requires(target.packs()) struct Kernels<G> : PackedDense<G> {
};
template <DenseGeometry G>
requires(!target.packs()) struct Kernels<G> : Dense<G> {
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
