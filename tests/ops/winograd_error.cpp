// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <cmath>

using namespace etch;

namespace {

/// 12 x 12 pixels, 3 x 3 taps, as many filters as channels.
constexpr ConvolutionGeometry geometry(std::size_t channels, Policy policy = {}) {
  constexpr WindowAxis twelve{12, 3, 1, 1, 1, 1};
  return {twelve, twelve, channels, channels, 1, true, {}, {}, policy};
}

/// The largest error of inference on numbers between -1 and 1, as a part of the largest output, against sums
/// in double precision of the same numbers.
template <ConvolutionGeometry G>
double error() {
  laws::Data<G, float> data(1, 1, false);
  laws::Data<G, double> exact(1, 1, false);
  for (std::size_t n = 0; n < data.input.size(); ++n) exact.input[n] = double(data.input[n]);
  for (std::size_t n = 0; n < data.parameters.size(); ++n) exact.parameters[n] = double(data.parameters[n]);
  EachImage<G>::forward(exact.operands(exact.result));

  const laws::PackedPasses passes = laws::any_operation<G>().packed;
  laws::Guarded<float> packed(passes.needs.weights + passes.needs.biases);
  laws::Guarded<float> scratch(passes.needs.inference_scratch);
  passes.pack(data.parameters.data(), packed.data());
  Operands<float> o = data.operands(data.result);
  o.parameters = packed.data();
  o.scratch = scratch.data();
  passes.infer(o);

  double worst = 0;
  double largest = 0;
  for (std::size_t n = 0; n < exact.result.size(); ++n) {
    worst = std::max(worst, std::abs(double(data.result[n]) - exact.result[n]));
    largest = std::max(largest, std::abs(exact.result[n]));
  }
  return worst / largest;
}

template <std::size_t Channels>
void check_errors() {
  const double direct = error<geometry(Channels, {false, true})>();
  const double two = error<geometry(Channels, {true, false})>();
  const double four = error<geometry(Channels)>();
  INFO(Channels << " channels: plain sums " << direct << ", F2 " << two << ", F4 " << four);
  // Roundings that are independent of each other add up like the root of their number. Measured: plain sums
  // 0.5 to 0.7 of this, F2 0.25, F4 4, for 16 to 256 channels on AVX-512.
  const double roundings = 0x1p-24 * std::sqrt(9.0 * Channels);
  CHECK(direct < 1.5 * roundings);
  CHECK(four < 8 * roundings);
  // What `Precise` promises: no more than plain sums, but for luck.
  CHECK(two < 1.5 * direct);
}

}  // namespace

TEST_CASE("the error of Winograd's algorithm is bounded", "[convolution]") {
  if constexpr (this_target.packs()) {
    check_errors<16>();
    check_errors<64>();
    check_errors<256>();
  }
}
