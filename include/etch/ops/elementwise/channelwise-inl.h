// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CHANNELWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CHANNELWISE_INL_H_
#undef ETCH_OPS_CHANNELWISE_INL_H_
#else
#define ETCH_OPS_CHANNELWISE_INL_H_
#endif

#include <etch/ops/elementwise/function-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/row_sums-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/elementwise/reference.hpp>

#include <string_view>

// Scales, products and slopes that channels have of their own. In lanes: channels of one pixel; the last
// vector is masked.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// result(c) += sum over the pixels of term(place, load), for each of `Channels` channels.
template <std::size_t Channels, class Term>
HWY_INLINE void add_products(std::size_t pixels, float* HWY_RESTRICT result, const Term& term) {
  for_each_vector(Channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
    const FloatVector sum =
        long_sum_of_rows(pixels, [&](std::size_t p) HWY_ATTR { return term(p * Channels + c, load); });
    store(hn::Add(load(result + c), sum), result + c);
  });
}

template <ScaleGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "elementwise";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector scale = load(o.parameters + c);
      FloatVector shift = hn::Zero(d);
      if constexpr (G.bias) shift = load(o.parameters + G.channels + c);
      for (std::size_t n = c; n < o.images * G.output_size(); n += G.channels)
        store(finished<G.epilogue>(d, hn::MulAdd(load(o.input + n), scale, shift),
                                   G.epilogue.adds_other ? o.other + n : nullptr, load),
              o.result + n);
    });
  }
  static void input_gradient(const Operands<float>& o) {
    for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
      const FloatVector scale = load(o.parameters + c);
      for (std::size_t n = c; n < o.images * G.output_size(); n += G.channels)
        store(hn::Mul(load(o.output_gradient + n), scale), o.result + n);
    });
  }
  static void parameter_gradient(const Operands<float>& o) {
    add_products<G.channels>(o.images * G.pixels, o.result, [&](std::size_t n, auto load) HWY_ATTR {
      return hn::Mul(load(o.output_gradient + n), load(o.input + n));
    });
    if constexpr (G.bias) add_rows<G.channels>(o.output_gradient, o.images * G.pixels, o.result + G.channels);
  }
};

template <ProductGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "elementwise";

  static void forward(const Operands<float>& o) { multiply(o, o.input); }
  static void input_gradient(const Operands<float>& o) { multiply(o, o.output_gradient); }

  static void other_gradient(const Operands<float>& o) {
    const FloatTag d;
    if constexpr (by_number) {
      for_each_vector(o.images * G.output_size(), [&](std::size_t n, auto load, auto store) HWY_ATTR {
        store(hn::Mul(load(o.output_gradient + n), load(o.input + n)), o.result + n);
      });
    } else if constexpr (by_channel) {
      for (std::size_t image = 0; image < o.images; ++image) {
        float* result = o.result + image * G.channels;
        const std::size_t at = image * G.output_size();
        for (std::size_t c = 0; c < G.channels; ++c) result[c] = 0;
        add_products<G.channels>(G.pixels, result, [&](std::size_t n, auto load) HWY_ATTR {
          return hn::Mul(load(o.output_gradient + at + n), load(o.input + at + n));
        });
      }
    } else {
      for (std::size_t p = 0; p < o.images * G.pixels; ++p) {
        const std::size_t at = p * G.channels;
        FloatVector sum = hn::Zero(d);
        for_each_vector(G.channels, [&](std::size_t c, auto load, auto) HWY_ATTR {
          sum = hn::MulAdd(load(o.output_gradient + at + c), load(o.input + at + c), sum);
        });
        o.result[p] = hn::GetLane(hn::SumOfLanes(d, sum));
      }
    }
  }

 private:
  static constexpr bool by_number = G.other_size() == G.output_size();
  static constexpr bool by_channel = G.second == ProductGeometry::Second::channels;

  static void multiply(const Operands<float>& o, const float* from) {
    const FloatTag d;
    if constexpr (by_number) {
      for_each_vector(o.images * G.output_size(), [&](std::size_t n, auto load, auto store) HWY_ATTR {
        store(hn::Mul(load(from + n), load(o.other + n)), o.result + n);
      });
    } else if constexpr (by_channel) {
      for (std::size_t p = 0; p < o.images * G.pixels; ++p) {
        const float* factors = o.other + p / G.pixels * G.channels;
        for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
          const std::size_t n = p * G.channels + c;
          store(hn::Mul(load(from + n), load(factors + c)), o.result + n);
        });
      }
    } else {
      for (std::size_t p = 0; p < o.images * G.pixels; ++p) {
        const FloatVector factor = hn::Set(d, o.other[p]);
        for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
          const std::size_t n = p * G.channels + c;
          store(hn::Mul(load(from + n), factor), o.result + n);
        });
      }
    }
  }
};

template <PreluGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "elementwise";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_number(o, [&](std::size_t n, FloatVector slope, auto load, auto store) HWY_ATTR {
      const FloatVector x = load(o.input + n);
      store(hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(x, slope), x), o.result + n);
    });
  }
  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_number(o, [&](std::size_t n, FloatVector slope, auto load, auto store) HWY_ATTR {
      const FloatVector dy = load(o.output_gradient + n);
      store(hn::IfThenElse(hn::Gt(load(o.input + n), hn::Zero(d)), dy, hn::Mul(dy, slope)), o.result + n);
    });
  }
  static void parameter_gradient(const Operands<float>& o) {
    const FloatTag d;
    const auto term = [&](std::size_t n, auto load) HWY_ATTR {
      const FloatVector x = load(o.input + n);
      return hn::IfThenElseZero(hn::Lt(x, hn::Zero(d)), hn::Mul(load(o.output_gradient + n), x));
    };
    if constexpr (!G.shared) {
      add_products<G.channels>(o.images * G.pixels, o.result, term);
    } else {
      FloatVector whole = hn::Zero(d);
      for (std::size_t image = 0; image < o.images; ++image) {
        FloatVector sum = hn::Zero(d);
        for_each_vector(G.input_size(), [&](std::size_t n, auto load, auto) HWY_ATTR {
          sum = hn::Add(sum, term(image * G.input_size() + n, load));
        });
        whole = hn::Add(whole, sum);
      }
      o.result[0] += hn::GetLane(hn::SumOfLanes(d, whole));
    }
  }

 private:
  /// Calls f(place, slope, load, store).
  template <class F>
  static HWY_INLINE void for_each_number(const Operands<float>& o, const F& f) {
    const std::size_t count = o.images * G.input_size();
    if constexpr (G.shared) {
      const FloatVector slope = hn::Set(FloatTag(), o.parameters[0]);
      for_each_vector(count,
                      [&](std::size_t n, auto load, auto store) HWY_ATTR { f(n, slope, load, store); });
    } else {
      for (std::size_t n = 0; n < count; n += G.channels)
        for_each_vector(G.channels, [&](std::size_t c, auto load, auto store)
                                        HWY_ATTR { f(n + c, load(o.parameters + c), load, store); });
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
