// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_DISPATCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_DISPATCH_INL_H_
#undef ETCH_DISPATCH_INL_H_
#else
#define ETCH_DISPATCH_INL_H_
#endif

#include <etch/ops/all-kernels-inl.h>
#include <etch/dispatch.hpp>
#include <etch/inference.hpp>
#include <etch/prepare.hpp>

#include <hwy/targets.h>

#include <memory>
#include <string_view>
#include <utility>

namespace etch {
namespace HWY_NAMESPACE {

/// A network prepared for this target.
template <class Net>
class TargetRunner final : public Runner<Net> {
  using NetPrepared = Prepared<Net, Backend::target>;

 public:
  explicit TargetRunner(std::shared_ptr<const NetPrepared> prepared) : prepared_(std::move(prepared)) {}

  static std::unique_ptr<Runner<Net>> make(const Parameters<Net>& parameters) {
    const auto prepared = std::make_shared<NetPrepared>();
    prepare<Net, Backend>(parameters, *prepared);
    return std::make_unique<TargetRunner>(prepared);
  }

  OutputSpan<Net> forward(InputSpan<Net> input) override {
    return etch::forward<Net, Backend>(*prepared_, input, workspace_);
  }
  std::unique_ptr<Runner<Net>> share() const override { return std::make_unique<TargetRunner>(prepared_); }
  std::string_view target() const override { return hwy::TargetName(HWY_TARGET); }

 private:
  std::shared_ptr<const NetPrepared> prepared_;
  Workspace<Net, Backend::target> workspace_;
};

}  // namespace HWY_NAMESPACE
}  // namespace etch

#endif  // per-target include guard
