// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

// Arm semihosting: the debugger, or here the emulator, does what an operating system would. Nothing of it is
// needed by a network; a device has a serial port in its place.
namespace firmware {

inline int semihosting(int operation, const void* argument) {
  register int r0 asm("r0") = operation;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

inline void print(const char* text) { semihosting(0x04, text); }  // SYS_WRITE0

inline void print(std::uint32_t number) {
  char text[11];
  char* digit = text + sizeof text;
  *--digit = 0;
  do *--digit = static_cast<char>('0' + number % 10);
  while ((number /= 10) != 0);
  print(digit);
}

/// One line of the report: a name and a number.
inline void report(const char* name, std::uint32_t number) {
  print(name);
  print(" ");
  print(number);
  print("\n");
}

/// Ends the emulator, with that exit status.
[[noreturn]] inline void stop(std::uint32_t status) {
  const std::uint32_t reason_and_status[2] = {0x20026, status};  // ADP_Stopped_ApplicationExit
  for (;;) semihosting(0x20, reason_and_status);                 // SYS_EXIT_EXTENDED
}

}  // namespace firmware
