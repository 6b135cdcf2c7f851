// SPDX-License-Identifier: MIT
// Runs on the host: expect FOLDER trains as training.cpp does and writes expected.bin, the loss of each step.
// Exit status: 0, or 2 and one sentence.
#include <training.hpp>
#include <write.hpp>

using namespace firmware;

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: expect FOLDER\n");
    return 2;
  }
  static etch::Parameters<Net> parameters;
  start(parameters);
  static Trainer trainer(parameters, {.learning_rate = learning_rate, .momentum = 0.9f});
  static float losses[step_count];
  for (std::size_t step = 0; step < step_count; ++step) losses[step] = train_step(trainer, step);
  return write(argv[1], "expected.bin", losses, sizeof losses) ? 0 : 2;
}
