// SPDX-License-Identifier: MIT
// The kernels on weights as they are, which run where the length of a vector is not known, on any target with
// vectors.
#include <support/operation_laws.hpp>

using namespace etch;

#if __has_include(<hwy/highway.h>)
#if HWY_STATIC_TARGET != HWY_SCALAR

namespace {

template <template <ConvolutionGeometry> class Kernel, ConvolutionGeometry G>
void check() {
  using Operation = Kernel<G>;
  laws::Data<G, float> kernel(2, 1, true);
  laws::Data<G, float> reference(2, 1, true);
  laws::Guarded<float> scratch(G.weight_count());

  Operation::forward(kernel.operands(kernel.result));
  EachImage<G>::forward(reference.operands(reference.result));
  laws::check_close("forward", kernel.result, reference.result, true);

  Operands<float> o = kernel.operands(kernel.input_gradient);
  o.scratch = scratch.data();
  Operation::input_gradient(o);
  CHECK(scratch.intact());
  EachImage<G>::input_gradient(reference.operands(reference.input_gradient));
  laws::check_close("input gradient", kernel.input_gradient, reference.input_gradient, true);

  Operation::parameter_gradient(kernel.operands(kernel.parameter_gradient));
  EachImage<G>::parameter_gradient(reference.operands(reference.parameter_gradient));
  laws::check_close("parameter gradient", kernel.parameter_gradient, reference.parameter_gradient, true);
}

}  // namespace

TEST_CASE("convolutions on weights as they are give what the reference gives", "[convolution]") {
  check<HWY_NAMESPACE::TapMajor,
        ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {9, 3, 1, 1, 1, 1}, 5, 19, 1, true}>();
  check<HWY_NAMESPACE::TapMajor,
        ConvolutionGeometry{{9, 3, 2, 1, 0, 1}, {10, 5, 2, 1, 2, 2}, 3, 17, 1, false}>();
  check<HWY_NAMESPACE::TapMajor, ConvolutionGeometry{{8, 2, 1, 3}, {9, 3, 1, 2, 1, 0}, 6, 4, 2, true}>();
  check<HWY_NAMESPACE::Depthwise,
        ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {12, 3, 1, 1, 1, 1}, 17, 17, 17, true}>();
  check<HWY_NAMESPACE::Depthwise,
        ConvolutionGeometry{{8, 3, 2, 1, 0, 1}, {9, 3, 2, 1, 1, 1}, 16, 16, 16, false}>();
}

#endif
#endif
