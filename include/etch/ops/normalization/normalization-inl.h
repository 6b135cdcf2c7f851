// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_NORMALIZATION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_NORMALIZATION_INL_H_
#undef ETCH_OPS_NORMALIZATION_INL_H_
#else
#define ETCH_OPS_NORMALIZATION_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/normalization/reference.hpp>

// Batch normalisation. In lanes: channels. Sums over the batch in parts of up to 1024 positions, each read
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
        store(hn::MulAdd(hn::Sub(load(o.input + n), mean), factor, shift), o.result + n);
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
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const float* x = o.input + c;
      FloatVector mean = hn::Zero(d);
      FloatVector squares = hn::Zero(d);
      for_each_part(count, [&](std::size_t first, std::size_t end) HWY_ATTR {
        FloatVector sum = hn::Zero(d);
        for (std::size_t p = first; p < end; ++p) sum = hn::Add(sum, load(x + p * channels));
        const auto size = static_cast<float>(end - first);
        const FloatVector part_mean = hn::Mul(sum, hn::Set(d, 1 / size));
        FloatVector part_squares = hn::Zero(d);
        for (std::size_t p = first; p < end; ++p) {
          const FloatVector distance = hn::Sub(load(x + p * channels), part_mean);
          part_squares = hn::MulAdd(distance, distance, part_squares);
        }
        const auto before = static_cast<float>(first);
        const float share = size / (before + size);
        const FloatVector difference = hn::Sub(part_mean, mean);
        mean = hn::MulAdd(difference, hn::Set(d, share), mean);
        squares = hn::Add(
            squares, hn::MulAdd(hn::Mul(difference, difference), hn::Set(d, before * share), part_squares));
      });
      const FloatVector variance = hn::Mul(squares, hn::Set(d, 1 / static_cast<float>(count)));
      const FloatVector scale =
          hn::Div(hn::Set(d, 1.0f), hn::Sqrt(hn::Add(variance, hn::Set(d, G.epsilon.template as<float>()))));
      store(mean, o.saved + c);
      store(scale, o.saved + channels + c);
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
      FloatVector factor = scale;
      FloatVector shift = hn::Zero(d);
      if constexpr (G.affine) {
        factor = hn::Mul(scale, load(o.parameters + c));
        shift = load(o.parameters + channels + c);
      }
      for (std::size_t n = c; n < count * channels; n += channels)
        store(hn::MulAdd(hn::Sub(load(o.input + n), mean), factor, shift), o.result + n);
    });
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    const std::size_t count = o.images * G.pixels;
    have_sums(o);
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector sum = load(o.saved + 2 * channels + c);
      const FloatVector product = load(o.saved + 3 * channels + c);
      const FloatVector mean = load(o.saved + c);
      const FloatVector scale = load(o.saved + channels + c);
      const FloatVector share = hn::Set(d, 1 / static_cast<float>(count));
      const FloatVector mean_gradient = hn::Mul(sum, share);
      const FloatVector slope = hn::Mul(scale, hn::Mul(product, share));
      FloatVector factor = scale;
      if constexpr (G.affine) factor = hn::Mul(scale, load(o.parameters + c));
      for (std::size_t n = c; n < count * channels; n += channels) {
        const FloatVector centred = hn::Sub(load(o.output_gradient + n), mean_gradient);
        const FloatVector distance = hn::Sub(load(o.input + n), mean);
        store(hn::Mul(factor, hn::NegMulAdd(distance, slope, centred)), o.result + n);
      }
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
  /// Calls f(first, end) for parts of `count` positions.
  template <class F>
  static HWY_INLINE void for_each_part(std::size_t count, const F& f) {
    constexpr std::size_t part = 1024;
    for (std::size_t first = 0; first < count; first += part)
      f(first, first + part < count ? first + part : count);
  }
  /// The sums of dy and of dy x^ over the batch, unless another gradient has left them.
  static void have_sums(const Operands<float>& o) {
    if (o.saved[4 * channels] != 0) return;
    o.saved[4 * channels] = 1;
    const FloatTag d;
    for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector mean = load(o.saved + c);
      FloatVector sum = hn::Zero(d);
      FloatVector product = hn::Zero(d);
      for_each_part(o.images * G.pixels, [&](std::size_t first, std::size_t end) HWY_ATTR {
        FloatVector part_sum = hn::Zero(d);
        FloatVector part_product = hn::Zero(d);
        for (std::size_t n = first * channels + c; n < end * channels; n += channels) {
          const FloatVector dy = load(o.output_gradient + n);
          part_sum = hn::Add(part_sum, dy);
          part_product = hn::MulAdd(dy, hn::Sub(load(o.input + n), mean), part_product);
        }
        sum = hn::Add(sum, part_sum);
        product = hn::Add(product, part_product);
      });
      store(sum, o.saved + 2 * channels + c);
      store(hn::Mul(product, load(o.saved + channels + c)), o.saved + 3 * channels + c);
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
