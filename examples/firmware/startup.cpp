// SPDX-License-Identifier: MIT
// What runs after a reset: for any Cortex-M, without a C library's start-up code.
#include <semihosting.hpp>

#include <cstdint>
#include <cstring>

extern "C" {
// Of the linker script.
extern char stack_top[], data_load[], data_begin[], data_end[], bss_begin[], bss_end[];

/// The program: what it returns is the emulator's exit status.
int run();

[[noreturn, gnu::used]] void start() {
  std::memcpy(data_begin, data_load, static_cast<std::size_t>(data_end - data_begin));
  std::memset(bss_begin, 0, static_cast<std::size_t>(bss_end - bss_begin));
  firmware::stop(static_cast<std::uint32_t>(run()));
}

// Naked: a function's usual beginning may already store registers of the floating-point unit, which is off.
[[gnu::naked, noreturn]] void reset() {
#ifdef __ARM_FP
  asm volatile(
      "ldr r0, =0xe000ed88\n"  // CPACR: full access to coprocessors 10 and 11.
      "ldr r1, [r0]\n"
      "orr r1, r1, #(0xf << 20)\n"
      "str r1, [r0]\n"
      "dsb\n"
      "isb\n");
#endif
  asm volatile("bl start\n.ltorg\n");
}

[[noreturn]] void fault() {
  firmware::print("firmware: the processor stopped at a fault\n");
  firmware::stop(3);
}

[[gnu::weak]] void tick() {}

using Handler = void (*)();
[[gnu::section(".vectors"), gnu::used]] const Handler vectors[16] = {
    reinterpret_cast<Handler>(stack_top),
    reset,
    fault,  // NMI
    fault,  // hard fault
    fault,  // memory management
    fault,  // bus
    fault,  // usage
    fault,  // secure
    nullptr,
    nullptr,
    nullptr,
    fault,  // SVC
    fault,  // debug
    nullptr,
    fault,  // PendSV
    tick,   // SysTick
};
}
