// SPDX-License-Identifier: MIT
#include <etch/indices.hpp>
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("max pooling obeys the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::max, {8, 2, 2}, {6, 2, 2}, 6}>();
  laws::check_operation<PoolGeometry{Pooling::max, {9, 3, 2, 1, 1, 1}, {7, 3, 1, 1, 0, 1}, 17}>();
  laws::check_operation<PoolGeometry{Pooling::max, {5, 2, 3}, {5, 3, 2}, 1}>();
}

TEST_CASE("average pooling obeys the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::average, {8, 2, 2}, {6, 2, 2}, 16}>();
  laws::check_operation<PoolGeometry{Pooling::average, {9, 3, 2, 1, 1, 1}, {7, 3, 1, 1, 0, 1}, 3}>();
  laws::check_operation<PoolGeometry{Pooling::average, {4, 4, 4}, {7, 7, 7}, 10}>();
}

TEST_CASE("the gradient of a maximum goes to the first of equal values", "[pooling]") {
  constexpr PoolGeometry g{Pooling::max, {2, 2, 2}, {2, 2, 2}, 1};
  const float x[] = {1, 5, 5, 5};
  const float dy[] = {3};
  for (const bool kernel : {false, true}) {
    float dx[] = {9, 9, 9, 9};
    Operands<float> o;
    o.input = x;
    o.output_gradient = dy;
    o.result = dx;
    kernel ? Kernels<g>::input_gradient(o) : EachImage<g>::input_gradient(o);
    CHECK(dx[0] == 0);
    CHECK(dx[1] == 3);
    CHECK(dx[2] == 0);
    CHECK(dx[3] == 0);
  }
}

namespace {

constexpr std::uint64_t sweep_seed = 11;

/// An axis with a window on it that always sees a real position; `bits` says which.
constexpr WindowAxis some_axis(std::uint64_t bits) {
  WindowAxis axis;
  axis.kernel = 1 + bits % 4;
  axis.stride = 1 + (bits >> 8) % 4;
  axis.dilation = 1 + (bits >> 16) % 8 / 6;
  axis.before = (bits >> 24) % axis.kernel;
  axis.after = (bits >> 32) % axis.kernel;
  axis.in = axis.extent() + (bits >> 40) % 6;
  axis.round_up = (bits >> 48) % 4 == 0;
  return axis;
}

constexpr PoolGeometry some_pooling(std::size_t index) {
  constexpr std::size_t channels[]{1, 2, 3, 5, 6, 8, 15, 16, 17, 33, 64, 70};
  const std::uint64_t seed = mix(sweep_seed + index);
  PoolGeometry g;
  g.pooling = index % 2 == 0 ? Pooling::max : Pooling::average;
  g.height = some_axis(mix(seed + 1));
  g.width = some_axis(mix(seed + 2));
  g.channels = channels[index % 12];
  if (index % 5 == 4) g.depth = some_axis(mix(seed + 3));
  g.count_padding = g.pooling == Pooling::average && (seed >> 20) % 2 == 0;
  return g;
}

}  // namespace

TEST_CASE("pooling of any geometry is what the plain loops give", "[pooling]") {
  for_each_index<0, 36>([](auto index) {
    constexpr PoolGeometry g = some_pooling(index);
    INFO("seed " << sweep_seed << ", geometry " << index << ": " << g.channels << " channels");
    laws::check_kernels<g>(1, index, true, g.pooling == Pooling::max);
    laws::check_kernels<g>(2, index, false, false);
  });
}

TEST_CASE("pooling to a given size obeys the laws", "[pooling]") {
  laws::check_operation<AdaptivePoolGeometry{Pooling::average, {{7, 3}, {5, 2}}, 5}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::max, {{7, 3}, {5, 2}}, 17}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::average, {{6, 3}, {4, 2}}, 3}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::max, {{2, 5}, {3, 3}}, 1}>();
}

// Larger than a first-level cache: positions are added to sums in memory.
TEST_CASE("means of large windows obey the laws", "[pooling]") {
  constexpr PoolGeometry all{Pooling::average, {7, 7, 7}, {7, 7, 7}, 203};
  constexpr PoolGeometry overlapping{Pooling::average, {9, 6, 2, 1, 1, 1}, {9, 5, 3, 1, 1, 1}, 300, {}, true};
  constexpr PoolGeometry planes{Pooling::average, {5, 5, 5}, {4, 4, 4}, 144, {3, 3, 3}};
  static_assert(7 * 7 * 203 > first_level_cache && 6 * 5 * 300 > first_level_cache);
  static_assert(5 * 4 * 3 * 144 > first_level_cache);
  laws::check_kernels<all>(1, 1, true, false);
  laws::check_kernels<all>(3, 2, true, false);
  laws::check_kernels<overlapping>(2, 3, true, false);
  laws::check_kernels<planes>(2, 4, true, false);
  laws::check_kernels<AdaptivePoolGeometry{Pooling::average, {{14, 2}, {15, 2}}, 160}>(2, 5, true, false);
}

TEST_CASE("the mean of a long sequence keeps its digits", "[pooling]") {
  // Added to one float one after another, 300,000 tenths are 29,920.
  constexpr PoolGeometry g{Pooling::average, {}, {300'000, 300'000, 300'000}, 1};
  const std::vector<float> x(g.input_size(), 0.1f);
  float y = 0;
  Operands<float> o;
  o.input = x.data();
  o.result = &y;
  Kernels<g>::forward(o);
  CHECK(y == Approx(0.1).epsilon(2e-5));
}
