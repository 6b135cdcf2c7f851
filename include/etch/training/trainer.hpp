// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/differentiate.hpp>
#include <etch/forward.hpp>
#include <etch/parameters.hpp>
#include <etch/run.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace etch {
namespace detail {

template <class Loss, class Net>
constexpr bool loss_does_last_layer() {
  constexpr auto forward = compiler::training_forward(Net::program);
  if constexpr (forward.step_count == 0) {
    return false;
  } else {
    constexpr Step last = forward.steps[forward.step_count - 1];
    using L = compiler::Leaf<typename Net::body, last.leaf>;
    return Loss::template does<L> && last.output == forward.output;
  }
}

}  // namespace detail

/// What a training step runs, for `Images` images at a time. `InParts`: parts of a batch, for which kernels
/// lay parameters out once.
template <class Net, class Loss, std::size_t Images, bool InParts = false>
struct Training {
  using net = Net;
  static constexpr bool prepared = false;
  static_assert(Loss::takes(Net::output_shape),
                "etch: SoftmaxCrossEntropy takes the classes of one position, (classes); put GlobalAvgPool "
                "or Flatten at the end");
  static constexpr bool fused = detail::loss_does_last_layer<Loss, Net>();
  static constexpr const auto& program = Net::template training_program<fused>;
  static constexpr const auto& layout = Net::template training_layout<fused, Images>;
  static constexpr bool in_parts = InParts;
  /// Numbers of memory that it works in.
  static constexpr std::size_t arena_size = layout.size + (InParts ? program.packed_count : 0);

  /// The step that stands between the forward and the backward half.
  static constexpr std::size_t loss_step = [] {
    std::size_t n = 0;
    while (program.steps[n].pass != Pass::loss) ++n;
    return n;
  }();
  static constexpr std::size_t outputs = program.shape(program.steps[loss_step].output).size();
};

/// Forward, loss and backward for the images of the frame: adds what they contribute to the gradient of the
/// mean loss of their batch to `frame.parameter_gradient`, and returns what they contribute to that mean.
template <class Schedule, class Backend, class Loss, class T, class Target>
constexpr T forward_backward(const Frame<T>& frame, const Target* targets) {
  constexpr Step loss = Schedule::program.steps[Schedule::loss_step];
  run<Schedule, Backend, 0, Schedule::loss_step>(frame);
  const T* output = detail::readable<Schedule, loss.output>(frame);
  T* gradient = detail::writable<Schedule, loss.result>(frame);
  const T scale = 1 / static_cast<T>(frame.batch == 0 ? frame.images : frame.batch);
  T sum = 0;
  for (std::size_t n = 0; n < frame.images; ++n)
    sum += Loss::template evaluate<Schedule::outputs>(output + n * Schedule::outputs, targets[n], scale,
                                                      gradient + n * Schedule::outputs);
  run<Schedule, Backend, Schedule::loss_step + 1, Schedule::program.step_count>(frame);
  return sum * scale;
}

/// Everything that training a network needs, in one object of known size: parameters, gradients, the
/// optimizer's state, a batch of images and targets, and the memory that a step works in. Nothing is
/// allocated, ever. It is large: make it static, or put it on the heap yourself.
template <class Net, class Loss, class Optimizer, std::size_t Batch>
class Trainer {
  static constexpr std::size_t images_at_a_time = Net::template training_images<Batch>;
  using Schedule = Training<Net, Loss, images_at_a_time, (images_at_a_time < Batch)>;

 public:
  using Target = typename Loss::template Target<Schedule::outputs>;

  static_assert(Batch > 0, "etch: a batch has at least one image");

  /// Starts from `parameters`. The same parameters, seed, images and order give the same bits. `seed`: of
  /// dropout.
  constexpr explicit Trainer(const Parameters<Net>& parameters, const Optimizer& optimizer = {},
                             std::uint64_t seed = 0)
      : parameters_(parameters), optimizer_(optimizer), seed_(mix(seed)) {}

  /// Puts an image of Net::input_shape and its target at position `n` of the batch; n < Batch.
  constexpr void load(std::size_t n, InputSpan<Net> image, const Target& target) {
    if (n >= Batch) return;
    float* to = images_ + n * image.size();
    for (std::size_t i = 0; i < image.size(); ++i) to[i] = image[i];
    targets_[n] = target;
  }

  /// One step with the first `count` images of the batch: forward, backward, update. Returns their mean loss
  /// before the update. More than Batch images are taken as Batch; with none, nothing happens and the loss is
  /// 0.
  constexpr float step(std::size_t count = Batch) {
    if (count == 0) return 0;
    const float loss = compute_gradient(count);
    update();
    return loss;
  }

  /// The first half of a step: the gradient of the mean loss of the first `count` images; returns that loss.
  constexpr float compute_gradient(std::size_t count = Batch) {
    if (count > Batch) count = Batch;
    if (count == 0) return 0;
    for (float& value : gradient_.values) value = 0;
    Frame<float> frame{.parameters = parameters_.values,
                       .parameter_gradient = gradient_.values,
                       .statistics = parameters_.statistics().data(),
                       .arena = arena_,
                       .batch = count,
                       .seed = mix(seed_ + steps_)};
    float loss = 0;
    for (std::size_t first = 0; first < count; first += images_at_a_time) {
      frame.input = images_ + first * Net::input_shape.size();
      frame.first_image = first;
      frame.images = count - first < images_at_a_time ? count - first : images_at_a_time;
      const Target* targets = targets_.data() + first;
      if (std::is_constant_evaluated())
        loss += forward_backward<Schedule, PlainBackend, Loss>(frame, targets);
      else
        loss += forward_backward<Schedule, FastBackend, Loss>(frame, targets);
    }
    return loss;
  }
  /// The second half: the optimizer changes the parameters.
  constexpr void update() {
    ++steps_;
    // Layer after layer, as long as none is frozen; then from the next that is not.
    std::size_t from = 0;
    std::size_t gradient_from = 0;
    for (std::size_t n = 0; n < Net::program.step_count; ++n) {
      const Step& step = Net::program.steps[n];
      if (!step.frozen) continue;
      update_run(from, gradient_from, step.gradient_offset - gradient_from);
      from = step.parameter_offset + step.parameter_count;
      gradient_from = step.gradient_offset;
    }
    update_run(from, gradient_from, Net::trainable_count - gradient_from);
  }

  constexpr const Parameters<Net>& parameters() const { return parameters_; }
  constexpr Parameters<Net>& parameters() { return parameters_; }
  /// Of the last step, laid out as the parameters that are trained.
  constexpr const Gradient<Net>& gradient() const { return gradient_; }
  /// Its members may be changed between steps.
  constexpr Optimizer& optimizer() { return optimizer_; }
  /// Steps done.
  constexpr std::uint64_t steps() const { return steps_; }

 private:
  static constexpr std::size_t at_least_one(std::size_t count) { return count == 0 ? 1 : count; }

  /// Updates `count` parameters from number `from` on, whose gradients lie from `gradient_from` on.
  constexpr void update_run(std::size_t from, std::size_t gradient_from, std::size_t count) {
    if (count == 0) return;
    std::array<float*, Optimizer::state_per_parameter> state{};
    for (std::size_t kind = 0; kind < state.size(); ++kind)
      state[kind] = state_ + kind * Net::trainable_count + gradient_from;
    optimizer_.update(parameters_.values + from, gradient_.values + gradient_from, state, count, steps_);
  }

  Parameters<Net> parameters_;
  Gradient<Net> gradient_{};
  alignas(64) float state_[at_least_one(Optimizer::state_per_parameter * Net::trainable_count)]{};
  alignas(64) float images_[Batch * Net::input_shape.size()]{};
  alignas(64) float arena_[at_least_one(Schedule::arena_size)]{};
  std::array<Target, Batch> targets_{};
  Optimizer optimizer_;
  std::uint64_t seed_;
  std::uint64_t steps_ = 0;
};

}  // namespace etch
