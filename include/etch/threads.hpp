// SPDX-License-Identifier: MIT
#pragma once
#include <etch/forward.hpp>

#include <barrier>
#include <cstddef>
#include <memory>
#include <span>
#include <thread>
#include <vector>

// Inference by several threads. Optional: nothing else in etch knows of threads.
namespace etch {

/// Threads that wait for work. As many as there are cores, not more: they meet after each layer, and one that
/// has no core keeps all others waiting. One caller at a time.
class Threads {
 public:
  /// `count` threads in all, the caller among them; 0 is taken as 1.
  explicit Threads(std::size_t count = std::thread::hardware_concurrency())
      : count_(count == 0 ? 1 : count), meeting_(static_cast<std::ptrdiff_t>(count_)) {
    for (std::size_t part = 1; part < count_; ++part)
      threads_.emplace_back([this, part] {
        for (;;) {
          meet();
          if (work_ == nullptr) return;
          work_(context_, part);
          meet();
        }
      });
  }
  ~Threads() {
    work_ = nullptr;
    meet();
    for (std::thread& thread : threads_) thread.join();
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  std::size_t count() const { return count_; }

  /// Calls f(part) in each thread, the caller being part 0, and returns when all have done. `f` must not
  /// throw.
  template <class F>
  void run(const F& f) {
    context_ = &f;
    work_ = [](const void* context, std::size_t part) { (*static_cast<const F*>(context))(part); };
    meet();
    f(0);
    meet();
  }
  /// Inside of `run`: waits until all threads are here.
  void meet() {
    if (count_ > 1) meeting_.arrive_and_wait();
  }

 private:
  std::size_t count_;
  std::barrier<> meeting_;
  void (*work_)(const void* context, std::size_t part) = nullptr;
  const void* context_ = nullptr;
  std::vector<std::thread> threads_;
};

namespace detail {

/// Numbers that the most demanding step of the inference program has as scratch memory.
template <class Net>
constexpr std::size_t largest_scratch() {
  constexpr const auto& program = Inference<Net>::program;
  std::size_t most = 0;
  for (std::size_t n = 0; n < program.step_count; ++n)
    if (const ValueId scratch = program.steps[n].scratch; scratch != no_value)
      if (program.value(scratch).count() > most) most = program.value(scratch).count();
  return aligned(most);
}

}  // namespace detail

/// The memory that one inference by several threads works in.
template <class Net>
class ThreadsWorkspace {
 public:
  explicit ThreadsWorkspace(const Threads& threads)
      : workspace_(std::make_unique<Workspace<Net>>()),
        scratch_((threads.count() - 1) * scratch + alignment),
        threads_(threads.count()) {}

  /// For threads as many as it was made for.
  std::size_t threads() const { return threads_; }
  Workspace<Net>& workspace() { return *workspace_; }
  /// Of all threads but the first.
  float* scratch_of(std::size_t part) {
    return part == 0 || scratch == 0 ? nullptr : scratch_.data() + (part - 1) * scratch;
  }

 private:
  static constexpr std::size_t scratch = detail::largest_scratch<Net>();

  std::unique_ptr<Workspace<Net>> workspace_;
  std::vector<float> scratch_;
  std::size_t threads_;
};

/// One inference by several threads, which share the rows, or the filters, of each large layer. The same bits
/// as from one thread. The output stays in `workspace` until the next call with it.
template <class Net>
OutputSpan<Net> forward(const Prepared<Net>& prepared, InputSpan<Net> input, ThreadsWorkspace<Net>& workspace,
                        Threads& threads) {
  using Schedule = Inference<Net>;
  const Frame<float> whole{
      .input = input.data(), .parameters = prepared.values, .arena = workspace.workspace().values};
  // Fewer threads than the workspace was made for are fine; those that are more have nothing to do.
  const std::size_t parts = threads.count() < workspace.threads() ? threads.count() : workspace.threads();
  threads.run([&](std::size_t part) {
    Frame<float> frame = whole;
    frame.share = {part, parts};
    frame.scratch = workspace.scratch_of(part < parts ? part : 0);
    for_each_index<0, Schedule::program.step_count>([&](auto index) {
      if (part < parts) detail::run_step<Schedule, FastBackend, index>(frame);
      threads.meet();
    });
  });
  return OutputSpan<Net>(detail::readable<Schedule, Schedule::program.output>(whole),
                         Net::output_shape.size());
}

/// Inferences of any number of images, which lie one after another, as do the outputs; each by one thread.
/// The same bits as from `forward`, image by image. Workspaces are made for the call. Does the images there
/// are: as many as both `inputs` and `outputs` hold.
template <class Net>
void forward_each(const Prepared<Net>& prepared, std::span<const float> inputs, std::span<float> outputs,
                  Threads& threads) {
  constexpr std::size_t in = Net::input_shape.size();
  constexpr std::size_t out = Net::output_shape.size();
  const std::size_t images =
      inputs.size() / in < outputs.size() / out ? inputs.size() / in : outputs.size() / out;
  std::vector<std::unique_ptr<Workspace<Net>>> workspaces;
  for (std::size_t part = 0; part < threads.count(); ++part)
    workspaces.push_back(std::make_unique<Workspace<Net>>());
  threads.run([&](std::size_t part) {
    const Share share{part, threads.count()};
    for (std::size_t n = share.begin(images); n < share.end(images); ++n) {
      const auto output =
          forward<Net>(prepared, InputSpan<Net>(inputs.data() + n * in, in), *workspaces[part]);
      for (std::size_t k = 0; k < out; ++k) outputs[n * out + k] = output[k];
    }
  });
}

}  // namespace etch
