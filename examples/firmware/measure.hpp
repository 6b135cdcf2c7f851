// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

// What a call takes: instructions and stack.
namespace firmware {

/// Ticks of the processor's timer since it was started. Under the emulator's -icount shift=0 each instruction
/// takes one nanosecond, so ticks count instructions, the same number in each run.
class Timer {
 public:
  Timer() {
    // Loaded with the largest number, clock of the processor, interrupt, on.
    reload() = 0xffffff;
    current() = 0;
    control() = 7;
  }
  ~Timer() { control() = 0; }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  std::uint32_t ticks() const;

 private:
  using Register = volatile std::uint32_t&;
  static Register at(std::uintptr_t address) { return *reinterpret_cast<volatile std::uint32_t*>(address); }
  static Register control() { return at(0xe000e010); }
  static Register reload() { return at(0xe000e014); }
  static Register current() { return at(0xe000e018); }
  static bool interrupt_waits() { return (at(0xe000ed04) & (1u << 26)) != 0; }
};

/// Fills the stack below the caller's with a pattern.
void paint_stack();
/// Bytes below the caller's that were overwritten since.
std::size_t painted_over();

}  // namespace firmware
