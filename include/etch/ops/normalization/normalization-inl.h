// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_NORMALIZATION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_NORMALIZATION_INL_H_
#undef ETCH_OPS_NORMALIZATION_INL_H_
#else
#define ETCH_OPS_NORMALIZATION_INL_H_
#endif

#include <etch/ops/elementwise/function-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/normalization/reference.hpp>

// Batch normalisation. In lanes: channels. Sums over the batch in parts of some hundred positions, each read
// twice while it is in the cache, the parts put together afterwards (T. Chan, G. Golub, R. LeVeque, "Updating
// formulae and a pairwise algorithm for computing sample variances", 1979): a sum of millions has no place
// for another small number.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// With running statistics: a scale and a shift for each channel.
template <BatchNormGeometry G>
requires(bool(G.frozen)) struct Kernels<G> {
  static constexpr std::string_view kernel = "batch normalisation";
  static constexpr std::size_t channels = G.channels;

  static void forward(const Operands<float>& o) {
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector mean = load(o.statistics + c);
      const FloatVector factor = factor_of(o, c, load);
      FloatVector shift = hn::Zero(FloatTag());
      if constexpr (G.affine) shift = load(o.parameters + channels + c);
      for (std::size_t n = c; n < o.images * G.input_size(); n += channels)
        store(finished<G.epilogue>(FloatTag(), hn::MulAdd(hn::Sub(load(o.input + n), mean), factor, shift),
                                   o.other, load),
              o.result + n);
    });
  }
  static void input_gradient(const Operands<float>& o) {
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector factor = factor_of(o, c, load);
      for (std::size_t n = c; n < o.images * G.input_size(); n += channels)
        store(hn::Mul(load(o.output_gradient + n), factor), o.result + n);
    });
  }

 private:
  template <class Load>
  static HWY_INLINE FloatVector factor_of(const Operands<float>& o, std::size_t c, const Load& load) {
    const FloatTag d;
    const FloatVector variance =
        hn::Add(load(o.statistics + channels + c), hn::Set(d, G.epsilon.template as<float>()));
    const FloatVector scale = hn::Div(hn::Set(d, 1.0f), hn::Sqrt(variance));
    if constexpr (G.affine) return hn::Mul(scale, load(o.parameters + c));
    return scale;
  }
};

template <BatchNormGeometry G>
requires(!G.frozen) struct Kernels<G> {
  static constexpr std::string_view kernel = "batch normalisation";
  static constexpr std::size_t channels = G.channels;

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    const std::size_t count = o.images * G.pixels;
    o.saved[4 * channels] = 0;  // No sums yet.
    float* means = o.saved;
    float* scales = o.saved + channels;  // Sums of squares, as yet.
    for_each_part<part>(count, [&](std::size_t first, std::size_t end) HWY_ATTR {
      const auto size = static_cast<float>(end - first);
      const auto before = static_cast<float>(first);
      const float share = size / (before + size);
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        const float* x = o.input + c;
        const FloatVector sum =
            sum_of_rows(first, end, [&](std::size_t p) HWY_ATTR { return load(x + p * channels); });
        const FloatVector part_mean = hn::Mul(sum, hn::Set(d, 1 / size));
        const FloatVector part_squares = sum_of_rows(first, end, [&](std::size_t p) HWY_ATTR {
          const FloatVector distance = hn::Sub(load(x + p * channels), part_mean);
          return hn::Mul(distance, distance);
        });
        if (first == 0) {
          store(part_mean, means + c);
          store(part_squares, scales + c);
        } else {
          const FloatVector difference = hn::Sub(part_mean, load(means + c));
          const FloatVector between = hn::Mul(hn::Mul(difference, difference), hn::Set(d, before * share));
          store(hn::MulAdd(difference, hn::Set(d, share), load(means + c)), means + c);
          store(hn::Add(load(scales + c), hn::Add(between, part_squares)), scales + c);
        }
      });
    });
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector mean = load(means + c);
      const FloatVector squares = load(scales + c);
      const FloatVector variance = hn::Mul(squares, hn::Set(d, 1 / static_cast<float>(count)));
      const FloatVector scale =
          hn::Div(hn::Set(d, 1.0f), hn::Sqrt(hn::Add(variance, hn::Set(d, G.epsilon.template as<float>()))));
      store(scale, scales + c);
      if (o.statistics) {
        const FloatVector momentum = hn::Set(d, G.momentum.template as<float>());
        const auto update = [&](float* running, FloatVector value) HWY_ATTR {
          const FloatVector old = load(running);
          store(hn::MulAdd(momentum, hn::Sub(value, old), old), running);
        };
        const auto whole = static_cast<float>(count);
        update(o.statistics + c, mean);
        // Unbiased, where there is more than one number.
        update(o.statistics + channels + c,
               count > 1 ? hn::Mul(variance, hn::Set(d, whole / (whole - 1))) : variance);
      }
    });
    for_each_number(count, [&](std::size_t n, std::size_t c, auto load, auto store) HWY_ATTR {
      FloatVector factor = load(o.saved + channels + c);
      FloatVector shift = hn::Zero(d);
      if constexpr (G.affine) {
        factor = hn::Mul(factor, load(o.parameters + c));
        shift = load(o.parameters + channels + c);
      }
      const FloatVector distance = hn::Sub(load(o.input + n), load(o.saved + c));
      store(finished<G.epilogue>(d, hn::MulAdd(distance, factor, shift), o.other, load), o.result + n);
    });
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    const std::size_t count = o.images * G.pixels;
    have_sums(o);
    const FloatVector share = hn::Set(d, 1 / static_cast<float>(count));
    for_each_number(count, [&](std::size_t n, std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector scale = load(o.saved + channels + c);
      const FloatVector mean_gradient = hn::Mul(load(o.saved + 2 * channels + c), share);
      const FloatVector slope = hn::Mul(scale, hn::Mul(load(o.saved + 3 * channels + c), share));
      FloatVector factor = scale;
      if constexpr (G.affine) factor = hn::Mul(scale, load(o.parameters + c));
      const FloatVector centred = hn::Sub(load(o.output_gradient + n), mean_gradient);
      const FloatVector distance = hn::Sub(load(o.input + n), load(o.saved + c));
      store(hn::Mul(factor, hn::NegMulAdd(distance, slope, centred)), o.result + n);
    });
  }

  static void parameter_gradient(const Operands<float>& o) {
    if constexpr (G.affine) {
      have_sums(o);
      // Products are for the gammas, which come first.
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        store(hn::Add(load(o.result + c), load(o.saved + 3 * channels + c)), o.result + c);
        store(hn::Add(load(o.result + channels + c), load(o.saved + 2 * channels + c)),
              o.result + channels + c);
      });
    }
  }

 private:
  /// Positions in a part: what two arrays have of one fits in a small second-level cache.
  static constexpr std::size_t part = channels <= 64     ? 512
                                      : channels <= 1024 ? small_second_level_cache / 2 / channels
                                                         : 32;

  /// Calls f(place, channel, load, store) for all numbers, in the order in which they lie: channel by channel
  /// a pass over 64 images of 7 x 7 x 512 took eight times as long.
  template <class F>
  static HWY_INLINE void for_each_number(std::size_t pixels, const F& f) {
    for (std::size_t n = 0; n < pixels * channels; n += channels)
      for_each_vector(channels,
                      [&](std::size_t c, auto load, auto store) HWY_ATTR { f(n + c, c, load, store); });
  }
  /// The sums of dy and of dy x^ over the batch, unless another gradient has left them.
  static void have_sums(const Operands<float>& o) {
    if (o.saved[4 * channels] != 0) return;
    o.saved[4 * channels] = 1;
    const FloatTag d;
    float* sums = o.saved + 2 * channels;
    float* products = o.saved + 3 * channels;
    for (std::size_t c = 0; c < 2 * channels; ++c) sums[c] = 0;
    for_each_part<part>(o.images * G.pixels, [&](std::size_t first, std::size_t end) HWY_ATTR {
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        const FloatVector mean = load(o.saved + c);
        FloatVector sum0 = hn::Zero(d);
        FloatVector sum1 = hn::Zero(d);
        FloatVector product0 = hn::Zero(d);
        FloatVector product1 = hn::Zero(d);
        std::size_t n = first * channels + c;
        // Two at a time: an addition waits for the one before it.
        for (std::size_t p = first; p + 2 <= end; p += 2, n += 2 * channels) {
          const FloatVector dy0 = load(o.output_gradient + n);
          const FloatVector dy1 = load(o.output_gradient + n + channels);
          sum0 = hn::Add(sum0, dy0);
          sum1 = hn::Add(sum1, dy1);
          product0 = hn::MulAdd(dy0, hn::Sub(load(o.input + n), mean), product0);
          product1 = hn::MulAdd(dy1, hn::Sub(load(o.input + n + channels), mean), product1);
        }
        if ((end - first) % 2 != 0) {
          const FloatVector dy = load(o.output_gradient + n);
          sum0 = hn::Add(sum0, dy);
          product0 = hn::MulAdd(dy, hn::Sub(load(o.input + n), mean), product0);
        }
        const FloatVector scale = load(o.saved + channels + c);
        store(hn::Add(load(sums + c), hn::Add(sum0, sum1)), sums + c);
        store(hn::MulAdd(scale, hn::Add(product0, product1), load(products + c)), products + c);
      });
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
