// SPDX-License-Identifier: MIT
#include <measure.hpp>

extern "C" {
extern std::uint32_t stack_bottom[];
void tick();
}

namespace {

volatile std::uint32_t wraps = 0;
constexpr std::uint32_t pattern = 0x5eed5eed;

std::uint32_t* stack_pointer() {
  std::uint32_t* value;
  asm volatile("mov %0, sp" : "=r"(value));
  return value;
}

}  // namespace

extern "C" void tick() { wraps = wraps + 1; }

namespace firmware {

std::uint32_t Timer::ticks() const {
  // Down from 0xffffff to 0, which is where it starts too. Again, if it wrapped in between, or its interrupt
  // has still to come.
  for (;;) {
    const std::uint32_t before = wraps;
    const std::uint32_t left = current();
    if (wraps == before && !interrupt_waits()) return (before << 24) + (0xffffff - ((left - 1) & 0xffffff));
  }
}

[[gnu::noinline]] void paint_stack() {
  for (volatile std::uint32_t* at = stack_bottom; at < stack_pointer(); ++at) *at = pattern;
}

[[gnu::noinline]] std::size_t painted_over() {
  const std::uint32_t* at = stack_bottom;
  while (at < stack_pointer() && *at == pattern) ++at;
  return static_cast<std::size_t>(stack_pointer() - at) * sizeof *at;
}

}  // namespace firmware
