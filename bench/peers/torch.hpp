// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace bench {

/// PyTorch (libtorch) on one thread: the same operations one after another, as training steps, with its own
/// gradients, cross entropy and stochastic gradient descent, or as inference. Values are numbered in the
/// order in which they are added, the input is 0. C++17, and plain numbers in place of our geometries
/// (torch_operations.hpp has those): clang 14 does not compile libtorch's headers as C++20.
class Torch {
 public:
  /// A number for each axis of an image.
  struct Axes {
    std::size_t height = 0;
    std::size_t width = 0;
  };
  struct Images {
    std::size_t count = 0;
    Axes extents{};
    std::size_t channels = 0;
  };
  struct Window {
    Axes kernel{};
    Axes stride{};
    Axes padding{};  ///< On both sides.
    Axes dilation{};
    bool round_up = false;  ///< Of pools.
  };
  struct Convolution {
    Window window{};
    std::size_t group_channels = 0;
    std::size_t filters = 0;
    std::size_t groups = 0;
  };
  enum class Activation { relu, relu6, tanh, sigmoid };

  Torch(const Images& images, float learning_rate);
  ~Torch();
  static std::string version();

  // Each: the number of what it makes. Weights are laid out as ours; `bias`, `gamma` and `beta` may be null.
  std::size_t convolution(const Convolution& c, std::size_t in, const float* weights, const float* bias);
  std::size_t dense(std::size_t inputs, std::size_t outputs, std::size_t in, const float* weights,
                    const float* bias);
  std::size_t max_pool(const Window& window, std::size_t in);
  std::size_t mean_pool(const Window& window, bool count_padding, std::size_t in);
  std::size_t activation(Activation function, std::size_t in);
  std::size_t batch_norm(std::size_t channels, double epsilon, double momentum, std::size_t in,
                         const float* gamma, const float* beta);
  std::size_t sum(std::size_t first, std::size_t second);
  std::size_t flatten(std::size_t in);
  /// `adjoint`: the convolution whose gradient by its input it is; `over`: what its stride leaves at the end.
  std::size_t transposed(const Convolution& adjoint, Axes over, std::size_t in, const float* weights,
                         const float* bias, std::size_t outputs);
  std::size_t pad(Axes before, Axes after, std::size_t in);
  std::size_t scale(std::size_t channels, std::size_t in, const float* gamma, const float* beta);
  std::size_t softmax(bool logarithm, std::size_t in);
  std::size_t concat(const std::vector<std::size_t>& parts);
  /// In PyTorch's own order: channels first.
  std::size_t flatten_channels_first(std::size_t in);

  /// `images` channels-last.
  void load(const float* images);
  void load(const float* images, const std::vector<std::size_t>& labels);
  /// Forward to value `output`, backward, update; the loss before it.
  float step(std::size_t output);
  /// Forward to value `output`, without what gradients need; its numbers, channels first, are the last run's.
  void infer(std::size_t output);
  std::vector<float> inferred() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bench
