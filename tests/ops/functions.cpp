// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <algorithm>
#include <cmath>

using namespace etch;

namespace {

/// f(x), and f'(x) dy, in float by the kernels, by the reference, and in double.
template <Function F>
struct At {
  static constexpr ElementwiseGeometry g{F, 1, {1, 4}};

  template <class Operation, class T>
  static T value(T x) {
    T y = 0;
    Operands<T> o;
    o.input = &x;
    o.result = &y;
    Operation::forward(o);
    return y;
  }
  template <class Operation, class T>
  static T slope(T x) {
    const T y = value<Operation>(x);
    const T dy = 1;
    T dx = 0;
    Operands<T> o;
    o.input = &x;
    o.output = &y;
    o.output_gradient = &dy;
    o.result = &dx;
    Operation::input_gradient(o);
    return dx;
  }
};

/// Over the range in which functions bend: what the kernel gives is what double precision gives.
template <Function F>
void check_range() {
  CAPTURE(static_cast<int>(F));
  using Fast = Kernels<At<F>::g>;
  using Plain = EachImage<At<F>::g>;
  for (int n = -400; n <= 400; ++n) {
    const float x = static_cast<float>(n) / 16;
    const double exact = At<F>::template value<Plain>(static_cast<double>(x));
    const double slope = At<F>::template slope<Plain>(static_cast<double>(x));
    CAPTURE(x);
    const double scale = std::max(1.0, std::abs(exact));
    CHECK(std::abs(double(At<F>::template value<Fast>(x)) - exact) <= 1e-6 * scale);
    CHECK(std::abs(double(At<F>::template value<Plain>(x)) - exact) <= 1e-6 * scale);
    // Next to a bend the derivative may be that of either side.
    const bool bend = F == Function::hard_sigmoid && (n == 48 || n == -48);
    if (bend) continue;
    CHECK(std::abs(double(At<F>::template slope<Fast>(x)) - slope) <= 3e-6);
    CHECK(std::abs(double(At<F>::template slope<Plain>(x)) - slope) <= 3e-6);
  }
}

template <Function F>
void check_far() {
  CAPTURE(static_cast<int>(F));
  for (const float x : {-1e4f, -1000.0f, -100.0f, 100.0f, 1000.0f, 1e4f}) {
    CAPTURE(x);
    CHECK(std::isfinite(At<F>::template value<Kernels<At<F>::g>>(x)));
    CHECK(std::isfinite(At<F>::template value<EachImage<At<F>::g>>(x)));
    CHECK(std::isfinite(At<F>::template slope<Kernels<At<F>::g>>(x)));
    CHECK(std::isfinite(At<F>::template slope<EachImage<At<F>::g>>(x)));
  }
}

}  // namespace

TEST_CASE("functions obey the laws", "[elementwise]") {
  laws::check_operation<ElementwiseGeometry{Function::identity, 19}>();
  laws::check_operation<ElementwiseGeometry{Function::relu6, 37}>();
  laws::check_operation<ElementwiseGeometry{Function::silu, 35}>();
  laws::check_operation<ElementwiseGeometry{Function::hard_swish, 17}>();
  laws::check_operation<ElementwiseGeometry{Function::hard_sigmoid, 18}>();
  laws::check_operation<ElementwiseGeometry{Function::elu, 21, {3, 2}}>();
  laws::check_operation<ElementwiseGeometry{Function::selu, 19}>();
  laws::check_operation<ElementwiseGeometry{Function::gelu, 33}>();
  laws::check_operation<ElementwiseGeometry{Function::gelu_tanh, 33}>();
  laws::check_operation<ElementwiseGeometry{Function::mish, 17}>();
  laws::check_operation<ElementwiseGeometry{Function::softplus, 23}>();
  laws::check_operation<ElementwiseGeometry{Function::softsign, 21}>();
  laws::check_operation<ElementwiseGeometry{Function::thresholded_relu, 19, {1, 2}}>();
  laws::check_operation<SoftmaxGeometry{3, 10, true}>();
  laws::check_operation<SoftmaxGeometry{1, 35, true}>();
}

TEST_CASE("functions are as precise as float over their whole range", "[elementwise]") {
  check_range<Function::relu6>();
  check_range<Function::elu>();
  check_range<Function::selu>();
  check_range<Function::sigmoid>();
  check_range<Function::tanh>();
  check_range<Function::gelu>();
  check_range<Function::gelu_tanh>();
  check_range<Function::silu>();
  check_range<Function::mish>();
  check_range<Function::hard_swish>();
  check_range<Function::hard_sigmoid>();
  check_range<Function::softplus>();
  check_range<Function::softsign>();
}

TEST_CASE("functions and their derivatives are numbers far from 0", "[elementwise]") {
  check_far<Function::elu>();
  check_far<Function::selu>();
  check_far<Function::sigmoid>();
  check_far<Function::tanh>();
  check_far<Function::gelu>();
  check_far<Function::gelu_tanh>();
  check_far<Function::silu>();
  check_far<Function::mish>();
  check_far<Function::hard_swish>();
  check_far<Function::hard_sigmoid>();
  check_far<Function::softplus>();
  check_far<Function::softsign>();
  check_far<Function::thresholded_relu>();
}
