// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_INL_H_
#undef ETCH_OPS_CONVOLUTION_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_INL_H_
#endif

#include <etch/ops/convolution/depthwise-inl.h>
#include <etch/ops/convolution/depthwise_gradient-inl.h>
#include <etch/ops/convolution/scatter-inl.h>
#include <etch/ops/convolution/tap_major-inl.h>
#include <etch/ops/convolution/tiles-inl.h>
#include <etch/ops/convolution/weight_gradient-inl.h>
#include <etch/ops/convolution/winograd-inl.h>
#include <etch/ops/copy-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/row_sums-inl.h>
#include <etch/ops/convolution/adjoint.hpp>
#include <etch/ops/convolution/reference.hpp>
#include <etch/ops/convolution/select.hpp>

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <class Packing>
Operands<float> packed(const Operands<float>& o) {
  const float* parameters = o.parameters;
  return with_packed(o, Packing::needs.weights + Packing::needs.biases, [parameters](float* to) {
    Packing::pack([parameters](std::size_t n) { return parameters[n]; },
                  [parameters](std::size_t k) { return parameters[Packing::biases_at + k]; }, to);
  });
}

/// Weights for the adjoint of a convolution: neighbours in what is packed lie as far apart as its filters are
/// many, so they are turned a matrix at a time, (channels, filters) of each tap.
template <class Packing>
Operands<float> packed_adjoint(const Operands<float>& o) {
  const float* parameters = o.parameters;
  return with_packed(o, Packing::needs.weights + Packing::needs.biases, [parameters](float* to) HWY_ATTR {
    Packing::for_each_block([=](std::size_t n, const PackedBlock& b) HWY_ATTR {
      if (b.channel != 0) return;
      transpose(FloatTag(), parameters + n, b.count, Packing::channels, Packing::weight_pitch, to + b.place,
                b.pitch);
      for (std::size_t k = 0; k < Packing::channels; ++k)
        for (std::size_t c = b.count; c < b.places; ++c) to[b.place + k * b.pitch + c] = 0;
    });
    Packing::pack_biases([parameters](std::size_t k) { return parameters[Packing::biases_at + k]; }, to);
  });
}

/// The adjoint of `G` on packed weights: from o.output_gradient, shaped as the output of `G`, to o.result,
/// shaped as its input.
template <ConvolutionGeometry G, bool Bias = false, Epilogue E = Epilogue{}>
struct TiledAdjoint {
  using packing = AdjointPacking<G, target, Bias, E>;

  static void run(const Operands<float>& o) {
    if constexpr (image_by_image)
      for (std::size_t n = 0; n < o.images; ++n)
        run_phases(image_of<G>(o, n, G.input_size(), G.input_size()));
    else
      run_phases(o);
  }

 private:
  /// Phases write every other pixel: what they share of lines, or pages, is still near for all of them.
  /// Unless weights are many, which are then read once for all images.
  static constexpr bool image_by_image =
      packing::phase_count > 1 && packing::needs.weights <= small_second_level_cache;

  static void run_phases(const Operands<float>& o) {
    for (std::size_t group = 0; group < packing::groups; ++group) {
      const float* w = o.parameters + group * packing::group_weights;
      for_each_index<0, packing::phase_count>([&](auto number) HWY_ATTR {
        constexpr auto phase = packing::phase(number);
        const std::size_t at = phase.first * G.channels + group * packing::filters;
        if constexpr (!phase.is_empty())
          Tiles<phase.plan>::run(o.images, o.share, o.output_gradient + group * packing::channels, w,
                                 o.parameters + packing::needs.weights + group * packing::group_biases,
                                 o.other + (E.adds_other ? at : 0), o.result + at);
        w += phase.weights;
      });
    }
  }
};

/// Convolutions whose weights are packed, in training for each step anew.
template <ConvolutionGeometry G>
struct Tiled {
  using packing = ConvolutionPacking<G, target>;
  static constexpr Text kernel =
      packing::gathers ? text("gathered, ", name_of(packing::plan)) : name_of(packing::plan);
  static constexpr bool shares = true;

  /// With parameters that `packing` made.
  static void infer(const Operands<float>& o) {
    if constexpr (packing::gathers) {
      for (std::size_t n = 0; n < o.images; ++n) {
        Operands<float> one = image_of<G>(o, n, G.result_size(), G.result_size());
        gather(one.input, o.scratch);
        one.input = o.scratch;
        run(one);
      }
    } else {
      run(o);
    }
  }
  static void forward(const Operands<float>& o) { infer(packed<packing>(o)); }
  static void input_gradient(const Operands<float>& o) {
    if constexpr (scatters(G, target))
      Scatter<G>::run(packed<typename Scatter<G>::packing>(o));
    else
      TiledAdjoint<G>::run(packed_adjoint<typename TiledAdjoint<G>::packing>(o));
  }
  static void parameter_gradient(const Operands<float>& o) {
    if constexpr (G.is_flat() && G.is_depthwise())
      DepthwiseGradient<G>::run(o);
    else
      WeightGradient<G>::run(o);
  }

 private:
  static void run(const Operands<float>& o) {
    constexpr TilePlan plan = packing::plan;
    for (std::size_t group = 0; group < packing::groups; ++group) {
      const std::size_t at = group * plan.filters;
      Tiles<plan>::run(o.images, o.share, o.input + group * plan.channels,
                       o.parameters + group * packing::group_weights,
                       o.parameters + packing::needs.weights + group * packing::group_biases,
                       o.other + (G.epilogue.adds_other ? at : 0), o.result + at);
    }
  }
  /// The pixels of an image that are read. Each thread gathers all of them, in memory of its own.
  static void gather(const float* HWY_RESTRICT x, float* HWY_RESTRICT to) {
    for (std::size_t i = 0; i < G.height.out(); ++i)
      for (std::size_t j = 0; j < G.width.out(); ++j, to += G.channels)
        copy<G.channels>(x + (i * G.height.stride * G.width.in + j * G.width.stride) * G.channels, to);
  }
};

/// A transposed convolution: its adjoint's gradient by the input with biases, and the other way round.
template <TransposedGeometry G>
struct TiledTransposed {
  using Adjoint = TiledAdjoint<G.adjoint, G.bias, G.epilogue>;
  using packing = typename Adjoint::packing;
  static constexpr Text kernel = name_of(packing::phase(0).plan);
  static constexpr bool shares = true;

  /// With parameters that `packing` made.
  static void infer(const Operands<float>& o) {
    Operands<float> back = o;
    back.output_gradient = o.input;
    Adjoint::run(back);
  }
  static void forward(const Operands<float>& o) { infer(packed_adjoint<packing>(o)); }
  static void input_gradient(const Operands<float>& o) {
    Operands<float> front = o;
    front.input = o.output_gradient;
    Tiled<G.adjoint>::forward(front);
  }
  static void parameter_gradient(const Operands<float>& o) {
    Operands<float> exchanged = o;
    exchanged.input = o.output_gradient;
    exchanged.output_gradient = o.input;
    Tiled<G.adjoint>::parameter_gradient(exchanged);
    add_bias_gradient<G>(o);
  }
};

/// Winograd's algorithm, in training for each step with weights packed anew.
template <ConvolutionGeometry G>
struct TiledWinograd : Tiled<G> {
  static constexpr Text kernel = text("Winograd F", winograd_outputs(G, target));
  using packing = WinogradPacking<G, target>;
  /// The same convolution without it, for benchmarks.
  using Direct = Tiled<G>;

  static void infer(const Operands<float>& o) { Winograd<G>::infer(o); }
  static void forward(const Operands<float>& o) {
    infer(with_packed(o, packing::needs.weights + packing::needs.biases, [&o](float* to) HWY_ATTR {
      pack_winograd_weights<Winograd<G>::outputs>(packing::plan, o.parameters, to);
      if constexpr (G.bias) copy<G.filters>(o.parameters + G.weight_count(), to + packing::needs.weights);
    }));
  }
  /// A convolution of the output's gradient by the taps in reverse.
  static void input_gradient(const Operands<float>& o) {
    constexpr ConvolutionGeometry adjoint = winograd_adjoint(G, target);
    if constexpr (winograd_outputs(adjoint, target) != 0) {
      using Back = Winograd<adjoint>;
      // There are no biases.
      Operands<float> back = with_packed(o, Back::packing::needs.weights, [&o](float* to) HWY_ATTR {
        pack_adjoint_winograd_weights<Back::outputs>(Back::packing::plan, o.parameters, to);
      });
      back.input = o.output_gradient;
      Back::infer(back);
    } else {
      Tiled<G>::input_gradient(o);
    }
  }
  static void parameter_gradient(const Operands<float>& o) {
    Winograd<G>::weight_gradient(o);
    add_bias_gradient<G>(o);
  }
};

template <ConvolutionGeometry G>
requires(select_convolution(G, target) == ConvolutionKernel::tiles) struct Kernels<G>
    : std::conditional_t<winograd_outputs(G, target) != 0, TiledWinograd<G>, Tiled<G>> {
};
template <TransposedGeometry G>
requires(select_convolution(G.adjoint, target) == ConvolutionKernel::tiles) struct Kernels<G>
    : TiledTransposed<G> {
};
template <ConvolutionGeometry G>
requires(select_convolution(G, target) == ConvolutionKernel::tap_major) struct Kernels<G> : TapMajor<G> {
};
template <ConvolutionGeometry G>
requires(select_convolution(G, target) == ConvolutionKernel::depthwise) struct Kernels<G> : Depthwise<G> {
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
