// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/fraction.hpp>
#include <etch/ops/elementwise/geometry.hpp>

#include <cstddef>

namespace etch {

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, per channel; gammas, then betas are the
/// parameters. Mean and (biased) variance are those of the whole batch; from them the running ones are
/// updated: running = (1 - momentum) running + momentum batch, the variance there unbiased (S. Ioffe, C.
/// Szegedy, "Batch normalization", 2015). `frozen`: the running ones are used, and left alone. Statistics lie
/// as means, then variances; saved for the gradients are means, then 1 / deviations, then the sums over the
/// batch of dy and of dy (x - mean) / deviation, which the first gradient leaves for the second, and whether
/// they are there. The epilogue is done to y before it is stored; gradients are by the y before it.
struct BatchNormGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  Flag affine = true;
  Fraction epsilon{1, 100000};
  Fraction momentum{1, 10};
  Flag frozen = false;
  Epilogue epilogue{};

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * channels; }
  constexpr std::size_t parameter_count() const { return affine ? 2 * channels : 0; }
  constexpr std::size_t statistic_count() const { return 2 * channels; }
  constexpr std::size_t saved_count() const { return frozen ? 0 : 4 * channels + 1; }
  constexpr bool operator==(const BatchNormGeometry&) const = default;
};

/// The same within one image: over the pixels and channels of each of `groups` groups of channels, in each of
/// `rows` parts of the image. Gamma and beta for each channel of a part, shared by its pixels and by all
/// parts. Layer normalisation over the channels: a pixel a part; over all: one part of one pixel (J. L. Ba et
/// al., 2016). Group normalisation: one part (Y. Wu, K. He, 2018); instance normalisation: as many groups as
/// channels.
struct StandardizeGeometry {
  std::size_t rows = 1;
  std::size_t pixels = 1;
  std::size_t channels = 1;
  std::size_t groups = 1;
  Flag affine = true;
  Fraction epsilon{1, 100000};

  constexpr std::size_t group_channels() const { return channels / groups; }
  constexpr std::size_t input_size() const { return rows * pixels * channels; }
  constexpr std::size_t output_size() const { return rows * pixels * channels; }
  constexpr std::size_t parameter_count() const { return affine ? 2 * channels : 0; }
  constexpr bool operator==(const StandardizeGeometry&) const = default;
};

/// y(c) = x(c) / (offset + alpha / size * sum of x(d)^2)^beta, d from c - before to c + after, as far as
/// there are channels (A. Krizhevsky et al., "ImageNet classification with deep convolutional neural
/// networks", 2012; alpha is divided by the size as in ONNX and PyTorch).
struct LocalResponseGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  std::size_t before = 2;
  std::size_t after = 2;
  Fraction alpha{1, 10000};
  Fraction beta{3, 4};
  Fraction offset{1, 1};

  constexpr std::size_t size() const { return before + 1 + after; }
  constexpr std::size_t first(std::size_t c) const { return c < before ? 0 : c - before; }
  constexpr std::size_t end(std::size_t c) const {
    return c + after + 1 < channels ? c + after + 1 : channels;
  }
  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * channels; }
  constexpr bool operator==(const LocalResponseGeometry&) const = default;
};

}  // namespace etch
