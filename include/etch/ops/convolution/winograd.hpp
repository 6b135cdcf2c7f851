// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>

// Convolutions of 3 x 3 by Winograd's minimal filtering (A. Lavin, S. Gray, "Fast algorithms for
// convolutional neural networks", 2015, sections 4.1 and 4.3): tiles of M x M outputs, M = 2 or 4, from (M +
// 2)^2 products instead of 9 M^2. Y = A^T ((G g G^T) . (B^T d B)) A, the products summed over channels.
namespace etch {

/// What an axis of weights becomes: G g.
template <std::size_t M, class T>
constexpr void winograd_weights(const T (&g)[3], T (&u)[M + 2]) {
  if constexpr (M == 2) {
    u[0] = g[0];
    u[1] = (g[0] + g[1] + g[2]) / 2;
    u[2] = (g[0] - g[1] + g[2]) / 2;
    u[3] = g[2];
  } else {
    static_assert(M == 4);
    u[0] = g[0] / 4;
    u[1] = -(g[0] + g[1] + g[2]) / 6;
    u[2] = -(g[0] - g[1] + g[2]) / 6;
    u[3] = (g[0] + 2 * g[1] + 4 * g[2]) / 24;
    u[4] = (g[0] - 2 * g[1] + 4 * g[2]) / 24;
    u[5] = g[2];
  }
}
/// Back again.
template <std::size_t M, class T>
constexpr void winograd_weights_back(const T (&u)[M + 2], T (&g)[3]) {
  g[0] = M == 2 ? u[0] : 4 * u[0];
  g[1] = M == 2 ? u[1] - u[2] : 3 * (u[2] - u[1]);
  g[2] = u[M + 1];
}

/// One product for all tiles of a group: a matrix of tiles x channels times one of channels x filters.
constexpr TilePlan winograd_product(const WinogradPlan& w, Target target) {
  TilePlan plan;
  plan.width.in = plan.width.out = w.group;
  plan.width.in_pitch = w.channels;
  plan.width.out_pitch = w.filters;
  plan.channels = w.channels;
  plan.filters = w.filters;
  plan.bias = false;
  choose_tile(plan, Policy{}, target, WeightDistance::far);
  // The weights of all products are one stream, which small ones too had better fetch ahead where the
  // second-level cache does not keep it.
  if (w.products() * w.channels * w.filters >= second_level_cache / 4) plan.fetches_ahead = true;
  return plan;
}

/// Weights lie as (product, as in `TilePlan`), then the biases.
template <ConvolutionGeometry G, Target T>
struct WinogradPacking {
  static constexpr KernelNeeds needs = kernel_needs(G, T);
  static constexpr std::size_t outputs = winograd_outputs(G, T);
  static constexpr std::size_t side = outputs + 2;
  static constexpr WinogradPlan winograd = winograd_plan(G, outputs);
  static constexpr TilePlan plan = winograd_product(winograd, T);
  static constexpr std::size_t product_weights = G.channels * G.filters;

  template <class Number, class Weight, class Bias>
  static constexpr void pack(const Weight& weight, const Bias& bias, Number* to) {
    for_each_packed(plan, T, [&](const PackedBlock& b) {
      for (std::size_t k = 0; k < b.count; ++k) {
        Number rows[side][3]{};
        for (std::size_t s = 0; s < 3; ++s) {
          Number g[3]{}, u[side]{};
          for (std::size_t r = 0; r < 3; ++r) g[r] = weight(place(r, s, b.channel, b.filter + k));
          winograd_weights<outputs>(g, u);
          for (std::size_t i = 0; i < side; ++i) rows[i][s] = u[i];
        }
        for (std::size_t i = 0; i < side; ++i) {
          Number u[side]{};
          winograd_weights<outputs>(rows[i], u);
          for (std::size_t j = 0; j < side; ++j) to[(i * side + j) * product_weights + b.place + k] = u[j];
        }
      }
    });
    if constexpr (G.bias)
      for (std::size_t k = 0; k < G.filters; ++k) to[needs.weights + k] = bias(k);
  }
  /// The parameters as they were, but for rounding.
  template <class Number>
  static constexpr void unpack(const Number* from, Number* to) {
    for_each_packed(plan, T, [&](const PackedBlock& b) {
      for (std::size_t k = 0; k < b.count; ++k) {
        Number rows[side][3]{};
        for (std::size_t i = 0; i < side; ++i) {
          Number u[side]{};
          for (std::size_t j = 0; j < side; ++j) u[j] = from[(i * side + j) * product_weights + b.place + k];
          winograd_weights_back<outputs>(u, rows[i]);
        }
        for (std::size_t s = 0; s < 3; ++s) {
          Number u[side]{}, g[3]{};
          for (std::size_t i = 0; i < side; ++i) u[i] = rows[i][s];
          winograd_weights_back<outputs>(u, g);
          for (std::size_t r = 0; r < 3; ++r) to[place(r, s, b.channel, b.filter + k)] = g[r];
        }
      }
    });
    if constexpr (G.bias)
      for (std::size_t k = 0; k < G.filters; ++k) to[G.weight_count() + k] = from[needs.weights + k];
  }

 private:
  static constexpr std::size_t place(std::size_t r, std::size_t s, std::size_t channel, std::size_t filter) {
    return ((r * 3 + s) * G.channels + channel) * G.filters + filter;
  }
};

}  // namespace etch
