// SPDX-License-Identifier: MIT
#pragma once
#include <etch/inference.hpp>
#include <etch/parameters.hpp>

#include <memory>
#include <string_view>

namespace etch {

/// A network prepared for one instruction set, whichever: what `Dispatched` holds.
template <class Net>
class Runner {
 public:
  virtual ~Runner() = default;
  virtual OutputSpan<Net> forward(InputSpan<Net> input) = 0;
  /// The same prepared parameters with a workspace of their own.
  virtual std::unique_ptr<Runner> share() const = 0;
  virtual std::string_view target() const = 0;
};

/// Prepares for the best instruction set of the processor that the program finds itself on, among those that
/// were compiled. Each network's is defined by a source file of its own, which `etch_add_dispatched` writes:
/// without it the linker misses this function.
template <class Net>
std::unique_ptr<Runner<Net>> make_runner(const Parameters<Net>& parameters);

/// A network in a program that is compiled for no processor in particular: one binary, which uses SSE4, AVX2
/// or AVX-512, or NEON or SVE, as it finds them. Its prepared parameters and its workspace lie on the heap.
/// Copies share the parameters: one copy for each thread.
template <class Net>
class Dispatched {
 public:
  explicit Dispatched(const Parameters<Net>& parameters) : runner_(make_runner<Net>(parameters)) {}
  Dispatched(const Dispatched& other) : runner_(other.runner_->share()) {}
  Dispatched(Dispatched&&) noexcept = default;
  Dispatched& operator=(Dispatched other) noexcept {
    runner_ = std::move(other.runner_);
    return *this;
  }

  /// One inference, as etch::forward: the output stays until the next call.
  OutputSpan<Net> forward(InputSpan<Net> input) { return runner_->forward(input); }
  /// The instruction set, as Highway calls it: "AVX2".
  std::string_view target() const { return runner_->target(); }

 private:
  std::unique_ptr<Runner<Net>> runner_;
};

}  // namespace etch
