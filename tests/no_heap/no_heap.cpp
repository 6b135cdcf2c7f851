// SPDX-License-Identifier: MIT
// Replaces the allocator by one that ends the program while allocation is forbidden, then runs inference and
// training.
// `--allocate` allocates on purpose meanwhile: the test of the test.
#include <etch/train.hpp>
#include <support/networks.hpp>

#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>

namespace {

bool forbidden = false;

void allowed() {
  if (!forbidden) return;
  constexpr std::string_view sentence = "no_heap: something allocated memory in forward, backward or step\n";
  [[maybe_unused]] const auto written = write(2, sentence.data(), sentence.size());
  _exit(3);
}

}  // namespace

// glibc's own allocator under the names it keeps for replacements such as these.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) { return allowed(), __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) { return allowed(), __libc_calloc(count, size); }
void* realloc(void* old, std::size_t size) { return allowed(), __libc_realloc(old, size); }
void* memalign(std::size_t alignment, std::size_t size) {
  return allowed(), __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** result, std::size_t alignment, std::size_t size) {
  *result = memalign(alignment, size);
  return *result == nullptr;
}
}

void* operator new(std::size_t size) { return malloc(size); }
void* operator new[](std::size_t size) { return malloc(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return memalign(static_cast<std::size_t>(alignment), size);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return memalign(static_cast<std::size_t>(alignment), size);
}

namespace {

using namespace etch;

template <class Net>
float infer() {
  static Parameters<Net> parameters;
  static Prepared<Net> prepared;
  static Workspace<Net> workspace;
  static float image[Net::input_shape.size()];
  image[0] = 1;
  initialize(He{.seed = 1}, parameters);
  prepare(parameters, prepared);
  return forward<Net>(prepared, image, workspace)[0];
}

template <class Net, class Loss, class Optimizer>
float train(const typename Trainer<Net, Loss, Optimizer, 4>::Target& target) {
  static Parameters<Net> parameters;
  initialize(He{.seed = 1}, parameters);
  static Trainer<Net, Loss, Optimizer, 4> trainer(parameters);
  static float image[Net::input_shape.size()];
  image[0] = 1;
  for (std::size_t n = 0; n < 4; ++n) trainer.load(n, image, target);
  trainer.step();
  return trainer.step(3);
}

}  // namespace

int main(int argc, char** argv) {
  const bool allocate = argc > 1 && std::strcmp(argv[1], "--allocate") == 0;
  forbidden = true;
  float sum = infer<networks::LeNet5>() + infer<networks::KerasMnist>() + infer<networks::Branched>();
  sum += train<networks::LeNet5, SoftmaxCrossEntropy, Adam>(3);
  sum += train<networks::KerasMnist, SoftmaxCrossEntropy, Sgd>(9);
  sum += train<networks::Branched, MeanSquaredError, Sgd>({1, 2, 3, 4, 5});
  sum += train<networks::Branched, BinaryCrossEntropy, Adam>({1, 0, 1, 0, 1});
  if (allocate) {
    int* volatile number = new int(1);
    sum += static_cast<float>(*number);
  }
  forbidden = false;
  return sum == sum ? 0 : 1;
}
