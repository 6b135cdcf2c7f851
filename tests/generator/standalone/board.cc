// SPDX-License-Identifier: MIT
// A board for the sketch: its readings, and what it prints. The network says the same when it is asked in
// C++, and when it is in the program a second time.
#include "again.hpp"
#include "gesture.hpp"

#include "Arduino.h"

#include <cstdio>

void setup();
void loop();

namespace {

constexpr std::size_t readings = 3 * 40;
std::size_t read = 0, printed = 0, wrong = 0;
float window[Gesture::input_shape.size()];
gesture_network::Workspace workspace;
again_network::Workspace again_workspace;

int reading(std::size_t n) { return static_cast<int>(n * 7919 % 1024); }

}  // namespace

int analogRead(int pin) {
  if (pin != A0 + static_cast<int>(read % 3)) ++wrong;
  return reading(read++);
}
void delay(unsigned long) {}

Printer Serial;
void Printer::begin(unsigned long) {}
void Printer::println(int number) {
  // The window as it should be: zeros before the first reading.
  constexpr std::size_t size = Gesture::input_shape.size();
  for (std::size_t n = 0; n < size; ++n)
    window[n] = n + read < size ? 0 : static_cast<float>(reading(n + read - size)) / 512.0f - 1.0f;
  const auto scores = gesture_network::forward(window, workspace);
  if (number != static_cast<int>(gesture_network::argmax(scores))) ++wrong;
  if (number != static_cast<int>(again_network::argmax(again_network::forward(window, again_workspace))))
    ++wrong;
  ++printed;
}

int main() {
  setup();
  while (read < readings) loop();
  std::printf("%zu lines, %zu wrong\n", printed, wrong);
  return printed == readings / 3 && wrong == 0 ? 0 : 1;
}
