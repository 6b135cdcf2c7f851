// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("dense layers obey the laws", "[dense]") {
  laws::check_operation<DenseGeometry{1, 1, true}>();
  laws::check_operation<DenseGeometry{17, 10, true}>();
  laws::check_operation<DenseGeometry{10, 16, false}>();
  laws::check_operation<DenseGeometry{33, 70, true}>();
  laws::check_operation<DenseGeometry{3, 129, true}>();
}

TEST_CASE("dense layers of enough outputs for two blocks at a time obey the laws", "[dense]") {
  laws::check_operation<DenseGeometry{5, 513, true}>();
  laws::check_operation<DenseGeometry{2, 700, false}>();
}

TEST_CASE("dense layers obey the laws for batches around a tile", "[dense]") {
  for (std::size_t images = 1; images <= 25; ++images)
    laws::check_kernels<DenseGeometry{11, 23, true}>(images, images, true, true);
  // Several blocks, the last of three vectors, or ragged; two blocks at a time for one image.
  for (const std::size_t images : {4, 6, 7, 8, 9, 10}) {
    laws::check_kernels<DenseGeometry{3, 112, true}>(images, images, true, true);
    laws::check_kernels<DenseGeometry{3, 553, true}>(images, images, true, true);
  }
}

TEST_CASE("dense layers obey the laws for batches larger than a tile", "[dense]") {
  laws::check_kernels<DenseGeometry{20, 35, true}>(29, 1, true, true);
  laws::check_kernels<DenseGeometry{9, 6, false}>(16, 2, true, true);
}

TEST_CASE("a dense layer's weights are transposed whatever their rows and columns leave over", "[dense]") {
  // From eight images on, for the gradient by the input.
  laws::check_kernels<DenseGeometry{16, 4, true}>(8, 3, true, true);
  laws::check_kernels<DenseGeometry{31, 7, true}>(8, 4, true, true);
  laws::check_kernels<DenseGeometry{65, 3, false}>(8, 5, true, true);
  laws::check_kernels<DenseGeometry{79, 18, true}>(8, 6, true, true);
}

TEST_CASE("a dense layer by hand", "[dense]") {
  // (1, 2) through weights ((1, 2, 3), (4, 5, 6)) and biases (10, 20, 30).
  constexpr DenseGeometry g{2, 3, true};
  const float x[] = {1, 2};
  const float w[] = {1, 2, 3, 4, 5, 6, 10, 20, 30};
  float y[3] = {};
  Operands<float> o;
  o.input = x;
  o.parameters = w;
  o.result = y;
  Kernels<g>::forward(o);
  CHECK(y[0] == 19);
  CHECK(y[1] == 32);
  CHECK(y[2] == 45);
}
